"""Moments for tests; the `time_machine` fixture moves the process to one of them."""

from datetime import datetime
from zoneinfo import ZoneInfo

VILNIUS = ZoneInfo("Europe/Vilnius")


def vilnius(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A moment given by a wall clock in Lithuania."""
    return datetime(year, month, day, hour, minute, tzinfo=VILNIUS)
