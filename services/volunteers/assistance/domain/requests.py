"""What an assistance request is: its kinds, who asks for whom, its links and codes, and the rules it may break."""

import hashlib
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from uuid import UUID

from shared.errors import Conflict, Gone, Invalid, _
from shared.languages import gettext
from shared.links import Derived, digest

REQUEST = "request"
"""The kind of a helper's commitment in the calendar, and what receipts are about."""
OFFER = "offer"
"""What the question to a volunteer is about: a yes or no by text names it."""
VISIT = "visit"
"""What the question to a helper whether all is well is about, and what they text about while they help."""
ALERT = "alarm"
"""What a mail to staff is about, whether it tells of a request or asks a partner."""
ZONE = "Europe/Vilnius"
TOKEN_DIGEST_LENGTH = hashlib.sha256().digest_size
LONGEST_NOTE = 500
LONGEST = timedelta(days=1)
LONGEST_NIGHT = timedelta(hours=12)
"""How long after the start a time can be that is typed as an earlier time of day."""
AT_ONCE = timedelta(minutes=15)
"""Help at the kiosk begins within this."""
LONGEST_SERIES = timedelta(days=366)
"""A weekly request ends within a year; then somebody looks at it again."""


class Kind(StrEnum):
    """What somebody is helped with."""

    RIDE = "ride"
    ACCOMPANIMENT = "accompaniment"
    HOME_VISIT = "home_visit"
    INTERPRETING = "interpreting"
    KIOSK_HELP = "kiosk_help"


PLANNED = (Kind.RIDE, Kind.ACCOMPANIMENT, Kind.HOME_VISIT, Kind.INTERPRETING)
"""The kinds that are asked for ahead of time; help at the kiosk is wanted there and then."""
KINDS = {
    Kind.RIDE: _("A ride"),
    Kind.ACCOMPANIMENT: _("Somebody who comes along"),
    Kind.HOME_VISIT: _("A visit at home"),
    Kind.INTERPRETING: _("Interpreting"),
    Kind.KIOSK_HELP: _("Help at the information screen"),
}


def kind_name(code: str) -> str:
    """The kind of help in the reader's language."""
    return gettext(KINDS[Kind(code)])


class By(StrEnum):
    """Who entered a request."""

    PERSON = "person"
    RELATIVE = "relative"
    SOCIAL_WORKER = "social_worker"
    KIOSK = "kiosk"
    PARTNER = "partner"


STRANGERS = (By.PERSON, By.RELATIVE, By.KIOSK)
"""Whoever nobody stands for: a coordinator looks at their request before anybody is asked."""
ENTERED_BY = {
    By.PERSON: _("the person"),
    By.RELATIVE: _("a relative"),
    By.SOCIAL_WORKER: _("a social worker"),
    By.KIOSK: _("the information screen"),
    By.PARTNER: _("a partner"),
}
GENDERS = {"woman": _("a woman"), "man": _("a man")}
TARGET_GROUPS = {
    "senior": _("Seniors"),
    "disability": _("People with disabilities"),
    "large_family": _("Large families"),
    "single_parent": _("Single parents"),
    "on_support": _("People on social support"),
    "newcomer": _("Refugees and newcomers"),
}
"""The groups of the Rokiškis programme, and newcomers, whom the Kaišiadorys programme is for."""


class NobodyIsWaited(Conflict):
    """Whoever says yes second is thanked and not needed."""

    code = "somebody-helps-already"
    title = _("Somebody else already helps. Thank you for being ready to!")


class RequestIsOver(Gone):
    """A yes that comes when the request is cancelled, over or given up."""

    code = "request-is-over"
    title = _("This help is not needed any more. Thank you for being ready to!")


class AnotherPromise(Conflict):
    """One person cannot be in two places; driving there and back counts too."""

    code = "overlapping-promise"
    title = _("You have promised to be somewhere else at this time, the way there and back included.")


class DoesNotFit(Conflict):
    """A coordinator chose somebody whom a rule keeps from helping here."""

    code = "does-not-fit"
    title = _("This volunteer cannot help here: {reason}.")


class IsPast(Invalid):
    """Help is asked for what is ahead."""

    code = "is-past"
    title = _("This moment is over. Give one that is still to come.")


class EndsWrongly(Invalid):
    """Help ends after it begins, within LONGEST."""

    code = "ends-wrongly"
    title = _("The end must come after the beginning, within a day.")


class AppointmentIsElsewhere(Invalid):
    """Whoever must be somewhere at a time must be helped then."""

    code = "appointment-is-elsewhere"
    title = _("The appointment must be between the beginning and the end.")


class NotAhead(Invalid):
    """Help at the kiosk is wanted by somebody who stands there."""

    code = "not-ahead"
    title = _("Help at the information screen is for now. Choose another kind for later.")


class ReturnsTooEarly(Invalid):
    """The way back begins after the way there has ended, within LONGEST."""

    code = "returns-too-early"
    title = _("The way back must come after the way there, within a day.")


class RepeatsWrongly(Invalid):
    """A weekly request ends after the first time, and within a year."""

    code = "repeats-wrongly"
    title = _("The last day must come after the first, within a year.")


class NobodyToTell(Invalid):
    """Neither the person nor whoever asks for them could be called or written to."""

    code = "nobody-to-tell"
    title = _("Give a phone or an e-mail, of the person or your own, so that somebody can answer.")


class NotHere(Invalid):
    """Whoever is asked for help is one of the organisations that work here."""

    code = "not-here"
    title = _("Choose one of the organisations that help here.")


def wall_time(day: date, starts: time, clock: time) -> datetime:
    """The wall time of a time of day: on this day, or in the night after it if that is at most 12 hours after `starts`.

    An earlier one that is further off stays on the day, since it is rather mistyped, and `check_moments` refuses it.
    """
    begins, typed = datetime.combine(day, starts), datetime.combine(day, clock)
    next_day = typed + timedelta(days=1)
    return next_day if typed < begins and next_day - begins <= LONGEST_NIGHT else typed


def check_moments(
    now: datetime,
    starts_at: datetime,
    ends_at: datetime,
    return_at: datetime | None,
    weekly_until: date | None,
    appointment_at: datetime | None = None,
) -> None:
    """Raise Invalid for moments that cannot be asked for.

    It is IsPast, EndsWrongly, AppointmentIsElsewhere, ReturnsTooEarly or RepeatsWrongly.
    """
    if starts_at <= now:
        raise IsPast({"starts_at": [IsPast.title]})
    if not starts_at < ends_at <= starts_at + LONGEST:
        raise EndsWrongly({"ends_at": [EndsWrongly.title]})
    if appointment_at and not starts_at <= appointment_at <= ends_at:
        raise AppointmentIsElsewhere({"appointment_at": [AppointmentIsElsewhere.title]})
    if return_at and not ends_at <= return_at <= starts_at + LONGEST:
        raise ReturnsTooEarly({"return_at": [ReturnsTooEarly.title]})
    first = starts_at.date()
    if weekly_until and not first < weekly_until <= first + LONGEST_SERIES:
        raise RepeatsWrongly({"weekly_until": [RepeatsWrongly.title]})


def check_kind(kind: str, now: datetime, starts_at: datetime) -> None:
    """Raise NotAhead for help at the kiosk at another time than now."""
    if kind == Kind.KIOSK_HELP and starts_at > now + AT_ONCE:
        raise NotAhead({"kind": [NotAhead.title]})


def stands_for_itself(by: str, kind: str, *, entered_here: bool) -> bool:
    """Whether nobody has to look at a request first: staff or a partner stands for it.

    At the kiosk anybody types any phone and address, so only help beside the screen, in a public place, needs no look.
    """
    return entered_here or By(by) not in STRANGERS or (by, kind) == (By.KIOSK, Kind.KIOSK_HELP)


def helpers_wanted(kind: str, *, two_people: bool) -> int:
    """How many come: two to a home visit for which that is wished, else one."""
    return 2 if two_people and kind == Kind.HOME_VISIT else 1


@lru_cache(maxsize=4096)  # few places are named by many volunteers
def home_of(errand_area: str) -> frozenset[str]:
    """The places that an area names, each as it is compared: `Rokiškis, Kavoliškis` names two."""
    return frozenset(folded for part in errand_area.split(",") if (folded := " ".join(part.casefold().split())))


class Links(Derived):
    """Makes links, codes and digests of requests and offers."""

    def token(self, purpose: str, id_: UUID) -> str:
        """What a link ends in; `purpose` is REQUEST or OFFER."""
        return self.made(purpose, id_)

    def digest(self, purpose: str, id_: UUID) -> bytes:
        """What is kept of a token, to look it up."""
        return digest(self.token(purpose, id_))

    def code(self, request_id: UUID) -> str:
        """By which a request is found on the phone."""
        return self.said(REQUEST, request_id)

    def person_key(self, request_id: UUID, addresses: Collection[str]) -> bytes:
        """By which somebody is known again, so that a familiar helper is asked first; tells nothing without the key.

        Whoever left no address is known by nothing but what they asked for: many share a name, or give none.
        """
        return self.mac("person", min(addresses).encode() if addresses else request_id.bytes)

    def request(self, request_id: UUID) -> str:
        """The page on which a person, and who asked for them, see how it stands."""
        return f"{self.public_url}/volunteer/requests/{self.token(REQUEST, request_id)}"

    def offer(self, offer_id: UUID) -> str:
        """The page on which a volunteer says yes or no."""
        return f"{self.public_url}/volunteer/offers/{self.token(OFFER, offer_id)}"

    def helping(self, offer_id: UUID) -> str:
        """The page of whoever helps; it asks for a sign-in."""
        return f"{self.public_url}/volunteer/requests/mine/{offer_id}"

    def partner(self, ask_id: UUID) -> str:
        """The page on which a partner says whether their volunteers may be asked; it asks for a sign-in."""
        return f"{self.public_url}/volunteer/partners/{ask_id}"

    def board(self, request_id: UUID) -> str:
        """The coordinators' page of a request; it asks for a sign-in."""
        return f"{self.public_url}/volunteer/requests/{request_id}"
