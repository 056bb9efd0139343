"""A ride and somebody to come along are added to an appointment, and followed."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from services.events.mediation import listeners, operations, queries
from services.events.mediation.domain import (
    AppointmentIsOver,
    HelpIsThere,
    NoAppointment,
    ReturnsTooEarly,
    StartsTooLate,
    ride_starts,
)
from services.events.mediation.operations import Way
from shared.contracts.envelope import Message, wrap
from shared.contracts.events import AssistanceAsked
from shared.contracts.notifications import MessageDelivered, MessageFailed, ReplyReceived
from shared.contracts.volunteers import RequestAssigned, RequestClosed, RequestOpened, RequestReopened
from shared.errors import NotFound
from tests.support.factories.mediation import REFERRALS, a_referral, a_town, let_weeks_pass, noon
from tests.support.ledger import told


def a_way(**facts: Any) -> Way:
    usual: dict[str, Any] = {"kinds": ("ride", "accompaniment"), "place": "Topolių g. 5", "area": "Kavoliškis"}
    return Way(**usual | {"starts": time(11, 20)} | facts)


def agreed(session: Session, **facts: Any) -> UUID:
    """A referral with an appointment at noon in three days."""
    worker, service_id = a_town(session)
    id_ = a_referral(session, worker, service_id, **facts)
    operations.accept(session, REFERRALS, id_, appointment=noon(), venue="Poliklinika")
    return id_


def asked(session: Session) -> list[AssistanceAsked]:
    return told(session, "events.assistance.")


def hear(session: Session, message: Message, subject: UUID, version: int = 1) -> None:
    envelope = wrap(message.type.split(".")[0], message, subject=subject, version=version, correlation_id="c")
    listeners.subscriptions()[type(message)](session, message, envelope)


def of_request(message: AssistanceAsked) -> dict[str, Any]:
    facts = {name: getattr(message, name) for name in ("request_id", "organisation_id", "referral_id", "errand")}
    return facts | {"person": message.person, "link": "http://talka.test/volunteer/requests/x"}


def test_one_form_asks_for_a_ride_and_somebody_to_come_along(events_session: Session) -> None:
    id_ = agreed(events_session)
    at = queries.referral(events_session, REFERRALS, id_)["appointment_at"]
    way = a_way(back=time(13, 30), wheelchair=True, prefers_gender="woman", load_minutes=10)
    operations.ask_for_help(events_session, id_, way)
    ride, company = asked(events_session)
    assert {(one.prefers_gender, one.load_minutes) for one in (ride, company)} == {("woman", 10)}
    assert (ride.errand.kind, company.errand.kind) == ("ride", "accompaniment")
    assert (ride.errand.starts_at, ride.errand.ends_at) == (at - timedelta(minutes=40), at)
    back = at + timedelta(minutes=90)
    assert (ride.return_at, company.errand.ends_at, company.return_at) == (back, back + timedelta(minutes=40), None)
    assert (ride.errand.destination, ride.errand.area, ride.place) == ("Poliklinika", "Kavoliškis", "Topolių g. 5")
    assert (ride.name, ride.languages, ride.target_group, ride.wheelchair) == ("Zofija", ("ru",), "senior", True)
    assert (ride.referral_id, ride.by) == (id_, "person")
    assert ride.request_id != company.request_id


def test_whoever_reads_plain_lithuanian_is_helped_by_those_who_speak_lithuanian(events_session: Session) -> None:
    id_ = agreed(events_session, language="lt-simple")
    operations.ask_for_help(events_session, id_, a_way())
    ride, *_more = asked(events_session)
    assert (ride.languages, ride.person.language) == (("lt",), "lt-simple")


def test_whoever_has_said_no_group_has_none_in_the_message_and_company_stays_an_hour(events_session: Session) -> None:
    id_ = agreed(events_session, target_group="unsaid")
    operations.ask_for_help(events_session, id_, a_way(kinds=("accompaniment",)))
    company = asked(events_session)[0]
    assert company.target_group == ""
    assert company.errand.ends_at - company.errand.starts_at == timedelta(minutes=100)


@pytest.mark.parametrize(
    ("way", "rule", "field"),
    [
        ({"starts": time(12)}, StartsTooLate, "starts"),
        ({"back": time(12)}, ReturnsTooEarly, "back"),
    ],
)
def test_times_fit_the_appointment(events_session: Session, way: dict[str, Any], rule: Any, field: str) -> None:
    id_ = agreed(events_session)
    with pytest.raises(rule) as refused:
        operations.ask_for_help(events_session, id_, a_way(**way))
    assert list(refused.value.errors) == [field]
    assert asked(events_session) == []


@pytest.mark.parametrize(("clock", "back"), [(time(0, 10), time(1)), (time(23, 30), time(0, 30))])
def test_help_goes_over_midnight(events_session: Session, clock: time, back: time) -> None:
    worker, service_id = a_town(events_session)
    id_ = a_referral(events_session, worker, service_id)
    at_night = datetime.combine(noon().date(), clock)
    operations.accept(events_session, REFERRALS, id_, appointment=at_night, venue="Poliklinika")
    proposed = ride_starts(queries.referral(events_session, REFERRALS, id_)["appointment_at"])
    operations.ask_for_help(events_session, id_, a_way(kinds=("ride",), starts=proposed, back=back))
    (ride,) = asked(events_session)
    assert ride.errand.appointment_at is not None
    assert ride.return_at is not None
    assert ride.errand.appointment_at - ride.errand.starts_at == timedelta(minutes=40)
    assert timedelta(0) < ride.return_at - ride.errand.appointment_at <= timedelta(hours=1)


def test_a_ride_does_not_begin_in_the_past(events_session: Session) -> None:
    id_ = agreed(events_session)
    events_session.flush()
    events_session.execute(text("UPDATE referrals SET appointment_at = now() + interval '1 second'"))
    with pytest.raises(AppointmentIsOver):
        operations.ask_for_help(events_session, id_, a_way(starts=time(0)))


def test_nobody_comes_along_to_nothing(events_session: Session) -> None:
    worker, service_id = a_town(events_session)
    waiting, open_ended = (a_referral(events_session, worker, service_id) for _ in range(2))
    operations.accept(events_session, REFERRALS, open_ended)
    over = agreed(events_session)
    events_session.flush()
    past = "UPDATE referrals SET appointment_at = now() - interval '1 hour' WHERE id = :id"
    events_session.execute(text(past), {"id": over})
    for id_ in (waiting, open_ended, over):
        with pytest.raises(NoAppointment):
            operations.ask_for_help(events_session, id_, a_way())


def test_the_same_help_is_asked_for_once_and_again_when_it_was_cancelled(events_session: Session) -> None:
    id_ = agreed(events_session)
    operations.ask_for_help(events_session, id_, a_way(kinds=("ride",)))
    with pytest.raises(HelpIsThere):
        operations.ask_for_help(events_session, id_, a_way())
    ride = asked(events_session)[0]
    closed = RequestClosed(**of_request(ride), outcome="cancelled", reason="no_longer_needed", by="person")
    hear(events_session, closed, ride.request_id, 2)
    operations.ask_for_help(events_session, id_, a_way())
    assert [one.errand.kind for one in asked(events_session)] == ["ride", "ride", "accompaniment"]


def test_what_volunteers_tell_stands_on_the_referral_and_an_older_message_changes_nothing(
    events_session: Session,
) -> None:
    id_ = agreed(events_session)
    operations.ask_for_help(events_session, id_, a_way(kinds=("ride",)))
    ride = asked(events_session)[0]
    facts, request = of_request(ride), ride.request_id

    def seen() -> tuple[str, str | None, bool]:
        one = queries.referral(events_session, REFERRALS, id_)["help"][0]
        return one["state"], one["helper_name"], one["link"] is not None

    assert seen() == ("asked", None, False)
    helper = ride.person
    assigned = RequestAssigned(**facts, helper=helper, helper_name="Olga", helper_link="x")
    hear(events_session, assigned, request, 2)
    hear(events_session, RequestOpened(**facts, code="K7M2QX", by="person"), request, 1)
    assert seen() == ("assigned", "Olga", True)
    hear(events_session, RequestReopened(**facts), request, 3)
    assert seen() == ("open", None, True)
    hear(events_session, RequestClosed(**facts, outcome="unmet", reason="nobody", by="clock"), request, 4)
    assert seen() == ("unmet", None, False)


def test_help_that_was_not_asked_for_here_is_no_matter_of_ours(events_session: Session) -> None:
    id_ = agreed(events_session)
    operations.ask_for_help(events_session, id_, a_way(kinds=("ride",)))
    way_back = of_request(asked(events_session)[0]) | {"request_id": id_}
    hear(events_session, RequestOpened(**way_back, code="K7M2QX", by="person"), id_)
    assert [one["state"] for one in queries.referral(events_session, REFERRALS, id_)["help"]] == ["asked"]


def test_an_sms_answers_how_it_went_and_other_words_change_nothing(events_session: Session) -> None:
    id_ = agreed(events_session)

    def reply(answer: str, about: str = "referral") -> Any:
        hear(events_session, ReplyReceived(answer=answer, about=about, subject_id=id_), id_)
        return queries.referral(events_session, REFERRALS, id_)["got_it"]

    assert reply("yes") is None  # nobody has asked yet
    let_weeks_pass(events_session)
    operations.follow_up(events_session, REFERRALS, id_)
    assert reply("no", about="registration") is None
    assert reply("perhaps") is None
    assert reply("yes") is True
    assert reply("no") is True


def test_a_message_that_did_not_arrive_is_shown_until_it_has(events_session: Session) -> None:
    id_ = agreed(events_session)
    events_session.flush()
    facts: dict[str, Any] = {"message_id": id_, "purpose": "referral_answered"}
    hear(events_session, MessageFailed(**facts, about="sign_up", subject_id=id_, state="failed"), id_)
    assert queries.referral(events_session, REFERRALS, id_)["unreached"] is None
    hear(events_session, MessageFailed(**facts, about="referral", subject_id=id_, state="failed"), id_)
    assert queries.referral(events_session, REFERRALS, id_)["unreached"] == "failed"
    hear(events_session, MessageDelivered(**facts, about="sign_up", subject_id=id_, by="staff"), id_)
    hear(events_session, MessageDelivered(**facts, about="referral", subject_id=id_, by="receipt"), id_)
    assert queries.referral(events_session, REFERRALS, id_)["unreached"] is None
    with pytest.raises(NotFound):
        operations.mark_unreached(events_session, REFERRALS_NOBODY, "failed")


REFERRALS_NOBODY = UUID(int=7)


def test_what_is_due_is_done_and_nothing_more_once_it_is_wiped(events_session: Session) -> None:
    worker, service_id = a_town(events_session)
    id_ = a_referral(events_session, worker, service_id)
    due = listeners.due(REFERRALS)
    assert set(due) == {f"referral_{kind}" for kind in ("confirmation", "reminder", "expiry", "follow_up", "wiping")}
    for kind in ("referral_confirmation", "referral_follow_up", "referral_reminder", "referral_expiry"):
        due[kind](events_session, id_)
    assert queries.referral(events_session, REFERRALS, id_)["state"] == "expired"
    for kind in ("referral_wiping", *due):
        due[kind](events_session, id_)
        events_session.flush()
    assert queries.referral(events_session, REFERRALS, id_)["name"] is None


def test_help_that_a_person_asked_for_waits_for_a_coordinator_and_what_staff_ask_does_not(
    events_session: Session,
) -> None:
    worker, service_id = a_town(events_session)
    for by_staff, waiting in ((True, []), (False, ["request"])):
        id_ = a_referral(events_session, worker, service_id)
        operations.accept(events_session, REFERRALS, id_, appointment=noon(), venue="Poliklinika")
        if by_staff:
            operations.ask_for_help_by_staff(events_session, worker, id_, a_way(kinds=("ride",)))
        else:
            operations.ask_for_help(events_session, id_, a_way(kinds=("ride",)))
        events_session.flush()
        assert list(events_session.scalars(text("SELECT what FROM staff_waits"))) == waiting
