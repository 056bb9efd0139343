"""What a volunteer does: joins, signs in with the code that comes, takes a place in a shift."""

from typing import Any

from deploy.embedded.demo.cast import Addresses, Helper
from deploy.embedded.demo.client import Client
from deploy.embedded.demo.mailbox import Mailbox

V1 = "/api/volunteers/v1"
Shift = dict[str, Any]


def join(client: Client, mailbox: Mailbox, helper: Helper, addresses: Addresses) -> None:
    """Join and sign in; the client speaks for the volunteer from then on."""
    contact = {"phone": addresses.phone(helper.phone), "email": addresses.email(helper.email)}
    facts = {
        "name": helper.name,
        "language": helper.language,
        "languages": list(helper.speaks),
        "age_band": "adult",
        "any_hour": True,
    }
    given = {name: value for name, value in contact.items() if value}
    started = client.post(f"{V1}/volunteers", facts | given)
    code = mailbox.find(next(iter(given.values())), r"\b(\d{6})\b")
    confirmed = client.post(f"{V1}/sign-in/confirm", {"sign_in_id": started["sign_in_id"], "code": code})
    client.token = confirmed["token"]


def shift_at(client: Client, occurrence_id: str) -> Shift | None:
    """The shift of a date, None until the service has heard of it."""
    after: dict[str, str] = {}
    while True:
        page = client.get(f"{V1}/shifts", limit=100, **after)
        for shift in page["items"]:
            if shift["occurrence_id"] == occurrence_id:
                found: Shift = shift
                return found
        if page["next"] is None:
            return None
        after = {"after": page["next"]}


def sign_up(client: Client, shift_id: str) -> None:
    """Take a place. Raises Refused with the reason."""
    client.post(f"{V1}/shifts/{shift_id}/sign-ups")
