"""What became of a campaign is told to those who report on it, again while it changes, and never of one person."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from services.notifications.campaigns.operations.counting import COUNT, count_campaign
from services.notifications.campaigns.operations.spreading import halt_campaign
from services.notifications.recipients.operations import erase_recipient
from tests.support.factories.campaigns import ORGANISATION, RASA, agrees, approve, spread_all
from tests.support.factories.notifications import EMAIL, PHONE, Town

OTHER = "+37062222222"


def told(town: Town) -> list[dict[str, Any]]:
    rows = town.rows("SELECT body FROM outbox WHERE type = 'notifications.campaign.counted' ORDER BY seq")
    return [json.loads(row.body) for row in rows]


def counts(message: dict[str, Any]) -> list[tuple[str, str, str, int]]:
    found = message["data"]["counts"]
    return [(one["language"], one["target_group"], one["fate"], one["number"]) for one in found]


def count_at(town: Town, campaign_id: UUID, when: datetime) -> None:
    with town.database.transaction() as session:
        count_campaign(session, campaign_id, when)


def next_count(town: Town) -> datetime | None:
    found = town.rows("SELECT due_at FROM due WHERE kind = :kind", kind=COUNT)
    return found[0].due_at if found else None


def test_a_campaign_is_counted_by_language_group_and_fate_each_address_once(town: Town) -> None:
    agrees(town, PHONE, language="uk", target_group="large_family")
    agrees(town, PHONE, language="ru", target_group="senior")
    agrees(town, OTHER, target_group="disabled")
    agrees(town, EMAIL, language="en")
    agrees(town, "+44 7911 123456")
    campaign_id = approve(town, languages=("ru", "lt", "en"))
    spread_all(town)
    town.send()
    town.do_all_due(COUNT)
    (message,) = told(town)
    assert counts(message) == [
        ("en", "", "delivered", 1),
        ("lt", "", "failed", 1),
        ("lt", "disabled", "delivered", 1),
        ("ru", "senior", "delivered", 1),
    ]
    data = message["data"]
    assert (data["campaign_id"], data["organisation_id"], data["topic"]) == (
        *(str(campaign_id), str(ORGANISATION)),
        "jobs",
    )
    assert not {PHONE, OTHER, EMAIL} & set(json.dumps(data).split('"'))
    assert next_count(town) is None, "nothing of it can change any more"


def test_while_something_is_open_it_is_counted_again_each_time_after_twice_as_long(town: Town) -> None:
    agrees(town, PHONE)
    campaign_id = approve(town)
    spread_all(town)
    (row,) = town.rows("SELECT ended_at FROM campaigns")
    waits = []
    for _ in range(3):
        count_at(town, campaign_id, (next_count(town) or row.ended_at) + timedelta(milliseconds=200))
        waits.append(round(((next_count(town) or row.ended_at) - row.ended_at) / timedelta(minutes=1)))
    assert waits == [2, 4, 8]
    town.send()
    town.do_all_due(COUNT)
    messages = told(town)
    assert [counts(one)[0][2] for one in messages] == ["open", "open", "open", "delivered"]
    town.rows("UPDATE messages SET state = 'accepted' RETURNING 1")
    count_at(town, campaign_id, row.ended_at + timedelta(days=5))
    assert next_count(town) is None, "after four days nobody says more"


def test_a_later_count_has_a_higher_version(town: Town) -> None:
    agrees(town, PHONE)
    campaign_id = approve(town)
    spread_all(town)
    begun = town.rows("SELECT begins_at FROM campaigns")[0].begins_at
    for wait in (timedelta(seconds=-1), timedelta(seconds=60), timedelta(seconds=60.2), timedelta(days=900)):
        count_at(town, campaign_id, begun + wait)
    versions = [one["aggregateversion"] for one in told(town)]
    assert versions == sorted(set(versions))
    assert versions[-1] < 2**31


def test_what_was_undone_is_no_campaign_and_what_was_stopped_is_counted_with_what_never_left(town: Town) -> None:
    agrees(town, PHONE)
    for begin in (False, True):
        campaign_id = approve(town)
        if begin:
            spread_all(town)
        with town.database.transaction() as session:
            halt_campaign(session, RASA, [ORGANISATION], campaign_id, datetime.now(UTC))
        town.do_all_due(COUNT)
        count_at(town, campaign_id, datetime.now(UTC))
        assert len(told(town)) == (2 if begin else 0)
    assert counts(told(town)[-1]) == [("lt", "", "withdrawn", 1)]


def test_who_was_erased_meanwhile_is_counted_still_but_of_no_group(town: Town) -> None:
    recipient_id = agrees(town, PHONE, target_group="senior")
    campaign_id = approve(town)
    spread_all(town)
    town.send()
    with town.database.transaction() as session:
        erase_recipient(session, recipient_id)
        session.connection().exec_driver_sql("DELETE FROM listed")
    count_at(town, campaign_id, datetime.now(UTC))
    assert counts(told(town)[-1]) == [("lt", "", "delivered", 1)]
