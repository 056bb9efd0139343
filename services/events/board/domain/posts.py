"""Rules of posts: what they are about, how long they stay, and who looks at them before they go out."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from services.events.programme.domain import outdated
from shared.errors import Conflict, Gone, Invalid, Stale, _
from shared.languages import text_for

LONGEST = 90
"""Days that a post stays at most: what nobody renews is out of date, and a board full of that is read by nobody."""
ZONE = ZoneInfo("Europe/Vilnius")
"""A post's days are those of this town: it appears and ends at midnight there."""
ENDS = "board_post_ends"
"""Kind of the due row at which a post leaves the board."""
FACTS = ("category", "area", "title", "body", "link", "machine_made", "from_on", "until_on")
"""What staff write of a post, and what a change proposes anew."""
TEXTS = ("title", "body")


class Category(StrEnum):
    """What a post is about, as the project of Kaišiadorys names it."""

    INTEGRATION = "integration"
    LIVING = "living"
    JOBS = "jobs"
    SERVICES = "services"


CATEGORY_NAMES = {
    Category.INTEGRATION: _("Integration"),
    Category.LIVING: _("Living here"),
    Category.JOBS: _("Jobs"),
    Category.SERVICES: _("Services"),
}


class State(StrEnum):
    """A post's state. Only a `published` one is seen, from its first day to its last."""

    DRAFT = "draft"
    WAITING = "waiting"
    PUBLISHED = "published"
    SENT_BACK = "sent_back"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Decision(StrEnum):
    """What becomes of a post without its writer, who hears of it."""

    APPROVED = "approved"
    SENT_BACK = "sent_back"
    EXPIRED = "expired"

    @property
    def due(self) -> str:
        """Kind of the due row by which its writer is told."""
        return f"board_post_{self}"

    def holds(self, state: str, reason: str) -> bool:
        """Whether it still holds of a post of this state: its writer may have gone on."""
        if self is Decision.SENT_BACK:
            return bool(reason)
        return state == (State.PUBLISHED if self is Decision.APPROVED else State.EXPIRED) and not reason


MACHINE_MADE = _("Translated by machine, not checked yet")
"""What stands at a text that no person has checked, wherever it is shown."""
MAYBE_OLDER = _("Perhaps an older text")
"""What stands at a text that stayed as it was when the Lithuanian one changed."""
STATE_NAMES = {
    State.DRAFT: _("Draft"),
    State.WAITING: _("Waits to be approved"),
    State.PUBLISHED: _("Published"),
    State.SENT_BACK: _("Sent back"),
    State.EXPIRED: _("Time is over"),
    State.WITHDRAWN: _("Withdrawn"),
}


class NothingToModerate(Conflict):
    """Somebody else has judged it already, or its writer has taken it back."""

    code = "nothing-to-moderate"
    title = _("Nothing of this post waits for an answer any more.")


class NotRenewable(Conflict):
    """Only what was on the board may stay there longer without anybody reading it again."""

    code = "not-renewable"
    title = _("Only a post that is or was on the board can be renewed. Send this one first.")


class PostIsOver(Gone):
    """It was on the board; its link may stand in an old letter or on another site."""

    code = "post-is-over"
    title = _("This news is over and no longer on the board. See what is there now.")


def mark(post: Mapping[str, Any], language: str) -> str:
    """What is to be said of the text that a reader of this language is shown, in English; nothing of a checked one."""
    shown = text_for(post["title"], language)[1]
    if shown in post["machine_made"]:
        return MACHINE_MADE
    return MAYBE_OLDER if shown in post["outdated"] else ""


def left_behind(
    known: Collection[str], former: Mapping[str, Any], present: Mapping[str, Any], checked: Collection[str]
) -> list[str]:
    """The languages whose texts are older than the Lithuanian ones after a change, beside those `known` as such.

    Whoever changes a post says in which languages the texts hold (`checked`).
    """
    return [tag for tag in outdated(known, former, present, TEXTS) if tag not in checked]


def check_period(from_on: date, until_on: date, today: date) -> None:
    """Raise Invalid, at the last day, for days that end before they begin, are all over, or are more than LONGEST."""
    if until_on < from_on:
        raise Invalid({"until_on": [_("The last day cannot be before the first one.")]})
    if until_on < today:
        raise Invalid({"until_on": [_("This day is over. Choose a later one.")]})
    if (until_on - from_on).days >= LONGEST:
        raise Invalid(
            {"until_on": [_("A post stays for 90 days at most. Choose an earlier day; you can renew it later.")]}
        )


def check_version(held: int, wanted: int) -> None:
    """Raise Stale if the post was changed since the asker read it."""
    if held != wanted:
        raise Stale


def is_judged(*, proposed: bool, state: str, reason: str) -> bool:
    """Whether nothing of a post waits for the lead: neither the post nor a change proposed to it."""
    return state != State.WAITING and not (proposed and not reason)


def renewed(state: str, from_on: date, until_on: date, today: date) -> tuple[date, date]:
    """The first and last day of a post that stays as long again from today on. Raises NotRenewable, also before it."""
    if state not in {State.PUBLISHED, State.EXPIRED} or from_on > today:
        raise NotRenewable
    return today, today + (until_on - from_on)


def today_of(now: datetime) -> date:
    """The day that it is in ZONE at this moment."""
    return now.astimezone(ZONE).date()


def appears_at(from_on: date, now: datetime) -> datetime:
    """From which moment on a post is seen that is published now: from its first day's midnight if that is ahead."""
    return max(now, datetime.combine(from_on, time(), ZONE))


def ends_at(until_on: date) -> datetime:
    """The midnight at the end of a post's last day."""
    return datetime.combine(until_on + timedelta(days=1), time(), ZONE)
