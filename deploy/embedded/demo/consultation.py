"""The scene of the reminders: dates so near that people are reminded while we watch.

Everything must be said before the reminders are due. Should the system have been away for that long, the scene is
played again with other people.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from deploy.embedded.demo.cast import HADDAD, MOVED_AWAY, SOON, TOMORROW, Addresses, Household
from deploy.embedded.demo.organiser import VILNIUS, Event, occurrence
from deploy.embedded.demo.programme import CONSULTATION, draft
from deploy.embedded.demo.stage import Ledger, Registered, Stage, until

UNTIL_DUE = timedelta(seconds=20)
"""From the beginning of the scene to the reminders."""


@dataclass(frozen=True)
class Consultation:
    """What the end of the story looks at."""

    event: Event
    due: datetime
    registered: dict[str, Registered]


def publish(stage: Stage) -> Consultation:
    """Play the scene until it is in time."""
    while True:
        due = datetime.now(UTC).replace(microsecond=0) + UNTIL_DUE
        played = _play(stage, due)
        if stage.everyone_has_heard() and datetime.now(UTC) < due:
            return played
        stage.tell("   The system was away for so long that the reminders are due: once more, with other people.")
        stage.organiser.cancel(played.event["id"])
        stage.addresses, stage.ledger = Addresses(), Ledger()


def _play(stage: Stage, due: datetime) -> Consultation:
    day, hours = due + timedelta(hours=24), due + timedelta(hours=2)
    event = stage.organiser.publish(draft(CONSULTATION, [occurrence(when, 20) for when in (hours, day, day)]))
    soon, tomorrow, moved = (one["id"] for one in event["occurrences"])
    registered = {}
    for date, households in ((tomorrow, TOMORROW), (soon, SOON), (moved, (MOVED_AWAY,))):
        for household in households:
            registered[household.name] = stage.register(date, household)
            stage.expect(household, "registration_confirmed")
    stage.everyone_has_heard()  # who has not heard of the old time yet would only hear of the new one
    stage.organiser.move(event["id"], moved, day + timedelta(days=7))
    stage.expect(MOVED_AWAY, "event_changed")
    return Consultation(event, due, registered)


def reminders(stage: Stage, played: Consultation) -> None:
    """Wait for the reminders; who did not say "at any hour" has theirs by day, and in the morning by night."""
    for households, purpose in ((TOMORROW, "reminder_24h"), (SOON, "reminder_2h")):
        for household in households:
            if household.any_hour or not stage.is_quiet(played.due):
                stage.expect(household, purpose)
    stage.everyone_has_heard()
    in_time = all(at >= played.due for at in _reminded(stage))
    stage.ledger.check("reminders leave 24 hours and 2 hours before, not earlier", holds=in_time)
    fate = _reminder_of(stage, played, HADDAD)
    if stage.quiet and stage.is_quiet(played.due):
        ends = stage.quiet[1]
        held = fate.get("state") == "queued" and _clock(fate["not_before"]) == ends
        stage.tell(f"   {HADDAD.name} did not say “at any hour”: this reminder waits until {ends:%H:%M}.")
        stage.ledger.check("at night, who did not say “at any hour” is reminded in the morning", holds=held)
    else:
        sent = until(lambda: _reminder_of(stage, played, HADDAD).get("state") == "delivered")
        stage.ledger.check("by day, who did not say “at any hour” is reminded like everyone", holds=sent)


def _clock(moment: str) -> time:
    return datetime.fromisoformat(moment).astimezone(VILNIUS).time()


def _reminded(stage: Stage) -> Iterator[datetime]:
    for household in (*TOMORROW, *SOON):
        for arrived in stage.mailbox.at(stage.contact(household) or ""):
            if arrived.purpose.startswith("reminder"):
                yield arrived.handed_over_at


def _reminder_of(stage: Stage, played: Consultation, household: Household) -> dict[str, str]:
    """What became of a household's reminder, as the organiser sees it."""
    path = f"/api/notifications/v1/events/{played.event['id']}/messages"
    mine = played.registered[household.name].id
    fates: list[dict[str, str]] = stage.organiser.client.get(path, limit=100)["items"]
    return next((one for one in fates if one["subject_id"] == mine and one["purpose"] == "reminder_24h"), {})
