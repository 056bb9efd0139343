"""Promises that hold however many act at once, and when a worker is killed; everything here really commits."""

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from uuid_utils.compat import uuid7

from services.volunteers.assistance.domain.requests import NobodyIsWaited
from services.volunteers.assistance.models import Offer, Request
from services.volunteers.assistance.operations.claims import accept, decline, drop_out
from services.volunteers.assistance.operations.closing import cancel
from services.volunteers.assistance.operations.referrals import cancel_for_referral
from services.volunteers.assistance.operations.telling import free
from services.volunteers.assistance.operations.waves import ask_wave
from services.volunteers.assistance.queries.matches import best
from services.volunteers.people.models import Commitment
from shared.contracts.envelope import Message, wrap
from shared.contracts.events import AssistanceAsked
from shared.contracts.notifications import MessageDelivered, MessageFailed, ReplyReceived
from shared.contracts.parts import Contact, Errand
from shared.database import Database, moment
from shared.messaging import inbox
from shared.messaging.due import process_due
from shared.messaging.service import Service
from shared.messaging.worker import process_inbox
from tests.support.eventually import eventually
from tests.support.factories.assistance import LINKS, ROKISKIS, a_helper, a_request, ahead, asked, names


@pytest.fixture
def service(app: Flask) -> Service:
    found: Service = app.extensions["talka"].service
    return found


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do all of it at the same moment; what each came to: `done`, or the name of the error."""
    ready = Barrier(len(acts))

    def outcome(act: Callable[[], object]) -> str:
        ready.wait()
        try:
            act()
        except Exception as error:  # noqa: BLE001 - any error is the outcome
            return type(error).__name__
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(outcome, acts))


def asked_of(database: Database, many: int) -> tuple[UUID, list[UUID]]:
    """A request for which so many volunteers are asked: its id, and those of the offers."""
    with database.transaction() as session:
        for _ in range(many):
            a_helper(session)
        request = a_request(session)
        offers = asked(session, request)
        while len(offers) < many:
            offers += asked(session, request)
        return request.id, [offer.id for offer in offers]


def saying(database: Database, what: Callable[..., object], *facts: object) -> Callable[[], None]:
    def act() -> None:
        with database.transaction() as session:
            what(session, *facts)

    return act


def test_of_twelve_who_say_yes_at_once_one_helps(database: Database) -> None:
    request_id, offers = asked_of(database, 12)
    outcomes = at_once(*(saying(database, accept, LINKS, offer, "volunteer") for offer in offers))
    assert Counter(outcomes) == {"done": 1, NobodyIsWaited.__name__: 11}
    with database.reading() as session:
        assert session.scalars(select(Offer.state)).all().count("accepted") == 1
        assert session.scalar(select(func.count()).select_from(Commitment)) == 1
        assert session.get_one(Request, request_id).taken == 1
        assert names(session).count("request.assigned") == 1


@pytest.mark.parametrize("round_", range(3))
def test_yes_no_out_cancel_and_the_clock_at_once_end_in_one_truth(database: Database, round_: int) -> None:
    request_id, offers = asked_of(database, 3)
    acts = [
        *(saying(database, accept, LINKS, offer, "reply") for offer in offers),
        saying(database, decline, offers[0], "volunteer"),
        saying(database, drop_out, LINKS, offers[1], "volunteer"),
        saying(database, ask_wave, LINKS, request_id),
        saying(database, cancel, LINKS, request_id),
    ]
    assert set(at_once(*acts)) <= {"done", "NobodyIsWaited", "RequestIsOver", "NotNow"}
    with database.reading() as session:
        request = session.get_one(Request, request_id)
        taken = session.scalars(select(Offer.state)).all().count("accepted")
        assert (request.state, session.scalar(select(func.count()).select_from(Commitment))) == ("cancelled", 0)
        assert request.taken == taken


def test_a_referral_taken_back_while_both_its_rides_are_cancelled_waits_for_nobody_in_a_circle(
    database: Database,
) -> None:
    referral_id = uuid7()
    with database.transaction() as session:
        a_helper(session)
        there = [a_request(session, referral_id=referral_id, return_at=ahead(hour=12)).id for _ in range(3)]
    acts = [saying(database, cancel, LINKS, request_id) for request_id in reversed(there)]
    outcomes = at_once(*[saying(database, cancel_for_referral, LINKS, referral_id)] * 2, *acts)
    assert set(outcomes) == {"done"}
    with database.reading() as session:
        assert set(session.scalars(select(Request.state))) == {"cancelled"}
        assert sorted(names(session)).count("request.closed") == 6


def test_two_rides_at_one_time_of_one_volunteer_who_says_yes_to_both(database: Database) -> None:
    with database.transaction() as session:
        a_helper(session)
        offers = [asked(session, a_request(session))[0].id for _ in range(2)]
    outcomes = at_once(*(saying(database, accept, LINKS, offer, "volunteer") for offer in offers))
    assert sorted(outcomes) == ["AnotherPromise", "done"]


def test_a_clock_that_meets_somebody_at_work_comes_again_instead_of_waiting(database: Database) -> None:
    request_id, _offers = asked_of(database, 1)
    with database.transaction() as holder, database.transaction() as clock:
        holder.execute(select(Request).where(Request.id == request_id).with_for_update(key_share=True))
        assert free(clock, "request_wave", request_id) is None
        again = clock.scalar(text("SELECT due_at - now() FROM due WHERE kind = 'request_wave'"))
        assert again.total_seconds() == 1


def letter(message: Message, subject: UUID) -> str:
    source = message.type.partition(".")[0]
    return wrap(source, message, subject=subject, version=1, correlation_id="test").encode()


def deliver(service: Service, *letters: str) -> None:
    with service.database.transaction() as session:
        inbox.receive(session, letters)
    while process_inbox(service):
        pass


def an_asked(**facts: object) -> AssistanceAsked:
    """A ride that a mediation of a partner asks for."""
    errand = Errand(
        kind="ride", starts_at=ahead(), ends_at=ahead(hour=10), zone="Europe/Vilnius", area="Rokiškis, Kavoliškis"
    )
    usual = {
        "request_id": uuid7(),
        "organisation_id": ROKISKIS,
        "errand": errand,
        "by": "partner",
        "name": "Zofija Vaitkienė",
        "person": Contact(channel="none", phone="+37045852123", language="ru"),
        "asker": Contact(channel="sms", phone="+37061234567", language="lt"),
        "place": "Kavoliškio g. 3-12",
        "return_at": ahead(hour=11),
    }
    return AssistanceAsked(**usual | facts)  # type: ignore[arg-type]  # keywords of a table


def test_what_was_asked_elsewhere_comes_in_once_and_answers_by_text_count(service: Service, database: Database) -> None:
    wanted, late = an_asked(), an_asked(return_at=None, asker=None)
    past = replace(late.errand, starts_at=ahead(-1), ends_at=ahead(-1, 10))
    late = replace(late, errand=past)
    with database.transaction() as session:
        first, second = a_helper(session, languages=["ru"]), a_helper(session, languages=["ru"])
    deliver(
        service, letter(wanted, wanted.request_id), letter(late, late.request_id), letter(wanted, wanted.request_id)
    )
    while process_due(service):
        pass
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Request)) == 3
        assert session.get_one(Request, late.request_id).reason == "no_time"
        offers = session.scalars(select(Offer).where(Offer.request_id == wanted.request_id)).all()
        assert {offer.volunteer_id for offer in offers} == {first.id, second.id}
    no, yes = (offer.id for offer in offers)
    replies: list[ReplyReceived] = [
        ReplyReceived(answer=answer, about=about, subject_id=offer)
        for answer, about, offer in (("no", "offer", no), ("yes", "offer", yes), ("yes", "sign_up", no))
    ]
    failed = MessageFailed(message_id=uuid7(), about="offer", subject_id=no, purpose="offer", state="failed")
    unread = replace(failed, about="request", subject_id=wanted.request_id)
    heard = MessageDelivered(message_id=uuid7(), about="offer", subject_id=no, purpose="offer", by="staff")
    deliver(service, *(letter(one, one.subject_id) for one in replies), letter(failed, no), letter(unread, no))
    with database.reading() as session:
        assert session.get_one(Request, wanted.request_id).state == "assigned"
        assert session.get_one(Request, wanted.request_id).unreached
        assert session.get_one(Offer, no).unreached
    too_late = ReplyReceived(answer="yes", about="offer", subject_id=no)
    maybe = ReplyReceived(answer="perhaps", about="offer", subject_id=no)
    deliver(service, *(letter(one, no) for one in (too_late, heard, maybe)))
    with database.reading() as session:
        assert not session.get_one(Offer, no).unreached
        states = session.scalars(text("SELECT state FROM inbox")).all()
        assert set(states) == {"done"}


DOOMED = """
import sys, threading
from services.volunteers.assistance.operations import waves
from services.volunteers.app import compose
from shared.messaging.due import process_due
from shared.settings import Settings
from tests.support.services import environment
told = waves.schedule
def stand_still(*facts):
    told(*facts)
    print("standing still", flush=True)
    threading.Event().wait()
waves.schedule = stand_still
process_due(compose(Settings.from_env("volunteers", environment("volunteers", sys.argv[1]))))
"""


@pytest.fixture
def doomed(database: Database) -> Iterator[subprocess.Popen[str]]:
    """A worker that has asked the first wave and stands still before it commits."""
    url = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with subprocess.Popen([sys.executable, "-c", DOOMED, url], stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


def test_a_worker_killed_in_a_wave_loses_nothing_and_asks_nobody_twice(
    database: Database, service: Service, request: pytest.FixtureRequest
) -> None:
    with database.transaction() as session:
        for _ in range(5):
            a_helper(session)
        request_id = a_request(session).id
        session.execute(text("UPDATE due SET due_at = now() WHERE kind = 'request_wave'"))
    process: subprocess.Popen[str] = request.getfixturevalue("doomed")
    assert process.stdout
    while "standing still" not in process.stdout.readline():
        assert process.poll() is None
    process.kill()
    process.wait()
    eventually(lambda: process_due(service))  # once PostgreSQL has noticed that the worker is gone
    while process_due(service):
        pass
    with database.transaction() as session:
        assert session.scalar(select(func.count()).select_from(Offer)) == 3
        assert names(session).count("request.offered") == 3
        assert session.get_one(Request, request_id).wave == 1
        session.execute(text("UPDATE due SET due_at = now() WHERE kind = 'request_wave'"))
    while process_due(service):
        pass
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Offer)) == 5


MANY = """
    INSERT INTO volunteers (id, name, phone, prefers, language, languages, age_band)
    SELECT gen_random_uuid(), 'Ona ' || n, '+3706' || lpad(n::text, 7, '0'), 'sms', 'lt', '{lt}', 'adult'
    FROM generate_series(1, 10000) AS n
"""
HELP = """
    INSERT INTO helpers (volunteer_id, kinds, organisations, areas, vehicle, can_lift)
    SELECT id, '{ride}', ARRAY[CAST(:organisation AS uuid)], '{Rokiškis,Obeliai}', 'car', true FROM volunteers
"""
SEEN = """
    INSERT INTO documents (volunteer_id, kind, checked_on, checked_by)
    SELECT id, 'driving_licence', '2026-01-05', id FROM volunteers
"""


def test_one_ride_is_matched_against_ten_thousand_volunteers_in_a_blink(database: Database) -> None:
    """All of them fit: the worst case. It is the processor's time, so that neighbours on this machine count less."""
    with database.transaction() as session:
        for statement in (MANY, HELP, SEEN):
            session.execute(text(statement), {"organisation": ROKISKIS})
        request = a_request(session)
        session.execute(text("ANALYZE"))
    ours = []
    for _ in range(9):
        with database.reading() as session:
            seen, now = session.get_one(Request, request.id), moment(session)
            begin = time.process_time()
            assert len(best(session, seen, now, 3)) == 3
            ours.append(time.process_time() - begin)
    assert min(ours) < 0.05
