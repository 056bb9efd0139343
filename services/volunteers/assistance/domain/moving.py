"""Help follows the appointment it leads to: the same time before it, the same way, another day, hour or place."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

MOMENTS = ("starts_at", "ends_at", "appointment_at", "return_at", "sought_from")
ARROW = " → "
"""What stands between the two ends of a way back."""


def turned(there: Mapping[str, Any]) -> dict[str, str]:
    """From where to where a way back leads. Where home is stays private: it leads to the area."""
    destination, area = there.get("destination"), there["area"]
    return {
        "place": f"{destination or area}{ARROW}{there['place']}",
        "destination": ARROW.join(filter(None, (destination, area))),
    }


def shifted(facts: Mapping[str, Any], shift: timedelta) -> dict[str, datetime]:
    """The moments of a request, those that it has, so much later; all with an offset."""
    return {name: facts[name] + shift for name in MOMENTS if facts.get(name) is not None}


def led_elsewhere(words: str, was: str, destination: str) -> str:
    """A place, or a way back that begins where somebody was driven, with the new destination for the old one."""
    if words == was:
        return destination
    return f"{destination}{words[len(was) :]}" if words.startswith(f"{was}{ARROW}") else words
