"""How long messages wait, told to whoever runs the service."""

from datetime import timedelta

import pytest

from services.notifications.messages.queries.ages import oldest_in_doubt, oldest_unsent
from shared.database import Database
from tests.support.factories.notifications import Event, NewTown, Town, an_occurrence, by_email, by_sms


@pytest.fixture
def waiting_town(new_town: NewTown) -> Town:
    """Two confirmations, not yet sent."""
    town, event = new_town(), Event([an_occurrence()])
    town.hear_event(event, event.published())
    for contact in (by_sms(), by_email()):
        town.hear(event.confirmed(contact=contact))
    return town


def ages(database: Database) -> list[float]:
    with database.reading() as session:
        return [oldest_unsent(session), oldest_in_doubt(session)]


def test_what_could_have_been_sent_ages_and_what_must_wait_does_not(waiting_town: Town) -> None:
    change = "UPDATE messages SET next_attempt_at = now() + make_interval(mins => :m) WHERE channel = :by RETURNING 1"
    waiting_town.rows(change, m=-5, by="sms")
    waiting_town.rows(change, m=30, by="email")
    assert ages(waiting_town.database) == pytest.approx([300, 0], abs=30)
    waiting_town.rows(change, m=30, by="sms")
    assert ages(waiting_town.database) == [0, 0]


@pytest.mark.parametrize(
    ("change", "minutes"),
    [
        ("changed_at = now() - interval '7 minutes'", 7),
        ("changed_at = now() - interval '7 minutes', told_by = gen_random_uuid(), told_at = now()", 0),
        ("changed_at = now() - interval '7 minutes', useful_until = now() - interval '1 minute'", 0),
    ],
    ids=["nobody knows", "somebody told the person", "it is of no use any more"],
)
def test_a_doubt_ages_until_it_is_settled_or_of_no_use(waiting_town: Town, change: str, minutes: int) -> None:
    waiting_town.rows(f"UPDATE messages SET state = 'uncertain', {change} RETURNING 1")  # noqa: S608 - our own words
    unsent, in_doubt = ages(waiting_town.database)
    assert unsent == 0
    assert timedelta(seconds=in_doubt) == pytest.approx(timedelta(minutes=minutes), abs=timedelta(seconds=30))
