"""What a person is shown who has just started the system: what to open, and links that sign them in."""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from flask import Flask

from deploy.embedded.environment import address, folder, settings
from deploy.embedded.front import CREATE

SERVICES = Path(__file__).parents[2] / "services"
ORGANISER, HELPERS = "events/samples/kaisiadorys.toml", "events/samples/rokiskis.toml"
VOLUNTEER = "volunteers/samples/volunteers.toml"
V1 = "/api/events/v1"
HOUSEHOLD = {"party": 3, "language": "uk", "email": "olena@example.org", "names": ["Олена", "Марко", "Софія"]}
"""The sample participant: a family that reads Ukrainian, at an address that no mail can reach (RFC 2606)."""


def welcome() -> dict[str, str]:
    """Addresses by what they are, in the order to show them. The first start also loads the sample programmes."""
    events, volunteers = (CREATE[service](settings(service)) for service in ("events", "volunteers"))
    organiser = _sample(ORGANISER)["staff"][0]["email"]
    helpers = {one["role"]: one["email"] for one in _sample(HELPERS)["staff"]}
    if not folder().has("participant"):
        _run(events, ["samples"])
        _run(volunteers, ["samples"])
        notifications = CREATE["notifications"](settings("notifications"))
        _run(
            notifications, ["samples", _id(events, helpers["organiser"])]
        )  # says that it loads none where a gateway is connected
        folder().keep("participant", _registered(events))
    volunteer = _sample(VOLUNTEER)["volunteers"][0]
    return {
        "Programme": f"{address()}/",
        "Organiser": _run(events, ["sign-in-link", organiser]),
        "Volunteer": _run(volunteers, ["sign-in-link", volunteer.get("phone") or volunteer["email"]]),
        "Participant": f"{address()}/r/{folder().secret('participant')}",
        "Services": f"{address()}/directory/",
        "Touch screen": f"{address()}/kiosk/",
        "Social worker": _run(events, ["sign-in-link", helpers["social_worker"]]),
        "Phone and mailbox": f"{address()}/messages/",
    }


def _sample(name: str) -> dict[str, Any]:
    return tomllib.loads((SERVICES / name).read_text())


def _run(service: Flask, command: Iterable[str]) -> str:
    """Run a command of a service and return what it prints."""
    return service.test_cli_runner().invoke(args=list(command), catch_exceptions=False).output.strip()


def _id(events: Flask, staff: str) -> str:
    """The id of the member of staff with this e-mail, who signs in for it."""
    token = _run(events, ["sign-in-link", staff]).rpartition("/")[2]
    signed_in = events.test_client().post(f"{V1}/sign-in/redeem", json={"token": token}).get_json()
    return str(signed_in["staff"]["id"])


def _registered(events: Flask) -> str:
    """Register the sample participant for the next date; the last part of their link."""
    browser = events.test_client()
    (first, *_) = browser.get(f"{V1}/programme?spoken=uk").get_json()["items"]
    made = browser.post(f"{V1}/occurrences/{first['occurrence_id']}/registrations", json=HOUSEHOLD).get_json()
    return str(made["link"]).rpartition("/")[2]
