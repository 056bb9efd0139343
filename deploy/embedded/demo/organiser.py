"""What the organiser does: signs in, writes an event down, publishes it, moves a date, calls it off."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from deploy.embedded.demo.client import Client, Refused
from deploy.embedded.demo.mailbox import Mailbox

V1 = "/api/events/v1"
VILNIUS = ZoneInfo("Europe/Vilnius")
LASTS = timedelta(hours=2)
Occurrence = dict[str, Any]
Event = dict[str, Any]


class Organiser:
    """A staff member at work. `client` is theirs."""

    def __init__(self, client: Client, mailbox: Mailbox) -> None:
        """Nobody is signed in yet."""
        self.client = client
        self._mailbox = mailbox

    def sign_in(self, email: str) -> str:
        """Ask for a link by e-mail, open it, and return the name of who is signed in."""
        seen = len(self._mailbox.at(email))
        self.client.post(f"{V1}/sign-in", {"email": email})
        token = self._mailbox.find(email, r"/organise/sign-in/(\S+)", after=seen)
        signed_in = self.client.post(f"{V1}/sign-in/redeem", {"token": token})
        self.client.token = signed_in["token"]
        return str(signed_in["staff"]["name"])

    def publish(self, draft: Mapping[str, Any]) -> Event:
        """Write an event down for the first of the organiser's organisations, and publish it."""
        organisation = self.client.get(f"{V1}/organisations")["items"][0]
        project = {"project_id": organisation["projects"][0]["id"]} if organisation["projects"] else {}
        event = self.client.post(f"{V1}/events", {"organisation_id": organisation["id"], **project, **draft})
        published: Event = self.client.post(f"{V1}/events/{event['id']}/publish", {"version": event["version"]})
        return published

    def event(self, event_id: str) -> Event:
        """The event as it stands."""
        found: Event = self.client.get(f"{V1}/events/{event_id}")
        return found

    def move(self, event_id: str, occurrence_id: str, starts: datetime) -> None:
        """Move a date; if the answer to a first try was lost, see whether it was done."""
        event, body = self.event(event_id), {"starts": wall(starts), "ends": wall(starts + LASTS)}
        try:
            self.client.send("PATCH", f"{V1}/occurrences/{occurrence_id}", body, {"If-Match": f'"{event["version"]}"'})
        except Refused as refused:
            occurrences = {one["id"]: one for one in self.event(event_id)["occurrences"]}
            if refused.code != "changed-meanwhile" or occurrences[occurrence_id]["starts"] != body["starts"]:
                raise

    def cancel(self, event_id: str, **reason: str) -> None:
        """Call the event off; the reason is a text per language."""
        body = {"version": self.event(event_id)["version"]} | ({"reason": reason} if reason else {})
        self.client.post(f"{V1}/events/{event_id}/cancel", body)

    def listed(self, occurrence_id: str, what: str) -> list[dict[str, Any]]:
        """`participants`, `waiting-list` or `choices` of a date."""
        items: list[dict[str, Any]] = self.client.get(f"{V1}/occurrences/{occurrence_id}/{what}", limit=100)["items"]
        return items


def occurrence(starts: datetime, capacity: int, shifts: Iterable[Mapping[str, Any]] = ()) -> Occurrence:
    """One date of a draft."""
    return {
        "starts": wall(starts),
        "ends": wall(starts + LASTS),
        "zone": VILNIUS.key,
        "capacity": capacity,
        "shifts": list(shifts),
    }


def wall(moment: datetime) -> str:
    """The moment on a clock in Lithuania, without offset, to the second."""
    return moment.astimezone(VILNIUS).replace(tzinfo=None, microsecond=0).isoformat()
