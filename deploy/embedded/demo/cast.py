"""Who takes part in the demonstration. Each run gives them phones and addresses nobody had before."""

import secrets
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Household:
    """A party that registers. `phone` is a number in the cast, a family may share one; `email` is a name."""

    name: str
    party: int
    language: str
    phone: int | None = None
    email: str | None = None
    needs: tuple[str, ...] = ()
    any_hour: bool = True

    @property
    def names(self) -> list[str]:
        """A name for each person."""
        return [self.name, *(f"{self.name} {number}" for number in range(2, self.party + 1))]


@dataclass(frozen=True, kw_only=True)
class Helper:
    """A volunteer."""

    name: str
    language: str
    speaks: tuple[str, ...]
    phone: int | None = None
    email: str | None = None


PETRENKO = Household(name="Petrenko", party=4, language="uk", phone=1)
SMITH = Household(name="Smith", party=5, language="en", email="smith")
SOKOLOV = Household(name="Sokolov", party=3, language="ru", email="sokolov")
KAZLAUSKIENE = Household(name="Kazlauskienė", party=1, language="lt-simple", phone=4, needs=("hard_of_hearing",))
BROWN = Household(name="Brown", party=2, language="en", phone=5)
RIMKUS = Household(name="Rimkus", party=1, language="lt", phone=6)
VOLKOV = Household(name="Volkov", party=2, language="ru", phone=7)

FIRST_DATE = (
    PETRENKO,
    Household(name="Al-Masri", party=6, language="ar", phone=2),
    Household(name="Al-Masri (grandparents)", party=2, language="ar", phone=2, needs=("wheelchair",)),
    Household(name="Kovalenko", party=8, language="uk", email="kovalenko"),
    Household(name="Petraitienė", party=1, language="lt", needs=("companion",)),
    Household(name="Jonaitis", party=7, language="lt", email="jonaitis"),
    SMITH,
    Household(name="Ivanova", party=2, language="ru", phone=3),
    SOKOLOV,
    KAZLAUSKIENE,
    BROWN,
)
"""In the order in which they come. 28 places are taken when Smith's five ask for the last two."""
SECOND_DATE = (RIMKUS, Household(name="Bondarenko", party=3, language="uk", email="bondarenko"), VOLKOV)
HADDAD = Household(name="Haddad", party=2, language="ar", phone=9, any_hour=False)
TOMORROW = (
    Household(name="Stankus", party=2, language="lt", phone=8),
    Household(name="Shevchenko", party=1, language="uk", email="shevchenko"),
    HADDAD,
)
SOON = (Household(name="Mockus", party=1, language="lt", phone=10),)
MOVED_AWAY = Household(name="Butkus", party=2, language="lt", phone=11)

VOLUNTEERS = (
    Helper(name="Rūta", language="lt", speaks=("lt", "uk"), phone=21),
    Helper(name="Oksana", language="uk", speaks=("uk", "lt"), email="oksana"),
    Helper(name="James", language="en", speaks=("en", "uk"), phone=22),
    Helper(name="Darius", language="lt", speaks=("lt", "uk", "ru"), phone=23),
)


@dataclass(frozen=True)
class Addresses:
    """The phones and addresses of one run."""

    run: str = field(default_factory=lambda: f"{secrets.randbelow(10**5):05}")

    def phone(self, number: int | None) -> str | None:
        """A Lithuanian mobile number (E.164), which nothing of the embedded run ever dials."""
        return None if number is None else f"+3706{self.run}{number:02}"

    def email(self, name: str | None) -> str | None:
        """An address that no mail can reach (RFC 2606)."""
        return None if name is None else f"{name}.{self.run}@example.org"
