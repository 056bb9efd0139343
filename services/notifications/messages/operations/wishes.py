"""Stops from before they were told of: each registration at such an address that is ahead is told of once, afterwards.

A stop that is said now is told of at once (`recipients`), and who registers later is when that is heard (`parties`).
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from services.notifications.messages.queries.about import among
from services.notifications.recipients.models import Recipient
from services.notifications.recipients.operations import tell_wish
from shared.messaging.due import schedule

TELL_STOPS = "tell_stops"
"""Kind of the due row that tells of a batch; its subject is the registration after which the batch begins.

Revision 0016 writes the first one.
"""
BATCH = 100
_STOPPED = text(
    "SELECT audience.subject_id, audience.recipient_id FROM audience "
    "JOIN occasions ON occasions.id = audience.occasion_id JOIN recipients ON recipients.id = audience.recipient_id "
    "JOIN suppressions USING (address_hmac, channel) "
    "WHERE audience.subject_id > :after AND audience.about = 'registration' AND audience.state <> 'cancelled' "
    "AND occasions.ends_at > now() ORDER BY audience.subject_id LIMIT :batch"
)


def tell_stops(session: Session, after: UUID, now: datetime) -> None:
    """Tell of the next registrations whose party asked us to send nothing, and come back at `now` for those behind.

    Who starts again meanwhile is waited for, so that the later of the two wishes is told as the later one.
    """
    batch = {"after": after, "batch": BATCH}
    found = [tuple(row) for row in session.execute(_STOPPED, batch)]
    held = select(Recipient.id).where(among(Recipient.id, {recipient_id for _, recipient_id in found}))
    session.execute(held.order_by(Recipient.id).with_for_update(read=True))
    still = {tuple(row) for row in session.execute(_STOPPED, batch)}
    for registration_id, _ in sorted(still.intersection(found)):
        tell_wish(session, registration_id, wanted=False)
    if len(found) == BATCH:
        schedule(session, TELL_STOPS, found[-1][0], now)
