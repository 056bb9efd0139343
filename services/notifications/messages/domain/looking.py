"""A look at a text to many before it is sent: how many get it, by which channel, in which words, at which price."""

from dataclasses import dataclass, replace
from decimal import Decimal

LONGEST = 300
"""Characters: with title, time and link it still fits an SMS of six parts in any alphabet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Those who get the text by one channel in one language: how many, what it says to one of them, what it costs.

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
    """What a text to many would be, before it is sent; `unreached` are those whom no message of ours reaches.

    `merged` counts people who read it once together, since they share an address.
    """

    shares: tuple[Share, ...]
    unreached: int
    currency: str
    merged: int = 0

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


def together(one: Share, other: Share) -> Share:
    """Two groups of one channel and language; the first one's words stand for both."""
    return replace(one, people=one.people + other.people, parts=one.parts + other.parts, price=one.price + other.price)
