"""Counting what became of a campaign, for the report of those who spread it: by language and group, without persons."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.notifications.campaigns.domain import CampaignState, counted_again
from services.notifications.campaigns.models import Campaign
from shared.contracts.notifications import CampaignCounted, Fates
from shared.messaging.due import schedule
from shared.messaging.outbox import publish

COUNT = "campaign_count"
"""Kind of the due row that tells what has become of a campaign."""
TENTH = timedelta(seconds=0.1)
_FATES = text("""
    SELECT m.language, coalesce(who.target_group, '') AS target_group,
        CASE WHEN m.state IN ('delivered', 'failed', 'withdrawn') THEN m.state ELSE 'open' END AS fate,
        count(*) AS number
    FROM messages AS m JOIN campaigns AS c ON c.id = m.subject_id LEFT JOIN LATERAL (
        SELECT l.target_group FROM listed AS l
        WHERE l.recipient_id = m.recipient_id AND l.language = m.language
            AND (c.target_groups = '{}' OR l.target_group = ANY(c.target_groups))
        ORDER BY c.topic = ANY(l.topics) DESC, l.at DESC, l.id LIMIT 1
    ) AS who ON true
    WHERE m.subject_id = :id AND m.purpose = 'campaign'
    GROUP BY 1, 2, 3
    ORDER BY 1, 2, 3
""")
"""The group is that of whoever agreed last at an address, as when it was spread; of who has left since, none."""


def count_campaign(session: Session, campaign_id: UUID, now: datetime) -> None:
    """Tell how many got a campaign that was told to all, or stopped; while that may change, count again later.

    The version is how many tenths of a second after its beginning that was, so that a later count is a newer one.
    """
    campaign = session.get_one(Campaign, campaign_id, with_for_update={"key_share": True})
    if campaign.state not in {CampaignState.SENT, CampaignState.STOPPED} or campaign.ended_at is None:
        return
    counts = tuple(Fates(**dict(row)) for row in session.execute(_FATES, {"id": campaign_id}).mappings())
    told = CampaignCounted(
        campaign_id=campaign_id,
        organisation_id=campaign.organisation_id,
        topic=campaign.topic,
        began_at=campaign.begins_at,
        counts=counts,
    )
    publish(session, told, subject=campaign_id, version=max(0, (now - campaign.begins_at) // TENTH))
    again = counted_again(campaign.ended_at, now)
    if again and any(one.fate == "open" for one in counts):
        schedule(session, COUNT, campaign_id, again)
