"""What counts for which service, in which month, and never twice."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.events.board.models import BoardDigest
from services.events.directory.operations import confirm_entry
from services.events.evidence import queries
from services.events.evidence.domain import Period
from services.events.kiosk.models import KioskCall, KioskCount
from services.events.mediation import operations
from tests.integration.events.evidence.conftest import NOVEMBER, cells, closed, help_of, opened
from tests.support.factories.board import a_post
from tests.support.factories.events import Worker, a_party, a_worker, an_event, an_occurrence, an_organisation
from tests.support.factories.kiosk import a_kiosk
from tests.support.factories.mediation import REFERRALS, a_kept_service, a_referral


def test_help_counts_in_the_month_it_was_asked_for_by_the_clock_in_lithuania(
    events_session: Session, worker_here: Worker
) -> None:
    (own,) = worker_here.roles
    for kind, end in (("ride", "done"), ("ride", "done"), ("home_visit", "unmet"), ("kiosk_help", "cancelled")):
        told = help_of(own, kind)
        opened(events_session, told)
        closed(events_session, told, end, reason="nobody" if end == "unmet" else "")
    opened(events_session, help_of(own, "interpreting"), group="martians")
    opened(events_session, help_of(own), at=datetime(2026, 9, 30, 12, tzinfo=UTC))
    opened(events_session, help_of(uuid4()))
    opened(events_session, help_of(own, "dog_walking"))
    assert cells(events_session, worker_here) == [
        ("accompanied", "2026-12", "senior", "ru", "met", "", 2, 80),
        ("accompanied", "2026-12", "unsaid", "ru", "open", "", 1, 0),
        ("at_home", "2026-12", "senior", "ru", "unmet", "assistance_nobody", 1, 0),
        ("screen_help", "2026-12", "senior", "ru", "withdrawn", "", 1, 0),
    ]


def test_help_that_the_clock_ended_unsaid_is_not_known_but_at_the_screen_it_ends_by_itself(
    events_session: Session, worker_here: Worker
) -> None:
    (own,) = worker_here.roles
    for kind in ("home_visit", "kiosk_help"):
        told = help_of(own, kind)
        opened(events_session, told)
        closed(events_session, told, "done", by="clock")
    assert cells(events_session, worker_here) == [
        ("at_home", "2026-12", "senior", "ru", "open", "", 1, 0),
        ("screen_help", "2026-12", "senior", "ru", "met", "", 1, 40),
    ]


def test_messages_twice_late_or_in_the_wrong_order_count_once(events_session: Session, worker_here: Worker) -> None:
    (own,) = worker_here.roles
    told = help_of(own)
    closed(events_session, told, "no_show", version=4)
    for _ in range(2):
        opened(events_session, told)
    closed(events_session, told, "done", version=3)
    closed(events_session, told, "vanished", version=9)
    assert cells(events_session, worker_here) == [
        ("accompanied", "2026-12", "senior", "ru", "unmet", "assistance_no_show", 1, 0),
    ]


def test_referrals_count_by_what_became_of_them(events_session: Session, worker_here: Worker) -> None:
    service_id = a_kept_service(events_session, worker_here)
    ids = [a_referral(events_session, worker_here, service_id) for _ in range(7)]
    refused, expired, withdrawn, got, not_got, silent, _waits = ids
    operations.refuse(events_session, REFERRALS, refused, reason="full")
    operations.expire(events_session, REFERRALS, expired)
    operations.withdraw(events_session, REFERRALS, withdrawn)
    for id_ in (got, not_got, silent):
        operations.accept(events_session, REFERRALS, id_)
    operations.learn(events_session, got, got_it=True)
    operations.learn(events_session, not_got, got_it=False)
    events_session.flush()
    events_session.execute(text("UPDATE referrals SET created_at = '2026-11-15 12:00+02'"))
    expected = [
        ("met", "", 1),
        ("open", "", 2),
        ("unmet", "expired", 1),
        ("unmet", "not_got_unsaid", 1),
        ("unmet", "refused_full", 1),
        ("withdrawn", "", 1),
    ]
    assert cells(events_session, worker_here) == [
        ("mediation", "2026-11", "senior", "ru", outcome, reason, number, 0) for outcome, reason, number in expected
    ]
    for id_ in (refused, expired, withdrawn, got, not_got):
        operations.wipe(events_session, id_)
    assert len(cells(events_session, worker_here)) == len(expected), "what is counted outlives whom it was about"


def test_an_entry_counts_in_each_month_in_which_it_was_checked_whatever_comes_later(
    events_session: Session, worker_here: Worker
) -> None:
    service_id = a_kept_service(events_session, worker_here)
    events_session.execute(text("UPDATE directory_confirmations SET day = '2026-10-05'"))
    for _ in range(2):
        confirm_entry(events_session, worker_here, service_id)
    soon = datetime.now(UTC).date() + timedelta(days=1)
    found = queries.facts(events_session, list(worker_here.roles), Period(date(2026, 10, 1), soon))
    assert [(f.service, f.number) for f in found] == [("websites", 1), ("websites", 1)]
    assert found[0].month == date(2026, 10, 1)


def test_people_are_informed_at_consultations_that_have_taken_place(
    events_session: Session, worker_here: Worker
) -> None:
    for kind in ("group_consultation", "cultural_exchange"):
        event = an_event(events_session, worker_here, kind=kind, occurrences=[an_occurrence(5), an_occurrence(9)])
        for size in (1, 3):
            a_party(events_session, event["occurrences"][0]["id"], size)
        a_party(events_session, event["occurrences"][1]["id"], 2)
    events_session.flush()
    past = (
        "UPDATE occurrences SET starts_at = '2026-10-05 15:00+03', ends_at = '2026-10-05 17:00+03', "
        "starts_wall = '2026-10-05 15:00', ends_wall = '2026-10-05 17:00' WHERE starts_at < now() + interval '7 days'"
    )
    events_session.execute(text(past))
    assert cells(events_session, worker_here) == [("informing", "2026-10", "unsaid", "uk", "met", "", 4, 0)]


def test_what_the_screen_showed_counts_by_language_and_calls_by_group(
    events_session: Session, worker_here: Worker
) -> None:
    (own,) = worker_here.roles
    made = a_kiosk(events_session, worker_here)
    for day, language, what, thing, number in (
        (date(2026, 11, 30), "uk", "service", "a", 3),
        (date(2026, 11, 2), "uk", "take_away", "", 1),
        (date(2026, 11, 2), "uk", "door", "senior", 7),
        (date(2026, 11, 2), "uk", "request", "visit", 5),
        (date(2026, 12, 1), "ar", "search", "", 2),
        (date(2026, 9, 30), "ar", "search", "", 9),
    ):
        count = KioskCount(kiosk_id=made["id"], day=day, language=language, what=what, thing=thing, number=number)
        events_session.add(count)
    for state, target in (("done", "senior"), ("open", "martians"), ("not_reached", "")):
        call = KioskCall(id=uuid4(), organisation_id=own, name="", phone="", language="uk", state=state, target=target)
        call.asked_at = NOVEMBER
        events_session.add(call)
    assert cells(events_session, worker_here) == [
        ("screen", "2026-11", "unsaid", "uk", "met", "", 4, 0),
        ("screen", "2026-12", "senior", "uk", "met", "", 1, 0),
        ("screen", "2026-12", "unsaid", "ar", "met", "", 2, 0),
        ("screen", "2026-12", "unsaid", "uk", "open", "", 2, 0),
    ]


def test_posts_count_once_in_the_month_they_appeared_by_the_clock_in_lithuania(
    events_session: Session, worker_here: Worker
) -> None:
    for title in ({"lt": "Kursai", "uk": "Курси"}, {"uk": "Зустріч", "en": "Meeting"}):
        a_post(events_session, worker_here, title=title)
    a_post(events_session, worker_here, send=False)
    events_session.flush()
    when = {"at": datetime(2026, 10, 31, 22, 30, tzinfo=UTC)}
    events_session.execute(text("UPDATE posts SET appears_at = :at WHERE appears_at IS NOT NULL"), when)
    assert cells(events_session, worker_here) == [
        ("spreading", "2026-11", "unsaid", "en", "met", "", 1, 0),
        ("spreading", "2026-11", "unsaid", "lt", "met", "", 1, 0),
    ]
    events_session.execute(text("UPDATE posts SET appears_at = now() + interval '1 hour' WHERE appears_at IS NOT NULL"))
    assert cells(events_session, worker_here, Period(date(2026, 10, 1), date(2029, 12, 31))) == []


def test_a_digest_counts_for_each_organisation_whose_news_it_carried(
    events_session: Session, worker_here: Worker
) -> None:
    (own,), other = worker_here.roles, an_organisation(events_session)
    for organisation_id, language, day in ((own, "uk", 30), (own, "uk", 23), (own, "lt", 30), (other, "uk", 30)):
        sent_on = date(2026, 11, day)
        one = BoardDigest(id=uuid4(), organisation_id=organisation_id, sent_on=sent_on, language=language)
        events_session.add(one)
    assert cells(events_session, worker_here) == [
        ("spreading", "2026-11", "unsaid", "lt", "met", "", 1, 0),
        ("spreading", "2026-11", "unsaid", "uk", "met", "", 2, 0),
    ]
    first, last = date(2026, 11, 24), date(2026, 11, 29)
    assert cells(events_session, worker_here, Period(first, last)) == []


def test_another_organisation_s_deeds_are_not_ours(events_session: Session, worker_here: Worker) -> None:
    (own,) = worker_here.roles
    opened(events_session, help_of(own))
    assert cells(events_session, a_worker(events_session, an_organisation(events_session))) == []
