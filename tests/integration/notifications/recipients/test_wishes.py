"""Who counts on reaching somebody hears at once that they want no messages, or want them again."""

import json
from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.notifications.messages.operations import wishes as stops
from services.notifications.recipients.operations import prefer
from services.notifications.replies.operations import Incoming, keep_text
from shared.contracts import events
from shared.messaging.due import schedule
from tests.support.eventually import eventually
from tests.support.factories.notifications import (
    EMAIL,
    NOBODY,
    PHONE,
    Event,
    Town,
    a_shift,
    a_sign_up,
    by_email,
    by_sms,
)

SPELLED = "Ona@example.lt"
"""The same mailbox, as its owner typed it another time."""


def text(town: Town, words: str, *, phone: str = PHONE) -> None:
    """Somebody texts us, and the worker follows."""
    with town.database.transaction() as session:
        keep_text(session, Incoming("builtin", str(uuid4()), phone, words), b"key", datetime.now(UTC))
    town.do_all_due("follow_text")


def click(town: Town, *, wanted: bool, email: str = EMAIL) -> None:
    """Somebody opens the link of a mail, and says what they want."""
    with town.database.transaction() as session:
        (who,) = (row.id for row in town.rows("SELECT id, address FROM recipients") if row.address == email)
        prefer(session, who, wanted=wanted, source="link", now=datetime.now(UTC))


def wishes(town: Town) -> list[tuple[UUID, bool]]:
    """What the others were told, oldest first."""
    told = town.rows("SELECT body FROM outbox WHERE type = 'notifications.consent.changed' ORDER BY seq")
    facts = [json.loads(row.body)["data"] for row in told]
    moments = [datetime.fromisoformat(fact["at"]) for fact in facts]
    assert moments == sorted(moments)
    return [(UUID(fact["subject_id"]), fact["wanted"]) for fact in facts]


def coming(town: Town, event: Event, **facts: Any) -> UUID:
    message = event.confirmed(**facts)
    town.hear(message)
    return message.registration_id


def an_event(town: Town, **facts: Any) -> Event:
    event = Event(**facts)
    town.hear_event(event, event.published())
    return event


def test_a_stop_is_told_of_every_party_ahead_at_that_phone_and_of_no_other(town: Town) -> None:
    event = an_event(town)
    ours = {coming(town, event, contact=by_sms()) for _ in range(2)}
    coming(town, event, contact=by_sms(phone="+37061234568"))
    coming(town, event, contact=by_email())
    town.hear(a_sign_up(a_shift(), contact=by_sms()))
    gone = event.party(contact=by_sms())
    town.hear(events.RegistrationCancelled(**gone, by="participant"))
    text(town, "STOP")
    text(town, "STOP")
    assert set(wishes(town)) == {(one, False) for one in ours}
    assert len(wishes(town)) == len(ours)


def test_what_is_over_is_nobody_s_matter_any_more(town: Town) -> None:
    event = an_event(town)
    coming(town, event, contact=by_sms())
    with town.database.transaction() as session:
        session.connection().exec_driver_sql("UPDATE occasions SET ends_at = now() - interval '1 minute'")
    text(town, "STOP")
    assert wishes(town) == []


def test_a_click_at_the_end_of_a_mail_and_its_opposite_are_told_alike(town: Town) -> None:
    ours = coming(town, an_event(town), contact=by_email())
    click(town, wanted=True)
    for wanted in (False, False, True, True):
        click(town, wanted=wanted)
    assert wishes(town) == [(ours, False), (ours, True)]


def test_a_wish_holds_for_every_spelling_of_an_address(town: Town) -> None:
    """Nothing is sent to either, so both are told of, whichever of them spoke."""
    event = an_event(town)
    ours = {coming(town, event, contact=by_email(email=email)) for email in (EMAIL, SPELLED)}
    coming(town, event, contact=by_email(email="petras@example.lt"))
    click(town, wanted=False, email=EMAIL)
    click(town, wanted=True, email=SPELLED)
    told = wishes(town)
    assert (set(told[:2]), set(told[2:])) == ({(one, False) for one in ours}, {(one, True) for one in ours})
    assert len(told) == len(ours) * 2


def test_a_party_that_registers_after_its_stop_is_told_as_one_that_wants_nothing(town: Town) -> None:
    event = an_event(town)
    first = coming(town, event, contact=by_sms())
    text(town, "STOP")
    second = coming(town, event, contact=by_sms())
    coming(town, event, contact=NOBODY)
    assert wishes(town) == [(first, False), (second, False)]


@pytest.mark.parametrize("email", [EMAIL, SPELLED], ids=["same", "spelled anew"])
def test_whoever_registers_while_the_stop_is_followed_is_not_missed(town: Town, email: str) -> None:
    """The party waits until the stop is written down, and then is one that registered after it."""
    event = an_event(town)
    first = coming(town, event, contact=by_email())
    message = event.confirmed(contact=by_email(email=email))
    with town.database.transaction() as session:
        (who,) = town.rows("SELECT id FROM recipients")
        prefer(session, who.id, wanted=False, source="link", now=datetime.now(UTC) - timedelta(seconds=1))
        hearing = Thread(target=town.hear, args=(message,))
        hearing.start()
        eventually(lambda: bool(town.rows("SELECT FROM pg_locks WHERE NOT granted")))
    hearing.join()
    assert wishes(town) == [(first, False), (message.registration_id, False)]


def test_stops_from_before_they_were_told_of_are_told_once_in_batches(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of who is ahead, and not of who has started again since."""
    monkeypatch.setattr(stops, "BATCH", 2)
    event = an_event(town)
    ours = sorted(coming(town, event, contact=by_sms()) for _ in range(3))
    ours.append(coming(town, event, contact=by_email(email=SPELLED)))
    again = coming(town, event, contact=by_email(email="petras@example.lt"))
    town.hear(a_sign_up(a_shift(), contact=by_sms()))
    town.hear(events.RegistrationCancelled(**event.party(contact=by_sms()), by="participant"))
    with town.database.transaction() as session:
        session.connection().exec_driver_sql(
            "INSERT INTO suppressions SELECT DISTINCT address_hmac, channel, 'stop', '', '', now() FROM recipients"
        )
    click(town, wanted=True, email="petras@example.lt")
    with town.database.transaction() as session:
        schedule(session, stops.TELL_STOPS, UUID(int=0), datetime.now(UTC))
    batches = [len(wishes(town)) for _ in range(3) if town.do_all_due(stops.TELL_STOPS)]
    assert batches == [3, 5, 5]
    assert wishes(town) == [(again, True), *((one, False) for one in ours)]


def test_whoever_starts_again_while_old_stops_are_told_of_is_told_of_last_or_alone(town: Town) -> None:
    ours = coming(town, an_event(town), contact=by_email())
    click(town, wanted=False)
    with town.database.transaction() as session:
        (who,) = town.rows("SELECT id FROM recipients")
        prefer(session, who.id, wanted=True, source="link", now=datetime.now(UTC))
        with town.database.transaction() as other:
            schedule(other, stops.TELL_STOPS, UUID(int=0), datetime.now(UTC))
        telling = Thread(target=town.do_all_due, args=(stops.TELL_STOPS,))
        telling.start()
        eventually(lambda: bool(town.rows("SELECT FROM pg_locks WHERE NOT granted")))
    telling.join()
    assert wishes(town) == [(ours, False), (ours, True)]
