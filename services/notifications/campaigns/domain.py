"""Whom a campaign goes to, how it goes on, and when it can be taken back or stopped."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from services.notifications.recipients.domain import Topic
from shared.errors import Conflict, Forbidden, _

UNDONE_FOR = timedelta(minutes=10)
"""Between the yes and the first text: so long a campaign is taken back without anybody having read it (see 0022)."""

SETTLING, FOLLOWED = timedelta(minutes=1), timedelta(days=4)
"""When a campaign that has ended is counted first, and how long it is counted again."""


class CampaignState(StrEnum):
    """`waiting` can be undone, `sending` stopped; `sent` are all of it planned, some may still wait for the morning."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    UNDONE = "undone"
    STOPPED = "stopped"


STATE_WORDS = {
    CampaignState.WAITING: _("Begins soon"),
    CampaignState.SENDING: _("Being sent"),
    CampaignState.SENT: _("All of it is on its way"),
    CampaignState.UNDONE: _("Undone, nobody got it"),
    CampaignState.STOPPED: _("Stopped"),
}
"""What people read of a state."""


class NobodyAgreed(Conflict):
    """A campaign without a reader would only look as if people had been told."""

    code = "nobody-agreed"
    title = _("Nobody whom we may write to has agreed to hear about this.")


class CampaignIsOver(Conflict):
    """What was undone or stopped stays so."""

    code = "campaign-is-over"
    title = _("This campaign was stopped before, so nothing more of it will be sent.")


class NotYourOrganisation(Forbidden):
    """One writes for organisations in which one may write to everybody."""

    code = "not-your-organisation"
    title = _("You may not write to people for this organisation.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A campaign to be written. Whom: everybody who agreed to the topic, narrowed by what is not empty."""

    organisation_id: UUID
    topic: Topic
    words: Mapping[str, str]
    target_groups: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    channel: str = ""
    area: str = ""


def halted(state: CampaignState) -> CampaignState:
    """What a campaign becomes that is not to go on; one that is over stays as it is. Raises CampaignIsOver."""
    if state is CampaignState.WAITING:
        return CampaignState.UNDONE
    if state in {CampaignState.SENDING, CampaignState.SENT}:
        return CampaignState.STOPPED
    raise CampaignIsOver


def counted_again(ended_at: datetime, now: datetime) -> datetime | None:
    """When what is still open is counted next: each wait doubles the time since the end; None after four days.

    Operators say within three days, the usual life of a text message, whether it arrived.
    """
    return now + max(SETTLING, now - ended_at) if now - ended_at < FOLLOWED else None
