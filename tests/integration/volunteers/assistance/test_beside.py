"""Whoever helps the same person at the same time knows of the others; each by a first name, after their yes."""

from typing import Any

from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.volunteers.assistance.models import Offer, Request
from services.volunteers.assistance.operations import claims
from services.volunteers.assistance.queries.offers import of_volunteer, others
from services.volunteers.people.models import Volunteer
from shared.contracts.volunteers import HelperInformed, RequestAssigned
from tests.support.factories.assistance import LINKS, a_contact, a_helper, a_request, ahead, asked, told

NOBODY = a_contact(channel="none", phone=None)


def promised(session: Session, name: str, **facts: Any) -> tuple[Request, Offer, Volunteer]:
    """A request that this volunteer, the only one for it, has promised."""
    helper = a_helper(session, name=name, kinds=[facts.get("kind", "ride")])
    request = a_request(session, **facts)
    (offer,) = asked(session, request)
    claims.accept(session, LINKS, offer.id, "volunteer")
    return request, offer, helper


def informed(session: Session) -> list[tuple[str, tuple[str, ...], str | None]]:
    news = [one for one in told(session) if isinstance(one, HelperInformed)]
    return [(one.news, one.beside, one.helper.phone) for one in news]


def assigned(session: Session) -> RequestAssigned:
    return [one for one in told(session) if isinstance(one, RequestAssigned)][-1]


def test_a_driver_hears_that_a_companion_comes_along_and_the_companion_who_drives(volunteers_session: Session) -> None:
    session = volunteers_session
    _ride, offer, driver = promised(session, "Jonas Jonaitis")
    assert assigned(session).beside == ()
    _company, other, companion = promised(session, "Ona Onaitė", kind="accompaniment")
    assert (assigned(session).beside, assigned(session).helper_names) == (("Jonas",), ("Ona",))
    assert informed(session) == [("joined", ("Ona",), driver.phone)]
    assert others(session, of_volunteer(session, offer.id, driver.id)) == [("Ona", "accompaniment")]
    assert others(session, of_volunteer(session, other.id, companion.id)) == [("Jonas", "ride")]


def test_both_are_of_one_mediation_though_the_person_has_no_address(volunteers_session: Session) -> None:
    session, referral_id = volunteers_session, uuid7()
    same = {"person": NOBODY, "referral_id": referral_id}
    promised(session, "Jonas Jonaitis", **same)
    promised(session, "Ona Onaitė", kind="accompaniment", **same)
    assert [beside for _news, beside, _phone in informed(session)] == [("Ona",)]


def test_who_helps_another_person_or_at_another_time_is_nobody_s_business(volunteers_session: Session) -> None:
    session = volunteers_session
    promised(session, "Jonas Jonaitis")
    promised(session, "Ona Onaitė", kind="accompaniment", starts_at=ahead(hour=10))  # just after
    promised(session, "Rasa Rasaitė", kind="interpreting", person=a_contact(phone="+37061277777"))
    promised(session, "Petras Petraitis", kind="home_visit", person=NOBODY)
    assert informed(session) == []
    assert assigned(session).beside == ()


def test_of_two_who_come_together_the_person_reads_both_names_and_each_the_other_s(volunteers_session: Session) -> None:
    session = volunteers_session
    for name in ("Jonas Jonaitis", "Ona Onaitė"):
        a_helper(session, name=name)
    request = a_request(session, kind="home_visit", two_people=True, destination="")
    offers = asked(session, request)
    for offer in offers:
        claims.accept(session, LINKS, offer.id, "volunteer")
    both = [one for one in told(session) if isinstance(one, RequestAssigned)]
    assert [set(one.helper_names) for one in both] == [{"Jonas", "Ona"}] * 2
    assert [one.beside for one in both] == [(other.helper_name,) for other in reversed(both)]
    assert informed(session) == []
    shown = others(session, of_volunteer(session, offers[0].id, offers[0].volunteer_id))
    assert shown == [(both[1].helper_name, "home_visit")]
