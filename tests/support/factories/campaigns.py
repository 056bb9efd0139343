"""People who agreed to hear of topics, and campaigns to them."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from uuid_utils.compat import uuid7

from services.notifications.campaigns.domain import Plan
from services.notifications.campaigns.operations.spreading import SPREAD, approve_campaign
from services.notifications.recipients.domain import Address, Agreement, Channel, Topic, address
from services.notifications.recipients.operations import note_agreement
from tests.support.factories.notifications import Town

ORGANISATION, RASA = uuid7(), uuid7()
WORDS = {"lt": "Nemokami kalbos kursai nuo pirmadienio.", "uk": "Безкоштовні курси мови з понеділка."}


def agrees(town: Town, where: str, topic: str = "jobs", **who: Any) -> UUID:
    """Somebody told Rasa that they agree to hear of a topic; the recipient's id."""
    email = where if "@" in where else None
    to = address("email" if email else "sms", where, email) or Address(Channel.SMS, where)
    facts: dict[str, Any] = {"topics": (Topic(topic),), "language": "lt", "how": "signed form", "noted_by": RASA}
    with town.database.transaction() as session:
        return note_agreement(session, to, Agreement(**facts | who), town.terms.key, datetime.now(UTC))


def many_agree(town: Town, number: int) -> None:
    """So many phones in six languages want to hear of jobs."""
    recipients = (
        "INSERT INTO recipients (id, channel, address, address_hmac, country) "
        "SELECT gen_random_uuid(), 'sms', '+3706' || lpad(CAST(i AS text), 7, '0'), md5(CAST(i AS text)), 'LT' "
        "FROM generate_series(1, :number) AS i"
    )
    listed = (
        "INSERT INTO listed (id, recipient_id, language, target_group, area, topics, how, at) "
        "SELECT gen_random_uuid(), id, "
        "(ARRAY['lt', 'lt-simple', 'en', 'uk', 'ru', 'ar'])[1 + mod(CAST(right(address, 4) AS integer), 6)], "
        "'', '', '{jobs}', 'form', now() FROM recipients"
    )
    with town.database.transaction() as session:
        session.execute(text(recipients), {"number": number})
        session.execute(text(listed))


def a_plan(**facts: Any) -> Plan:
    """News of jobs to everybody who agreed to it."""
    known: dict[str, Any] = {"organisation_id": ORGANISATION, "topic": Topic.JOBS, "words": WORDS}
    return Plan(**known | facts)


def approve(town: Town, **facts: Any) -> UUID:
    """Rasa lets it begin; the campaign's id."""
    with town.database.transaction() as session:
        return approve_campaign(session, town.terms, RASA, [ORGANISATION], a_plan(**facts), datetime.now(UTC))


def spread_all(town: Town) -> int:
    """Its ten minutes are over, and all its batches are told; answers how many those were."""
    batches = 0
    while done := town.do_all_due(SPREAD):
        batches += done
    return batches
