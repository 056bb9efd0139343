"""The way of a message as a row of moments: written, held, tried, what the gateway said then and later, told by us."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What a moment is about."""

    WRITTEN = "written"
    HELD = "held"
    TRIED = "tried"
    SAID = "said"
    RECEIPT = "receipt"
    ENDED = "ended"
    TOLD = "told"


@dataclass(frozen=True, slots=True)
class Step:
    """One moment (with offset). `word` is an outcome, a receipt's status or a state; `detail` a code or a reason."""

    at: datetime
    kind: Kind
    word: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Try:
    """One try to hand a message over; without `ended_at` nobody knows yet how it ended."""

    started_at: datetime
    ended_at: datetime | None
    outcome: str | None
    code: str | None


@dataclass(frozen=True, slots=True)
class Course:
    """The moments of a message itself. `ended_at` is when it failed or was withdrawn, None for any other."""

    written_at: datetime
    not_before: datetime
    state: str
    reason: str | None
    ended_at: datetime | None
    told_at: datetime | None


def steps(course: Course, tries: Iterable[Try], receipts: Iterable[tuple[datetime, str]]) -> list[Step]:
    """All moments, the oldest first; of two at once, in the order in which they follow from one another."""
    found = [Step(course.written_at, Kind.WRITTEN)]
    if course.not_before > course.written_at:
        found.append(Step(course.not_before, Kind.HELD))
    for one in tries:
        found.append(Step(one.started_at, Kind.TRIED))
        if one.ended_at and one.outcome:
            found.append(Step(one.ended_at, Kind.SAID, one.outcome, one.code or ""))
    found += [Step(at, Kind.RECEIPT, status) for at, status in receipts]
    if course.ended_at:
        found.append(Step(course.ended_at, Kind.ENDED, course.state, course.reason or ""))
    if course.told_at:
        found.append(Step(course.told_at, Kind.TOLD))
    order = list(Kind)
    return sorted(found, key=lambda step: (step.at, order.index(step.kind)))
