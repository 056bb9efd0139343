"""What a change did to dates, as the history keeps it: which dates, what was before and what is since.

It is kept as text with the deed, since a date may move again and a draft's dates are written anew. Rows from before
this was kept have none.
"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

DATED = ("occurrence_added", "occurrence_moved", "occurrence_cancelled", "capacity_changed", "change_undone")
"""What the audit calls the deeds of which this is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a date stood: its times (with their zone), the name of its venue, and its places."""

    starts_at: datetime
    ends_at: datetime
    venue: str
    capacity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DateDeed:
    """What was done with one date, whose clocks are those of `zone`; `before` is None where nothing was replaced."""

    zone: str
    after: Standing
    before: Standing | None = None


def dates_written(dates: list[DateDeed], undone: str = "") -> str:
    """The detail of a deed: what became of these dates, and which change it took back, if any."""
    kept = {"undone": undone, "dates": [asdict(one) for one in dates]}
    return json.dumps(kept, default=datetime.isoformat, ensure_ascii=False) if dates or undone else ""


def dates_read(detail: str) -> tuple[list[DateDeed], str]:
    """What `dates_written` made of it: the dates, the one that was soonest first, and which change was taken back."""
    kept: dict[str, Any] = json.loads(detail) if detail else {}
    dates = [
        DateDeed(zone=one["zone"], after=_standing(one["after"]), before=one["before"] and _standing(one["before"]))
        for one in kept.get("dates", [])
    ]
    return sorted(dates, key=lambda one: (one.before or one.after).starts_at), kept.get("undone", "")


def _standing(kept: dict[str, Any]) -> Standing:
    times = {name: datetime.fromisoformat(kept[name]) for name in ("starts_at", "ends_at")}
    return Standing(**kept | times)
