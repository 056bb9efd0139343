"""Whom a note goes to, and what may stand in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from shared.errors import Conflict, _

LONGEST = 300
"""Characters: with title, time and link it still fits an SMS of six parts in any alphabet."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Those who get the note by one channel in one language: how many, what it says to one of them, what it costs.

    `parts` and `price` are those of all their SMS together; `foreign` says that the words are in another language.
    """

    channel: str
    language: str
    people: int
    body: str
    parts: int
    price: Decimal
    foreign: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What a note would be, before it is sent; `unreached` are parties whom no message of ours reaches."""

    shares: tuple[Share, ...]
    unreached: int
    currency: str

    @property
    def people(self) -> int:
        """How many messages would be sent."""
        return sum(share.people for share in self.shares)

    @property
    def parts(self) -> int:
        """Of how many parts of SMS."""
        return sum(share.parts for share in self.shares)

    @property
    def price(self) -> Decimal:
        """What all SMS cost."""
        return sum((share.price for share in self.shares), Decimal(0))
