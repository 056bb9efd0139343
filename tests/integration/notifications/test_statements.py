"""Each page asks the database equally often, however much there is to show."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from uuid_utils.compat import uuid7

from services.notifications.campaigns.operations.spreading import approve_campaign
from services.notifications.replies.operations import Incoming, keep_text
from tests.support.factories.campaigns import a_plan, agrees, spread_all
from tests.support.factories.notifications import EMAIL, PHONE, Event, Town, an_occurrence, by_email, by_sms
from tests.support.statements import counted

PAGES = (
    *("/messages/events/", "/messages/events/{event}", "/messages/events/{event}/note", "/messages/texts"),
    *("/messages/{message}", "/messages/campaigns/", "/messages/campaigns/new", "/messages/campaigns/{campaign}"),
    *("/messages/", f"/messages/phones/{PHONE}", f"/messages/mailboxes/{EMAIL}"),
    *("/messages/texts/{text}", "/messages/agreements", "/messages/privacy/"),
)

ASKS = "+37061234560"


def spread(town: Town, organisation_id: UUID, many: int) -> UUID:
    """So many campaigns of an organisation, each to as many people; the last of them."""
    for number in range(many):
        agrees(town, f"+3706765432{number}")
    wish = a_plan(organisation_id=organisation_id)
    with town.database.transaction() as session:
        made = [
            approve_campaign(session, town.terms, uuid7(), [organisation_id], wish, datetime.now(UTC))
            for _ in range(many)
        ]
    spread_all(town)
    return made[-1]


def told(town: Town, many: int) -> Event:
    """So many events of an organisation; to the last so many came, of whom each asked something, the first as often."""
    organisation_id = uuid7()
    for _ in range(many):
        event = Event([an_occurrence() for _ in range(many)], organisation_id=organisation_id)
        town.arrive(event.published(), event.version)
    for number in range(many):
        phone = f"+3706123456{number}"
        town.arrive(event.confirmed(contact=by_sms("lt", phone)))
        town.arrive(event.confirmed(contact=by_email(email=f"{number}{EMAIL}")))
        town.arrive(event.confirmed(contact=by_sms()))
        town.arrive(event.confirmed(contact=by_email()))
        with town.database.transaction() as session:
            keep_text(
                session, Incoming("builtin", str(uuid4()), phone, "Ar galima su vaikais?"), b"key", datetime.now(UTC)
            )
    with town.database.transaction() as session:
        for number in range(many):
            incoming = Incoming("builtin", str(uuid4()), ASKS, f"Ar galima {number}?")
            keep_text(session, incoming, b"key", datetime.now(UTC))
    town.work()
    town.do_all_due("follow_text")
    town.send()
    return event


def last_text(town: Town) -> UUID:
    """The newest text of whoever has asked most."""
    newest = "SELECT t.id FROM incoming_texts t JOIN recipients r ON r.id = t.recipient_id WHERE r.address = '{}'"
    found: UUID = town.rows(f"{newest.format(ASKS)} ORDER BY t.received_at DESC, t.id DESC LIMIT 1")[0].id
    return found


@pytest.mark.parametrize("page", PAGES)
def test_a_longer_page_asks_nothing_more(
    town: Town, client: FlaskClient, staff_of: Callable[..., dict[str, str]], page: str
) -> None:
    asked = []
    for many in (1, 7):
        event = told(town, many)
        theirs = {occurrence.occurrence_id for occurrence in event.occurrences}
        message = next(row for row in town.messages() if row.occasion_id in theirs)
        campaign = spread(town, event.organisation_id, many)
        address = page.format(event=event.event_id, message=message.id, campaign=campaign, text=last_text(town))
        with counted(client.application.extensions["talka"].service.database.engine) as seen:
            assert client.get(address, headers=staff_of(event.organisation_id)).status_code == 200
        asked.append(len(seen))
    assert asked[0] == asked[1]
