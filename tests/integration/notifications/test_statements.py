"""Each page asks the database equally often, however much there is to show."""

from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest
from uuid_utils.compat import uuid7

from services.notifications.campaigns.operations.spreading import approve_campaign
from services.notifications.replies.operations import Incoming, keep_text
from tests.integration.notifications.conftest import bearer, towns
from tests.support.factories.campaigns import a_plan, agrees, spread_all
from tests.support.factories.notifications import EMAIL, PHONE, Event, Town, an_occurrence, by_email, by_sms, web_side
from tests.support.statements import Opened, asks_nothing_more, compared

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


def all_of(town: Town, many: int) -> dict[str, Any]:
    """So much of everything, and what the addresses of the pages name."""
    event = told(town, many)
    theirs = {occurrence.occurrence_id for occurrence in event.occurrences}
    message = next(row for row in town.messages() if row.occasion_id in theirs)
    campaign = spread(town, event.organisation_id, many)
    named = {"event": event.event_id, "message": message.id, "campaign": campaign, "text": last_text(town)}
    return named | {"organisation": event.organisation_id}


@pytest.fixture(scope="module")
def opened(town_database: str) -> dict[str, list[Opened]]:
    """How each page opened, for an organiser."""
    with towns(town_database) as make:
        town = make()
        with web_side(town) as app:

            def look(address: str, named: dict[str, Any]) -> int:
                return app.test_client().get(address, headers=bearer(named["organisation"])).status_code

            return compared(app.extensions["talka"].service.database.engine, PAGES, (1, 7), partial(all_of, town), look)


@pytest.mark.parametrize("page", PAGES)
def test_a_longer_page_asks_nothing_more(opened: dict[str, list[Opened]], page: str) -> None:
    assert asks_nothing_more(opened[page])
