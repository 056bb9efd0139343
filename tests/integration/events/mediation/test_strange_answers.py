"""Answers at odd times, in two tabs, and about what is gone from the directory."""

from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import text

from services.events.mediation import operations
from services.events.mediation.operations import Way
from services.events.programme.domain import TimeDoesNotExist
from shared.database import Database
from tests.integration.events.mediation.conftest import state_of
from tests.support.factories.events import Worker
from tests.support.factories.mediation import REFERRALS, a_need
from tests.support.ledger import told
from tests.support.visitor import Visitor

VILNIUS = ZoneInfo("Europe/Vilnius")


def night_of_the_gap() -> date:
    """The next Sunday on which the clocks go from three to four."""
    days = (datetime.now(VILNIUS).date() + timedelta(days=ahead) for ahead in range(1, 366))

    def offset(day: date, hour: int) -> timedelta | None:
        return datetime.combine(day, time(hour), VILNIUS).utcoffset()

    return next(day for day in days if (offset(day, 5) or timedelta()) > (offset(day, 1) or timedelta()))


def test_an_appointment_in_the_hour_that_the_clocks_leap_over_is_refused_at_its_day(
    database: Database, visitor: Visitor, referral_id: UUID
) -> None:
    home = f"/directory/answers/{REFERRALS.answer_token(referral_id)}?lang=en"
    day = night_of_the_gap().isoformat()
    visitor.open(home).send(home.replace("?", "/accept?"), day=day, time="03:30", venue="204 kab.")
    assert (visitor.status, state_of(database)) == (422, "open")
    assert 'aria-invalid="true"' in visitor.page
    assert f'value="{day}"' in visitor.page
    assert "204 kab." in visitor.page


def test_a_ride_that_would_begin_in_that_hour_is_refused_at_its_beginning(
    database: Database, referral_id: UUID
) -> None:
    appointment = datetime.combine(night_of_the_gap(), time(4, 10))
    way = Way(kinds=("ride",), place="Topolių g. 5", area="Kavoliškis", starts=time(3, 30))
    with database.transaction() as session:
        operations.accept(session, REFERRALS, referral_id, appointment=appointment)
        with pytest.raises(TimeDoesNotExist) as refused:
            operations.ask_for_help(session, referral_id, way)
    assert list(refused.value.errors) == ["starts"]


def test_of_two_tabs_the_first_answer_counts_and_the_second_sees_what_was_said(
    app: Flask, database: Database, visitor: Visitor, referral_id: UUID
) -> None:
    home = f"/directory/answers/{REFERRALS.answer_token(referral_id)}?lang=en"
    late = Visitor(app, lang="en").open(home)
    visitor.open(home).send(home.replace("?", "/accept?"))
    late.send(home.replace("?", "/refuse?"), reason="full")
    assert (late.status, state_of(database)) == (409, "accepted")
    assert "The first answer counts." in late.text
    assert "You have said yes." in late.text
    with database.reading() as session:
        assert len(told(session, "events.referral.answered")) == 1


def test_what_has_gone_from_the_directory_is_answered_to_its_end_and_not_asked_for_again(
    database: Database, visitor: Visitor, staff: Visitor, worker: Worker, service_id: UUID
) -> None:
    with database.transaction() as session:
        id_ = operations.ask_by_person(session, REFERRALS, service_id, a_need(language="en"))
        session.execute(text("UPDATE directory_services SET status = 'inactive'"))
    home = f"/organise/mediation/{id_}"
    staff.open(home).send(f"{home}/confirm")
    assert state_of(database) == "open"
    answer = f"/directory/answers/{REFERRALS.answer_token(id_)}"
    visitor.open(answer).send(f"{answer}/accept")
    assert state_of(database) == "accepted"
    assert visitor.open(f"/directory/referrals/{REFERRALS.token(id_)}").status == 200
    assert "Kineziterapija" in visitor.text
    for asking in (f"/directory/services/{service_id}/help", f"/organise/mediation/new?service={service_id}"):
        assert staff.open(asking).status == 404
