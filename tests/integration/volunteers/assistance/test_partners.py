"""When nobody at home can help, partners are asked for theirs, by a clock, and then the coordinators are called."""

from datetime import timedelta

from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.volunteers.assistance.operations.partners import ask_partners
from services.volunteers.assistance.operations.waves import ask_wave
from shared.contracts.volunteers import PartnerAsked, RequestOffered
from shared.database import moment
from tests.support.factories.assistance import (
    LINKS,
    a_helper,
    a_request,
    ahead,
    asked,
    names,
    told,
)
from tests.support.factories.partners import (
    CARITAS,
    CARITAS_NAME,
    CENTRE,
    NAMES,
    NOBODYS,
    SIRENA,
    a_partners_helper,
    agreed,
    alarm,
    asks,
    clock,
    partners,
    past,
    steps,
)


def test_after_the_wider_wave_partners_are_asked_and_the_coordinators_called_when_none_answers_in_time(
    volunteers_session: Session,
) -> None:
    session = volunteers_session
    partners(session, CARITAS)
    own, elsewhere = a_helper(session, areas=["Rokiškis"]).id, a_helper(session, areas=["Obeliai"]).id
    a_partners_helper(session)
    request = a_request(session, starts_at=ahead(5))
    assert [[one.volunteer_id for one in asked(session, request)] for _ in range(3)] == [[own], [elsewhere], []]
    assert (names(session)[-1], alarm(session)) == ("partner.asked", None)
    (ask,) = asks(session, request).values()
    assert ask.answer_by - moment(session) == clock(session)
    assert timedelta(0) < clock(session) <= timedelta(hours=15)  # four hours; at night until the morning
    assert asked(session, request) == []
    assert alarm(session) is None
    past(session, request)
    assert asked(session, request) == []
    assert alarm(session) == "nobody_helps"
    assert steps(session, request) == ["wave_1", "wave_wider", "partner_asked", "alarm_nobody_helps"]


def test_shortly_before_the_start_partners_are_waited_for_no_longer_than_a_wave_would_last(
    volunteers_session: Session,
) -> None:
    session = volunteers_session
    partners(session, CARITAS)
    a_partners_helper(session)
    request = a_request(session, starts_at=moment(session) + timedelta(hours=3))
    ask_wave(session, LINKS, request.id)
    assert clock(session) == (request.gives_up_at - moment(session)) / 4


def test_the_partner_reads_nothing_that_a_volunteer_may_not_and_its_volunteers_who_asks_for_whom(
    volunteers_session: Session,
) -> None:
    session = volunteers_session
    partners(session, CARITAS)
    helper = a_partners_helper(session)
    request = a_request(session)
    ask_wave(session, LINKS, request.id)
    (question,) = [one for one in told(session) if isinstance(one, PartnerAsked)]
    assert (question.organisation_id, question.asking) == (CARITAS, CENTRE)
    assert (question.errand.area, question.errand.destination) == (request.area, "")
    assert question.link == f"http://talka.test/volunteer/partners/{question.ask_id}"
    assert agreed(session, request) == [helper]
    (offer,) = [one for one in told(session) if isinstance(one, RequestOffered)]
    assert (offer.asking, offer.asked_for, offer.errand.destination) == (CARITAS_NAME, CENTRE, "")
    assert steps(session, request) == ["partner_asked", "partner_agreed", "wave_partners"]


def test_a_partners_volunteers_are_asked_in_waves_too(volunteers_session: Session) -> None:
    session = volunteers_session
    partners(session, CARITAS)
    own = a_helper(session).id
    theirs = {a_partners_helper(session) for _ in range(5)}
    request = a_request(session)
    assert [one.volunteer_id for one in asked(session, request)] == [own]
    ask_wave(session, LINKS, request.id)
    first = agreed(session, request)
    second = [offer.volunteer_id for offer in asked(session, request)]
    assert (len(first), len(second), {*first, *second}) == (3, 2, theirs)
    assert request.alarm is None
    ask_wave(session, LINKS, request.id)
    assert request.alarm == "nobody_helps"


def test_those_who_serve_the_place_are_asked_before_the_partners_others(volunteers_session: Session) -> None:
    session = volunteers_session
    partners(session, CARITAS)
    far, near = a_partners_helper(session, areas=["Obeliai"]), a_partners_helper(session, areas=["Rokiškis"])
    request = a_request(session)
    ask_wave(session, LINKS, request.id)
    assert agreed(session, request) == [near]
    assert [offer.volunteer_id for offer in asked(session, request)] == [far]


def test_nobody_is_asked_who_has_not_allowed_the_partner_and_no_partner_without_somebody_who_fits(
    volunteers_session: Session,
) -> None:
    session = volunteers_session
    partners(session, CARITAS, SIRENA, NOBODYS, names=NAMES)
    a_partners_helper(session, SIRENA, vehicle="none")
    a_helper(session, organisations=[uuid7()])
    request = a_request(session)
    ask_wave(session, LINKS, request.id)
    assert (asks(session, request), request.alarm) == ({}, "nobody_helps")
    a_partners_helper(session, NOBODYS)  # who joins later is found when we look again
    ask_wave(session, LINKS, request.id)
    assert set(asks(session, request)) == {NOBODYS}
    assert names(session).count("coordinator.needed") == 1


def test_a_partner_who_was_asked_already_is_not_asked_twice(volunteers_session: Session) -> None:
    session = volunteers_session
    partners(session, CARITAS)
    request = a_request(session)
    for _ in range(2):
        ask_partners(session, LINKS, request, [(CARITAS, CARITAS_NAME)])
    assert names(session).count("partner.asked") == 1
    assert steps(session, request) == ["partner_asked"]
