"""Who fits a request, why not, and what speaks for asking somebody. Pure: rows come in, explained matches go out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from services.volunteers.assistance.domain.helping import is_valid
from services.volunteers.assistance.domain.requests import Kind, home_of
from services.volunteers.people.domain import AgeBand
from shared.errors import _
from shared.languages import gettext

WAY = {
    Kind.RIDE: timedelta(minutes=20),
    Kind.ACCOMPANIMENT: timedelta(minutes=20),
    Kind.HOME_VISIT: timedelta(minutes=15),
    Kind.INTERPRETING: timedelta(minutes=15),
    Kind.KIOSK_HELP: timedelta(0),
}
"""Driving to where it begins and home from where it ends, within a town and its villages."""
RESTED = timedelta(days=14)
"""Whoever was not asked for so long is glad to be asked again."""
WITH_CHILDREN = frozenset({"large_family", "single_parent"})
MEETS_CHILDREN = frozenset({Kind.RIDE, Kind.ACCOMPANIMENT, Kind.HOME_VISIT})
Seen = tuple[date, date | None]
"""When a document was looked at, and the last day on which it holds; None if it has none."""


class Unfit(StrEnum):
    """Why somebody is not asked, in the order in which it is looked at."""

    GONE = "gone"
    MINOR = "minor"
    BLOCKED = "blocked"
    GENDER = "gender"
    VEHICLE = "vehicle"
    LICENCE = "licence"
    LIFT = "lift"
    CHILDREN = "children"
    BUSY = "busy"
    HELPS = "helps"
    KIND = "kind"
    LANGUAGE = "language"
    AREA = "area"
    ASKED = "asked"
    SAID_NO = "said_no"

    @property
    def label(self) -> str:
        """The reason in the reader's language."""
        return gettext(_UNFIT[self])


_UNFIT = {
    Unfit.HELPS: _("helps here already"),
    Unfit.GONE: _("does not volunteer any more"),
    Unfit.MINOR: _("is under 18"),
    Unfit.BLOCKED: _("the person wishes for somebody else"),
    Unfit.KIND: _("does not help with this"),
    Unfit.LANGUAGE: _("speaks no common language"),
    Unfit.GENDER: _("is not of the gender that is wished for, or has not said it"),
    Unfit.VEHICLE: _("has no fitting car"),
    Unfit.LIFT: _("cannot help on stairs"),
    Unfit.LICENCE: _("no driving licence checked that holds that day"),
    Unfit.CHILDREN: _("no confirmation for work with children that holds that day"),
    Unfit.AREA: _("does not serve this place"),
    Unfit.BUSY: _("has promised something else at that time, the way included"),
    Unfit.ASKED: _("has been asked"),
    Unfit.SAID_NO: _("has said no"),
}
ALREADY_ASKED = frozenset({Unfit.HELPS, Unfit.ASKED, Unfit.SAID_NO})
"""Those who do fit, and whose answer is known or waited for."""
BY_HAND = frozenset({Unfit.HELPS, Unfit.KIND, Unfit.LANGUAGE, Unfit.AREA, Unfit.ASKED, Unfit.SAID_NO})
"""What a coordinator who has talked to the volunteer may overrule. What keeps people safe is not among it."""


class Reason(StrEnum):
    """Why somebody is asked before others."""

    OTHER_WAY = "has_the_other_way"
    KNOWS = "knows_the_person"
    SPEAKS = "speaks"
    NEAR = "near"
    RESTED = "asked_long_ago"

    @property
    def label(self) -> str:
        """The reason in the reader's language."""
        return gettext(_REASONS[self])


_REASONS = {
    Reason.OTHER_WAY: _("has promised the other way"),
    Reason.KNOWS: _("has helped this person before"),
    Reason.SPEAKS: _("speaks the person's language"),
    Reason.NEAR: _("serves just this place"),
    Reason.RESTED: _("was not asked lately"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A request as far as it decides who fits; `speaks` is the person's own language, `day` the local one.

    `everywhere`: nobody who serves the place is left, and it does not matter any more.
    """

    kind: Kind
    day: date
    speaks: str
    languages: frozenset[str]
    area: str
    wheelchair: bool
    stairs: bool
    prefers_gender: str
    target_group: str
    blocked: frozenset[UUID]
    everywhere: bool = False

    @property
    def meets_children(self) -> bool:
        """Whether helping means being with children."""
        return self.kind in MEETS_CHILDREN and self.target_group in WITH_CHILDREN


class Candidate(NamedTuple):
    """A volunteer in the eyes of one request; a tuple, since ten thousand of them are made for one ride.

    `licence` and `children` are documents: when they were looked at, and until when they hold. `busy` counts the way
    there and back; `answer` is the state of an offer they have had for this request, `withdrawn` only where one is rung
    after the other; `last_asked` is of any request; `other_way`: they have promised the other of two ways.
    """

    id: UUID
    name: str
    active: bool
    age_band: str
    languages: frozenset[str]
    kinds: frozenset[str]
    areas: tuple[str, ...]
    vehicle: str
    gender: str | None
    can_lift: bool
    licence: Seen | None
    children: Seen | None
    busy: bool
    known: bool
    last_asked: datetime | None
    answer: str | None
    other_way: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody who fits, and why they are asked before others."""

    candidate: Candidate
    reasons: tuple[Reason, ...]


def busy_during(kind: str, starts_at: datetime, ends_at: datetime, load: timedelta) -> tuple[datetime, datetime]:
    """For how long a helper can be nowhere else: with driving there and home, and helping in and out."""
    around = WAY[Kind(kind)] + load
    return starts_at - around, ends_at + around


def why_not(wish: Wish, who: Candidate, places: frozenset[str] | None = None) -> Unfit | None:
    """What weighs most against asking a volunteer, or None. `places` saves reading the area for each of many.

    What nobody may overrule is looked at first, so that nothing of BY_HAND hides it.
    """
    here, barred = home_of(wish.area) if places is None else places, bars(wish, who)
    if who.answer == "accepted" and barred in (None, Unfit.BUSY):
        return Unfit.HELPS  # what they have promised at that time is this
    return barred or _by_hand(wish, who, here)


def _keeps_out(wish: Wish, who: Candidate) -> Unfit | None:
    if not who.active:
        return Unfit.GONE
    if not _old_enough(wish, who.age_band):
        return Unfit.MINOR
    if who.id in wish.blocked:
        return Unfit.BLOCKED
    if wish.prefers_gender in ("woman", "man") and who.gender != wish.prefers_gender:
        return Unfit.GENDER
    return None


def bars(wish: Wish, who: Candidate) -> Unfit | None:
    """What keeps people safe and speaks against a volunteer, also after they were asked; nobody may overrule it."""
    return _keeps_out(wish, who) or _cannot(wish, who)


def _old_enough(wish: Wish, age_band: str) -> bool:
    """Help to a single person is for adults; who has a place in a shift at a screen, in public, may do what it is for.

    Shifts are open from 14 years on (Law on Volunteering).
    """
    if wish.kind == Kind.KIOSK_HELP:
        return age_band != AgeBand.UNDER_14
    return age_band == AgeBand.ADULT


def speaks_enough(wish: Wish, languages: frozenset[str]) -> bool:
    """Whether a volunteer can talk to the person; an interpreter speaks every language that is asked for.

    Whoever stands by the screen is rung in any case: a hand that points is better than nobody.
    """
    if wish.kind == Kind.KIOSK_HELP:
        return True
    wanted = wish.languages or {wish.speaks}
    return wanted <= languages if wish.kind == Kind.INTERPRETING else bool(wanted & languages)


def _cannot(wish: Wish, who: Candidate) -> Unfit | None:
    if wish.kind == Kind.RIDE:
        if who.vehicle == "none" or (wish.wheelchair and who.vehicle != "wheelchair"):
            return Unfit.VEHICLE
        if not _holds(who.licence, wish.day):
            return Unfit.LICENCE
    if wish.stairs and not who.can_lift:
        return Unfit.LIFT
    if wish.meets_children and not _holds(who.children, wish.day):
        return Unfit.CHILDREN
    return Unfit.BUSY if who.busy else None


def _holds(seen: Seen | None, day: date) -> bool:
    return seen is not None and is_valid(*seen, day)


def _by_hand(wish: Wish, who: Candidate, places: frozenset[str]) -> Unfit | None:
    if wish.kind not in who.kinds:
        return Unfit.KIND
    if not speaks_enough(wish, who.languages):
        return Unfit.LANGUAGE
    if who.areas and not wish.everywhere and not serves(who, places):
        return Unfit.AREA
    if who.answer in ("open", "withdrawn"):
        return Unfit.ASKED
    return Unfit.SAID_NO if who.answer in ("declined", "released") else None


def serves(who: Candidate, places: frozenset[str]) -> bool:
    """Whether a volunteer has named one of the places."""
    return any(not places.isdisjoint(home_of(area)) for area in who.areas)


def fitting(wish: Wish, candidates: Iterable[Candidate], now: datetime) -> Iterator[Match]:
    """Those who fit, in the order in which they come, each with what speaks for them.

    Lazy: no more candidates are looked at than matches are taken.
    """
    places = home_of(wish.area)
    return (_match(wish, who, places, now) for who in candidates if why_not(wish, who, places) is None)


def _match(wish: Wish, who: Candidate, places: frozenset[str], now: datetime) -> Match:
    true = {
        Reason.OTHER_WAY: who.other_way,
        Reason.KNOWS: who.known,
        Reason.SPEAKS: wish.speaks in who.languages,
        Reason.NEAR: serves(who, places),
        Reason.RESTED: who.last_asked is None or now - who.last_asked >= RESTED,
    }
    return Match(who, tuple(reason for reason, holds in true.items() if holds))
