"""One party changes its size or cannot be reached; the organiser changes dates and places."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from services.events.programme.domain import CapacityBelowTaken
from services.events.registrations import operations, queries
from services.events.registrations.domain import (
    AlreadyCancelled,
    By,
    NamesDoNotFit,
    PartyTooLarge,
    PlacesAreGone,
    RegistrationClosed,
)
from services.events.registrations.operations.erasing import erase_registrations
from shared.contracts import events as contracts
from shared.contracts.parts import Whose
from shared.errors import NotFound, Stale
from tests.support.factories.events import (
    LINKS,
    Worker,
    a_party,
    a_worker,
    an_evening,
    an_event,
    an_occurrence,
    an_organisation,
)
from tests.support.ledger import audited, broken_promises, counted, kinds, states, told


def change(session: Session, party: dict[str, Any], size: int, *names: str) -> None:
    operations.change_party(session, LINKS, party["id"], party=size, names=names)


def offered(session: Session, capacity: int = 30, **facts: Any) -> tuple[Worker, dict[str, Any], UUID]:
    """A worker, their published event, and its one occurrence."""
    person = a_worker(session, an_organisation(session))
    event = an_event(session, person, occurrences=[an_occurrence(capacity=capacity)], **facts)
    return person, event, event["occurrences"][0]["id"]


def test_a_smaller_party_frees_places_for_those_who_wait(events_session: Session) -> None:
    occurrence_id = an_evening(events_session, capacity=4)
    party, _waiting = a_party(events_session, occurrence_id, 4), a_party(events_session, occurrence_id, 2)
    change(events_session, party, 2, "Ona", "Petras")
    assert states(events_session) == ["confirmed", "confirmed"]
    seen = queries.registration(events_session, LINKS, party["id"])
    assert (seen["party"], seen["names"], seen["version"]) == (2, ["Ona", "Petras"], 2)
    assert told(events_session)[-1].party == 2
    assert broken_promises(events_session) == []


def test_a_larger_party_takes_places_that_are_free(events_session: Session) -> None:
    occurrence_id = an_evening(events_session, capacity=4)
    party = a_party(events_session, occurrence_id, 1, names=("Ona",))
    change(events_session, party, 4)
    assert counted(events_session, occurrence_id) == (4, 0, 1)
    assert queries.registration(events_session, LINKS, party["id"])["names"] == []


def test_a_larger_party_than_the_free_places_keeps_what_it_has(events_session: Session) -> None:
    occurrence_id = an_evening(events_session, capacity=4)
    party, _other = a_party(events_session, occurrence_id, 1), a_party(events_session, occurrence_id, 2)
    with pytest.raises(PlacesAreGone) as refused:
        change(events_session, party, 3)
    assert refused.value.facts == {"free": 1}
    assert counted(events_session, occurrence_id) == (3, 0, 2)


def test_a_waiting_party_that_becomes_smaller_may_fit_now_and_hears_once(events_session: Session) -> None:
    occurrence_id = an_evening(events_session, capacity=4)
    a_party(events_session, occurrence_id, 2)
    waiting = a_party(events_session, occurrence_id, 4)
    change(events_session, waiting, 3)
    assert states(events_session) == ["confirmed", "waiting"]
    assert kinds(events_session)[-1] is contracts.RegistrationWaitlisted
    change(events_session, waiting, 2)
    assert states(events_session) == ["confirmed", "confirmed"]
    assert kinds(events_session)[-2:] == [contracts.RegistrationWaitlisted, contracts.RegistrationPromoted]
    assert broken_promises(events_session) == []


def test_a_waiting_party_may_become_larger_but_not_than_the_room(events_session: Session) -> None:
    occurrence_id = an_evening(events_session, capacity=4)
    a_party(events_session, occurrence_id, 4)
    waiting = a_party(events_session, occurrence_id, 1)
    change(events_session, waiting, 4)
    assert told(events_session)[-1].position == 1
    with pytest.raises(PartyTooLarge):
        change(events_session, waiting, 5)


def test_an_offered_party_that_becomes_smaller_keeps_its_offer(events_session: Session) -> None:
    occurrence_id = an_evening(events_session, capacity=2, offer_hours=1)
    party, waiting = a_party(events_session, occurrence_id, 2), a_party(events_session, occurrence_id, 2)
    operations.cancel(events_session, LINKS, party["id"], By.PARTICIPANT)
    change(events_session, waiting, 1)
    assert states(events_session) == ["cancelled", "offered"]
    assert counted(events_session, occurrence_id) == (1, 0, 2)
    assert kinds(events_session)[-1] is contracts.RegistrationOffered


def test_what_is_cancelled_or_over_cannot_change_its_size(events_session: Session) -> None:
    occurrence_id = an_evening(events_session)
    party, other = a_party(events_session, occurrence_id), a_party(events_session, occurrence_id)
    operations.cancel(events_session, LINKS, party["id"], By.PARTICIPANT)
    with pytest.raises(AlreadyCancelled):
        change(events_session, party, 2)
    events_session.execute(text("UPDATE occurrences SET starts_at = now() - interval '1 minute'"))
    with pytest.raises(RegistrationClosed):
        change(events_session, other, 2)
    with pytest.raises(NamesDoNotFit):
        change(events_session, other, 2, "Ona")


def test_staff_cancel_for_a_party_of_their_own_organisation_alone(events_session: Session) -> None:
    person, _event, occurrence_id = offered(events_session)
    party = a_party(events_session, occurrence_id)
    stranger = a_worker(events_session, an_organisation(events_session))
    with pytest.raises(NotFound):
        operations.cancel_by_staff(events_session, LINKS, stranger, party["id"])
    operations.cancel_by_staff(events_session, LINKS, person, party["id"])
    assert told(events_session)[-1].by == "organiser"
    assert audited(events_session)[-1] == "registration_cancelled"


def test_a_message_that_failed_is_shown_on_the_registration(events_session: Session) -> None:
    party = a_party(events_session, an_evening(events_session))
    operations.mark_unreached(events_session, party["id"], "uncertain")
    assert queries.registration(events_session, LINKS, party["id"])["unreached"] == "uncertain"
    operations.mark_unreached(events_session, party["id"], None)
    assert queries.registration(events_session, LINKS, party["id"])["unreached"] is None
    with pytest.raises(NotFound):
        operations.mark_unreached(events_session, uuid4(), "failed")


def test_a_receipt_that_comes_after_the_erasure_changes_nothing(events_session: Session) -> None:
    party = a_party(events_session, an_evening(events_session))
    found = queries.registration(events_session, LINKS, party["id"])
    erase_registrations(events_session, LINKS, Whose(phone=found["phone"]))
    operations.mark_unreached(events_session, party["id"], "failed")
    assert queries.registration(events_session, LINKS, party["id"])["unreached"] is None


def test_a_cancelled_event_cancels_every_registration_and_says_so_once(events_session: Session) -> None:
    person, event, occurrence_id = offered(events_session, capacity=2, offer_hours=1)
    party, waiting, _third = (a_party(events_session, occurrence_id, 2) for _ in range(3))
    operations.cancel(events_session, LINKS, party["id"], By.PARTICIPANT)
    before = len(told(events_session))
    facts = operations.cancel_event(events_session, LINKS, person, event["id"], event["version"], reason={"lt": "Liga"})
    assert (facts["state"], facts["occurrences"][0]["taken"]) == ("cancelled", 0)
    assert states(events_session) == ["cancelled"] * 3
    assert len(told(events_session)) == before
    (message,) = told(events_session, "events.event.cancelled")
    assert (message.reason, message.occurrences[0].state) == ({"lt": "Liga"}, "cancelled")
    operations.expire(events_session, LINKS, waiting["id"])
    assert broken_promises(events_session) == []


def test_a_cancelled_date_leaves_the_other_dates_alone(events_session: Session) -> None:
    person = a_worker(events_session, an_organisation(events_session))
    event = an_event(events_session, person, occurrences=[an_occurrence(7), an_occurrence(14)])
    first, second = (occurrence["id"] for occurrence in event["occurrences"])
    a_party(events_session, first)
    a_party(events_session, second)
    operations.cancel_occurrence(events_session, LINKS, person, first, event["version"])
    assert sorted(states(events_session)) == ["cancelled", "confirmed"]
    (message,) = told(events_session, "events.event.changed")
    assert [(one.state, one.version) for one in message.occurrences] == [("cancelled", 2), ("on", 1)]


def test_more_places_serve_those_who_wait_at_once(events_session: Session) -> None:
    person, event, occurrence_id = offered(events_session, capacity=1)
    a_party(events_session, occurrence_id)
    a_party(events_session, occurrence_id, 1)
    facts = operations.change_capacity(events_session, LINKS, person, occurrence_id, event["version"], capacity=2)
    assert facts["occurrences"][0]["free"] == 0
    assert states(events_session) == ["confirmed", "confirmed"]
    assert queries.choices(events_session, occurrence_id)[0][0]["cause"] == "more_places"


def test_places_that_people_have_cannot_be_taken_away(events_session: Session) -> None:
    person, event, occurrence_id = offered(events_session)
    a_party(events_session, occurrence_id, 3)
    with pytest.raises(CapacityBelowTaken) as refused:
        operations.change_capacity(events_session, LINKS, person, occurrence_id, event["version"], capacity=2)
    assert refused.value.facts == {"taken": 3}
    with pytest.raises(Stale):
        operations.change_capacity(events_session, LINKS, person, occurrence_id, 1, capacity=20)


def test_a_link_and_a_code_with_its_phone_or_e_mail_find_the_registration(events_session: Session) -> None:
    party = a_party(events_session, an_evening(events_session), email="Ona@example.lt")
    token = party["link"].rsplit("/", 1)[1]
    assert queries.id_by_token(events_session, token) == party["id"]
    for contact in ("+37061234567", "Ona@example.lt", "oNA@example.lt"):
        assert queries.id_by_code(events_session, party["code"], contact) == party["id"]
    with pytest.raises(NotFound):
        queries.id_by_token(events_session, token[:-1] + ("A" if token[-1] != "A" else "B"))
    for contact in ("+37061234568", "onam@example.lt", "n_@example.lt"):
        with pytest.raises(NotFound):
            queries.id_by_code(events_session, party["code"], contact)
    with pytest.raises(NotFound):
        queries.registration(events_session, LINKS, uuid4())


def test_a_party_sees_its_registration_and_what_it_is_for(events_session: Session) -> None:
    occurrence_id = an_evening(events_session, capacity=1)
    a_party(events_session, occurrence_id)
    seen = queries.registration(events_session, LINKS, a_party(events_session, occurrence_id)["id"])
    assert (seen["state"], seen["position"], seen["is_open"]) == ("waiting", 1, True)
    assert (seen["title"]["lt"], seen["venue"]["name"]) == ("Kultūrų pažinimas", "Kultūros centras")
