"""Days that samples tell of: they count from the day of loading, so that the story is always of now."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from shared.database import moment

HERE = ZoneInfo("Europe/Vilnius")


def sample_day(session: Session, facts: Mapping[str, Any]) -> date:
    """The day in Lithuania that a sample names: `before_this_month` days before its first day, or so many `days_ago`.

    Without either it is the day of loading.
    """
    today = moment(session).astimezone(HERE).date()
    if "before_this_month" in facts:
        return today.replace(day=1) - timedelta(days=facts["before_this_month"])
    return today - timedelta(days=facts.get("days_ago", 0))
