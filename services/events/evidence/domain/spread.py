"""What was spread: how often widgets were loaded, and what became of campaigns. Nothing here is about one person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from services.events.board.domain import SHOWN
from services.events.evidence.domain.tables import Key, Table, table
from services.events.mediation.domain import TargetGroup
from shared.languages import DEFAULT, LANGUAGES

NOBODYS = "unnamed"
"""The site of widgets that do not say whose site they are on; not empty, which is no row of a table."""
GROUPS = {"disabled": "disability", "social_support": "on_support", "refugees": "newcomer"}
"""How `notifications` names target groups that are named otherwise here."""
FATES = {"delivered": "met", "failed": "unmet", "withdrawn": "withdrawn"}
"""What `notifications` says of a message -> its outcome; anything else is open."""


@dataclass(frozen=True, order=True)
class Shown:
    """How often widgets on a site, an organisation's by its id, asked for what they show in a month, in a language."""

    site: str
    month: date
    what: str
    language: str
    number: int


@dataclass(frozen=True, order=True)
class Spread:
    """The campaigns of a topic that began in a month: how many, to how many addresses, and what became of those."""

    month: date
    topic: str
    campaigns: int
    number: int
    met: int
    unmet: int
    withdrawn: int
    open: int


def group_of(code: str) -> TargetGroup:
    """The target group that `notifications` means; `unsaid` for one that is not known here."""
    named = GROUPS.get(code, code)
    return TargetGroup(named) if named in set(TargetGroup) else TargetGroup.UNSAID


def language_of(code: str) -> str:
    """The language, if it is one of ours."""
    return code if code in LANGUAGES else DEFAULT


def shown_tables(loads: Sequence[Shown], sites: Iterable[Key], months: Iterable[Key]) -> tuple[Table, dict[str, Table]]:
    """What was shown by language, and by site and by month what was shown: as many as `for_everybody` takes."""
    return table(loads, SHOWN, lambda one: one.what, lambda one: one.language, LANGUAGES), {
        "site": table(loads, tuple(sites), lambda one: one.site, lambda one: one.what, SHOWN),
        "month": table(loads, tuple(months), lambda one: f"{one.month:%Y-%m}", lambda one: one.what, SHOWN),
    }
