"""Whom a note goes to, and what may stand in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from shared.errors import Conflict, _


class NoteIsTooLate(Conflict):
    """The date is over or called off."""

    code = "note-is-too-late"
    title = _("This date is over or cancelled, so nobody can be written to about it any more.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A note to be written: its words by language, and who gets it besides those with a place at the date."""

    occurrence_id: UUID
    words: Mapping[str, str]
    to_waiting: bool
    to_volunteers: bool
