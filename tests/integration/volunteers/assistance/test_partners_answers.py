"""What a partner answers counts while somebody is sought, and what its volunteers promise stays."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.volunteers.assistance.domain.partners import NobodyIsSought, NoPartnersNow
from services.volunteers.assistance.models import Offer, Request
from services.volunteers.assistance.operations import waves as waves_of_requests
from services.volunteers.assistance.operations.claims import accept, decline, drop_out
from services.volunteers.assistance.operations.closing import cancel
from services.volunteers.assistance.operations.partners import agree, refuse
from services.volunteers.assistance.operations.telling import free
from services.volunteers.assistance.operations.waves import ask_wave
from services.volunteers.assistance.queries.partners import asked_of, seen
from shared.errors import NotFound
from tests.support.factories.assistance import (
    COORDINATOR,
    LINKS,
    ROKISKIS,
    a_request,
    ahead,
    asked,
    names,
)
from tests.support.factories.partners import (
    CARITAS,
    NAMES,
    SIRENA,
    a_partners_helper,
    agreed,
    alarm,
    asks,
    clock,
    partners,
    steps,
)


def test_when_all_partners_refuse_the_coordinators_are_called_at_once(volunteers_session: Session) -> None:
    session = volunteers_session
    partners(session, CARITAS, SIRENA, names=NAMES)
    for one in (CARITAS, SIRENA):
        a_partners_helper(session, one)
    request = a_request(session, starts_at=ahead(5))
    ask_wave(session, LINKS, request.id)
    first, second = (asks(session, request)[one] for one in (CARITAS, SIRENA))
    waited = clock(session)
    for _ in range(2):
        refuse(session, COORDINATOR, first.id, [CARITAS])
    assert clock(session) == waited  # the other may agree
    refuse(session, COORDINATOR, second.id, [SIRENA])
    assert clock(session) < waited or waited > timedelta(hours=4)
    assert asked(session, request) == []
    assert request.alarm == "nobody_helps"
    assert steps(session, request).count("partner_refused") == 2


def test_while_a_partners_volunteers_are_asked_anothers_no_hurries_nobody(volunteers_session: Session) -> None:
    session = volunteers_session
    partners(session, CARITAS, SIRENA, names=NAMES)
    for one in (CARITAS, SIRENA):
        a_partners_helper(session, one)
    request = a_request(session, starts_at=ahead(5))
    ask_wave(session, LINKS, request.id)
    agreed(session, request)
    waited = clock(session)
    refuse(session, COORDINATOR, asks(session, request)[SIRENA].id, [SIRENA])
    assert (clock(session), request.alarm) == (waited, None)


def test_the_second_to_agree_comes_before_more_volunteers_of_the_first(volunteers_session: Session) -> None:
    session = volunteers_session
    partners(session, CARITAS, SIRENA, names=NAMES)
    for _ in range(5):
        a_partners_helper(session)
    other = a_partners_helper(session, SIRENA)
    request = a_request(session)
    ask_wave(session, LINKS, request.id)
    assert len(agreed(session, request)) == 3
    assert agreed(session, request, SIRENA) == [other]


def test_a_yes_after_the_alarm_and_after_a_no_still_counts_while_somebody_is_sought(
    volunteers_session: Session,
) -> None:
    session = volunteers_session
    partners(session, CARITAS)
    helper = a_partners_helper(session)
    request = a_request(session)
    ask_wave(session, LINKS, request.id)
    refuse(session, COORDINATOR, asks(session, request)[CARITAS].id, [CARITAS])
    ask_wave(session, LINKS, request.id)
    assert request.alarm == "nobody_helps"
    assert agreed(session, request) == [helper]
    agree(session, COORDINATOR, asks(session, request)[CARITAS].id, [CARITAS])  # twice changes nothing
    assert steps(session, request).count("partner_agreed") == 1
    cancel(session, LINKS, request.id)
    for say in (agree, refuse):
        with pytest.raises(NobodyIsSought):
            say(session, COORDINATOR, asks(session, request)[CARITAS].id, [CARITAS])


def test_a_partner_may_end_the_asking_and_what_was_promised_stays(volunteers_session: Session) -> None:
    session = volunteers_session
    partners(session, CARITAS)
    for _ in range(4):
        a_partners_helper(session)
    request = a_request(session, kind="home_visit", two_people=True)
    ask_wave(session, LINKS, request.id)
    agree(session, COORDINATOR, asks(session, request)[CARITAS].id, [CARITAS])
    first, *_others = asked(session, request)
    accept(session, LINKS, first.id, "reply")
    refuse(session, COORDINATOR, asks(session, request)[CARITAS].id, [CARITAS])
    assert asked(session, request) == []
    assert (first.state, request.taken) == ("accepted", 1)
    ask_id = asks(session, request)[CARITAS].id
    assert (seen(session, ask_id, [CARITAS]).number, len(seen(session, ask_id, [CARITAS]).helpers)) == (3, 1)


def test_a_partnership_that_ends_between_wave_and_yes_stops_the_asking_and_takes_no_yes_back(
    volunteers_session: Session,
) -> None:
    session = volunteers_session
    partners(session, CARITAS, SIRENA, names=NAMES)
    for _ in range(5):
        a_partners_helper(session)
    a_partners_helper(session, SIRENA)
    request = a_request(session)
    ask_wave(session, LINKS, request.id)
    agree(session, COORDINATOR, asks(session, request)[CARITAS].id, [CARITAS])
    offers = asked(session, request)
    partners(session, version=2)
    partners(session, CARITAS, SIRENA, names=NAMES)  # an older message that comes later changes nothing
    with pytest.raises(NoPartnersNow):
        agree(session, COORDINATOR, asks(session, request)[SIRENA].id, [SIRENA])
    assert asked_of(session, [SIRENA]) == []
    assert asked(session, request) == []
    assert alarm(session) == "nobody_helps"  # nor is the other waited for any more
    accept(session, LINKS, offers[0].id, "volunteer")
    assert (request.state, alarm(session)) == ("assigned", None)


def test_a_promise_taken_back_is_made_good_by_the_same_partner_without_asking_it_again(
    volunteers_session: Session,
) -> None:
    session = volunteers_session
    partners(session, CARITAS)
    people = {a_partners_helper(session) for _ in range(4)}
    request = a_request(session)
    ask_wave(session, LINKS, request.id)
    agree(session, COORDINATOR, asks(session, request)[CARITAS].id, [CARITAS])
    first, *others = asked(session, request)
    for one in others:
        decline(session, one.id, "reply")
    accept(session, LINKS, first.id, "volunteer")
    drop_out(session, LINKS, first.id, "volunteer")
    (last,) = asked(session, request)
    assert {last.volunteer_id, *(one.volunteer_id for one in (first, *others))} == people
    assert names(session).count("partner.asked") == 1


def test_who_takes_it_back_while_a_wave_is_made_up_is_asked_for_nobody(
    volunteers_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = volunteers_session
    partners(session, CARITAS)
    a_partners_helper(session)
    request = a_request(session)
    ask_wave(session, LINKS, request.id)
    ask = asks(session, request)[CARITAS]
    agree(session, COORDINATOR, ask.id, [CARITAS])

    def refused_meanwhile(*facts: Any) -> Request | None:
        refuse(session, COORDINATOR, ask.id, [CARITAS])
        return free(*facts)

    monkeypatch.setattr(waves_of_requests, "free", refused_meanwhile)
    assert asked(session, request) == []
    assert (clock(session), alarm(session)) == (timedelta(0), None)


def test_a_foreign_coordinator_sees_and_answers_nothing(volunteers_session: Session) -> None:
    session = volunteers_session
    partners(session, CARITAS)
    a_partners_helper(session)
    request = a_request(session)
    ask_wave(session, LINKS, request.id)
    ask = asks(session, request)[CARITAS]
    for act in (agree, refuse):
        with pytest.raises(NotFound):
            act(session, COORDINATOR, ask.id, [ROKISKIS])
    with pytest.raises(NotFound):
        seen(session, ask.id, [ROKISKIS])
    assert [one.id for one, _request in asked_of(session, [CARITAS])] == [ask.id]
    assert session.scalar(select(Offer.id)) is None
