"""What a shift is, and the one answer to "may this person take a place?" that list, page, sign-up and API share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from services.volunteers.people.domain import AgeBand, OverlappingShift, language_name, skill_name
from shared.contracts import parts
from shared.errors import Conflict, DomainError, _
from shared.languages import between, gettext

COORDINATORS = ("owner", "organiser", "social_worker")
"""Roles in an organisation that see and manage the volunteers of its shifts."""
OPEN = "open"
SIGN_UP = "sign_up"
"""The kind of a sign-up's commitment in a volunteer's calendar, and what replies and receipts are about."""
SCREEN_SKILL = "kiosk"
"""What a shift may ask for whose people help at an information screen."""
TOLD = ("starts_at", "ends_at", "zone", "venue")
"""What people who come have been told of a shift: if it changes, they have to hear, and its version rises."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A shift as it stands: what work, where, when, for how many, and how many are coming.

    `version` counts the changes of what people have been told. `at_screen`: whoever has it is rung when somebody asks
    for help at the information screen.
    """

    id: UUID
    version: int
    state: str
    event_id: UUID
    occurrence_id: UUID
    organisation_id: UUID
    organisation: str
    title: Mapping[str, str]
    event_title: Mapping[str, str]
    places: int
    taken: int
    languages: tuple[str, ...]
    skills: tuple[str, ...]
    starts_at: datetime
    ends_at: datetime
    zone: str
    venue: parts.Venue
    at_screen: bool = False

    @property
    def free(self) -> int:
        """Places that can still be taken; none if more people are coming than are wanted by now."""
        return max(0, self.places - self.taken)

    def facts(self) -> parts.Shift:
        """The shift as it stands in messages."""
        return parts.Shift(
            shift_id=self.id,
            version=self.version,
            event_id=self.event_id,
            occurrence_id=self.occurrence_id,
            title=dict(self.title),
            event_title=dict(self.event_title),
            organisation=self.organisation,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            zone=self.zone,
            venue=self.venue,
        )


class Standing(StrEnum):
    """How a shift stands for whoever has to see that it is covered, the most pressing first."""

    WANTED = "wanted"
    COVERED = "covered"
    PAST = "past"

    @property
    def label(self) -> str:
        """What the shifts that stand so are headed with, in the reader's language."""
        return gettext(_STANDINGS[self])


_STANDINGS = {
    Standing.WANTED: _("People are still wanted"),
    Standing.COVERED: _("Enough people come"),
    Standing.PAST: _("Over or cancelled"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Who asks for a place. `signed_up`: they have one in this very shift; `busy`: they are promised elsewhere then."""

    languages: frozenset[str]
    skills: frozenset[str]
    age_band: AgeBand
    signed_up: bool
    busy: bool


ACCESS = {
    "step_free": _("No steps"),
    "accessible_toilet": _("Accessible toilet"),
    "hearing_loop": _("Hearing loop"),
    "lift": _("Lift"),
    "parking": _("Parking"),
    "quiet_room": _("Quiet room"),
    "childcare": _("Childcare"),
}


def access_name(code: str) -> str:
    """What one can rely on at the venue, in the reader's language; an unknown code in words."""
    return gettext(ACCESS[code]) if code in ACCESS else code.replace("_", " ")


class ShiftIsCancelled(Conflict):
    """The work is not needed."""

    code = "shift-is-cancelled"
    title = _("This shift is cancelled.")


class ShiftHasBegun(Conflict):
    """Places can be taken until the shift begins."""

    code = "shift-has-begun"
    title = _("This shift has begun already.")


class ShiftIsOver(Conflict):
    """What took place cannot be called off."""

    code = "shift-is-over"
    title = _("This shift is over and cannot be cancelled.")


class AlreadySignedUp(Conflict):
    """One person takes one place."""

    code = "already-signed-up"
    title = _("You have a place in this shift already.")


class ShiftIsFull(Conflict):
    """Never more volunteers than places."""

    code = "shift-is-full"
    title = _("All places in this shift are taken (places: {places}).")


class TooYoung(Conflict):
    """Law on Volunteering XI-1500: volunteers are over 14 (wording before 2024-07-01; the new one is not confirmed)."""

    code = "too-young"
    title = _("Volunteers are at least 14 years old. Come together with a grown-up who signs up.")


class LanguagesAreMissing(Conflict):
    """The volunteer speaks at least the languages that are asked for."""

    code = "languages-are-missing"
    title = _("This shift needs somebody who also speaks: {languages}.")


class SkillsAreMissing(Conflict):
    """The volunteer has at least the skills that are asked for."""

    code = "skills-are-missing"
    title = _("This shift needs somebody with: {skills}.")


def why_not(shift: Shift, candidate: Candidate | None, now: datetime) -> DomainError | None:
    """The first reason why this person cannot take a place now, or None; without a person, why nobody can."""
    if shift.state != OPEN:
        return ShiftIsCancelled()
    if shift.starts_at <= now:
        return ShiftHasBegun()
    if candidate and candidate.signed_up:
        return AlreadySignedUp()
    if not shift.free:
        return ShiftIsFull(places=shift.places)
    return _unfit(shift, candidate) if candidate else None


def _unfit(shift: Shift, candidate: Candidate) -> DomainError | None:
    if candidate.age_band == AgeBand.UNDER_14:
        return TooYoung()
    if languages := _missing(shift.languages, candidate.languages):
        return LanguagesAreMissing(languages=between().join(map(language_name, languages)))
    if skills := _missing(shift.skills, candidate.skills):
        return SkillsAreMissing(skills=between().join(map(skill_name, skills)))
    return OverlappingShift() if candidate.busy else None


def _missing(wanted: Iterable[str], there: frozenset[str]) -> list[str]:
    return [code for code in wanted if code not in there]
