"""Rules of inviting representatives of partners to a date of an event."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from shared.errors import Conflict, Invalid, _
from shared.links import LONG, Derived

REMINDER = "invitation_reminder"
"""Kind of the due row at which whoever has not answered is reminded."""
WIPING = "invitation_wiping"
"""Kind of the due row at which it is forgotten who was invited."""
KEPT = timedelta(days=90)
"""So long after the end of the date it is known who was invited to it: until it has been accounted for."""
AGAIN = timedelta(seconds=1)
REMINDED_BEFORE = timedelta(days=3)
LARGEST = 20
"""People that one partner comes with at most."""


class Answer(StrEnum):
    """What a representative has said: they come, nobody comes, somebody else of theirs comes."""

    YES = "yes"
    NO = "no"
    OTHER = "other"


ANSWER_NAMES = {
    Answer.YES: _("I come"),
    Answer.OTHER: _("Somebody else comes for us"),
    Answer.NO: _("We do not come"),
}


class TooLateToInvite(Conflict):
    """Nobody comes to what is over, called off or not published."""

    code = "too-late-to-invite"
    title = _("Nobody can be invited to this date: it is over, cancelled or not published.")


class NobodyToInvite(Invalid):
    """Neither a partner nor a person was chosen, or those chosen have nobody who could be written to."""

    code = "nobody-to-invite"
    title = _("Choose a partner that somebody works for here, or type a name and an e-mail address.")


class IsInvited(Conflict):
    """Nobody gets two letters for one date."""

    code = "is-invited"
    title = _("Somebody with this address is invited to this date already.")


class AnswerIsLate(Conflict):
    """The date has begun, or was called off."""

    code = "answer-is-late"
    title = _("This date has begun or is cancelled, so the answer cannot be changed any more. Call the organiser.")


class InvitationStays(Conflict):
    """Of what has begun, or was called off, it stays known who was invited."""

    code = "invitation-stays"
    title = _("This date has begun or is cancelled, so its invitations stay as they are.")


@dataclass(frozen=True)
class Guest:
    """Whom an invitation is sent to; `organisation_id` is the partner they work for here, if they do."""

    name: str
    email: str
    language: str
    organisation_id: UUID | None = None


class InvitationLinks(Derived):
    """Makes an invitation's link, of which only the digest is kept."""

    def token(self, invitation_id: UUID, addresses: int = 1) -> str:
        """What the link ends in; another one for each of the addresses it was written to, one after the other."""
        return self.made("invitation" if addresses == 1 else f"invitation {addresses} ", invitation_id, LONG)

    def address(self, invitation_id: UUID, addresses: int = 1) -> str:
        """The page on which it is answered."""
        return f"{self.public_url}/board/invitations/{self.token(invitation_id, addresses)}"


def check_open(state: str, starts_at: datetime, now: datetime, late: type[Conflict]) -> None:
    """Raise `late` if a date in this state, which begins then, is not still to come."""
    if state != "on" or starts_at <= now:
        raise late


def wiped_at(ends_at: datetime) -> datetime:
    """When it is forgotten who was invited to a date that ends then."""
    return ends_at + KEPT


def reminded_at(starts_at: datetime) -> datetime:
    """When whoever has not answered is reminded of a date that begins then."""
    return starts_at - REMINDED_BEFORE
