"""Rules of registering: parties and how they are reached, codes and links, and who gets places that become free."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from services.events.registrations.domain.names import code_as_typed, folded, is_meant
from shared.errors import Conflict, Gone, Invalid, _
from shared.links import Derived

__all__ = ["code_as_typed", "folded", "is_meant"]

LOOKS = (
    *("participants_read", "waiting_list_read", "calls_read", "party_read", "participants_searched"),
    "invitations_read",
)
"""What the audit notes of whoever only looked: more rows than all changes."""
LARGEST_PARTY = 8
OFFER = "registration_offer"
"""Kind of the due row at which an offer runs out."""


class State(StrEnum):
    """A registration's state. `confirmed` and `offered` hold places, `waiting` and `cancelled` hold none."""

    CONFIRMED = "confirmed"
    WAITING = "waiting"
    OFFERED = "offered"
    CANCELLED = "cancelled"


class By(StrEnum):
    """Who ended a registration; `expiry` is an offer that ran out, `event` a date that was called off."""

    PARTICIPANT = "participant"
    ORGANISER = "organiser"
    REPLY = "reply"
    EXPIRY = "expiry"
    EVENT = "event"


class Cause(StrEnum):
    """Why places became free."""

    CANCELLED = "cancelled"
    SMALLER_PARTY = "smaller_party"
    MORE_PLACES = "more_places"
    OFFER_EXPIRED = "offer_expired"
    OFFER_DECLINED = "offer_declined"
    MOVED = "moved"
    PARTY_MOVED = "party_moved"


class Outcome(StrEnum):
    """What became of a waiting party when free places were given away."""

    SERVED = "served"
    OFFERED = "offered"
    TOO_LARGE = "too_large"


class Need(StrEnum):
    """What somebody in the party needs, told to those who must act."""

    WHEELCHAIR = "wheelchair"
    HARD_OF_HEARING = "hard_of_hearing"
    LOW_VISION = "low_vision"
    SIGN_LANGUAGE = "sign_language"
    INTERPRETER = "interpreter"
    COMPANION = "companion"
    CHILDCARE = "childcare"
    QUIET_PLACE = "quiet_place"


NEED_NAMES = {
    Need.WHEELCHAIR: _("Wheelchair"),
    Need.HARD_OF_HEARING: _("Hard of hearing"),
    Need.LOW_VISION: _("Low vision"),
    Need.SIGN_LANGUAGE: _("Sign language"),
    Need.INTERPRETER: _("Interpreter"),
    Need.COMPANION: _("Somebody to come along"),
    Need.CHILDCARE: _("Childcare"),
    Need.QUIET_PLACE: _("A quiet place"),
}
STATE_NAMES = {
    State.CONFIRMED: _("Confirmed"),
    State.WAITING: _("On the waiting list"),
    State.OFFERED: _("Offered, waiting for a yes"),
    State.CANCELLED: _("Cancelled"),
}
CAUSE_NAMES = {
    Cause.CANCELLED: _("A party cancelled"),
    Cause.SMALLER_PARTY: _("A party became smaller"),
    Cause.MORE_PLACES: _("You added places"),
    Cause.OFFER_EXPIRED: _("An offer ran out"),
    Cause.OFFER_DECLINED: _("An offer was declined"),
    Cause.MOVED: _("You moved the date"),
    Cause.PARTY_MOVED: _("You moved a party to another date"),
}


class RegistrationClosed(Conflict):
    """Nobody can register for what is cancelled, over or not published."""

    code = "registration-closed"
    title = _("Registration for this date is closed: it is over or will not take place.")


class PartyTooLarge(Conflict):
    """A party that could never come whole."""

    code = "party-too-large"
    title = _("Too many people for this date. Places in all: {capacity}.")
    field = "party"


class PlacesAreGone(Conflict):
    """A larger party needs free places now."""

    code = "places-are-gone"
    title = _("Not enough free places. Free now: {free}. Choose a smaller number, or register the others separately.")
    field = "party"


class AlreadyCancelled(Conflict):
    """What is cancelled stays so; registering again is quick."""

    code = "already-cancelled"
    title = _("This registration is cancelled. To come after all, register again.")


class RegistrationIsCancelled(Conflict):
    """The same, said to staff who act for the party."""

    code = "registration-is-cancelled"
    title = _("This registration was cancelled meanwhile, so nothing of it can be changed.")


class NoOffer(Conflict):
    """There is nothing to accept: the party still waits."""

    code = "no-offer"
    title = _("No places are free for you yet.")


class OfferIsOver(Gone):
    """The places were held for a time, and it is over."""

    code = "offer-is-over"
    title = _("This offer is over, and the places went to others. You can register again.")


class NothingOffered(Conflict):
    """Staff answer for a party to which nothing was offered."""

    code = "nothing-offered"
    title = _("This party waits: no places are offered to it now.")


class AnsweredYes(Conflict):
    """Staff say no for a party that has said yes by then."""

    code = "answered-yes"
    title = _("This party has said yes meanwhile and has its places. If it cannot come after all, cancel for it.")


class OfferRanOut(Gone):
    """Staff say yes for a party when its places are held no longer."""

    code = "offer-ran-out"
    title = _("This offer is over: its time ran out, and the places go to others. The party can be registered again.")


class NamesDoNotFit(Invalid):
    """Names are given for everybody or for nobody."""

    code = "names-do-not-fit"
    title = _("Give a name for each person, or no names at all.")


class CodeIsTaken(Conflict):
    """Two parties of one occurrence drew the same code, which happens once in many years."""

    code = "code-is-taken"
    title = _("Please send this once more.")


@dataclass(frozen=True)
class Waiting:
    """A party on the waiting list."""

    registration_id: UUID
    party: int


@dataclass(frozen=True)
class Considered:
    """A waiting party that was looked at, and what became of it."""

    registration_id: UUID
    party: int
    outcome: Outcome


def give(free: int, waiting: Iterable[Waiting], *, asks: bool) -> list[Considered]:
    """Give free places to the waiting parties, in their order: whole or not at all, the first that fits.

    Nobody is looked at any more once no place is left. `asks`: places are offered, and theirs only after a yes.
    """
    fits = Outcome.OFFERED if asks else Outcome.SERVED
    considered = []
    for one in waiting:
        if free == 0:
            break
        outcome = fits if one.party <= free else Outcome.TOO_LARGE
        free -= one.party if outcome is fits else 0
        considered.append(Considered(one.registration_id, one.party, outcome))
    return considered


def offer_expires(now: datetime, hours: int, starts_at: datetime) -> datetime:
    """Until when an offer holds its places: so many hours, and never past the start."""
    return min(now + timedelta(hours=hours), starts_at)


def holds_places(state: str) -> bool:
    """Whether a registration in this state counts as taken places."""
    return state in {State.CONFIRMED, State.OFFERED}


def most_that_fit(state: str, party: int, *, capacity: int, taken: int) -> int:
    """How many a registered party can be now: with what is free beside its own places, or all places while it waits.

    Never fewer than it is.
    """
    room = party + capacity - taken if holds_places(state) else capacity
    return max(party, min(room, LARGEST_PARTY))


def check_names(party: int, names: list[str]) -> None:
    """Raise NamesDoNotFit unless everybody or nobody in the party is named."""
    if names and len(names) != party:
        raise NamesDoNotFit(errors={"names": [NamesDoNotFit.title]})


def channel(*, gets_sms: bool, gets_email: bool, prefers: str) -> str:
    """How the party is reached: `sms` or `email`, the preferred one if both can be; `none` if a helper tells them.

    A landline gets no SMS, but is good for a call.
    """
    if gets_sms and gets_email:
        return prefers
    if gets_sms or gets_email:
        return "sms" if gets_sms else "email"
    return "none"


class Links(Derived):
    """Makes a party's link and code."""

    def token(self, registration_id: UUID) -> str:
        """What the link ends in."""
        return self.made("registration", registration_id)

    def address(self, registration_id: UUID) -> str:
        """The page where a party sees and changes its registration."""
        return f"{self.public_url}/r/{self.token(registration_id)}"

    def code(self, registration_id: UUID) -> str:
        """By which the party is found on the phone or at the door."""
        return self.said("registration", registration_id)
