"""What the organiser writes down, out of the sample programme of Kaišiadorys."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from deploy.embedded.demo.organiser import Occurrence

SAMPLE = tomllib.loads((Path(__file__).parents[3] / "services/events/samples/kaisiadorys.toml").read_text())
ORGANISERS: list[str] = [one["email"] for one in SAMPLE["staff"] if one["role"] in {"owner", "organiser"}]
CONSULTATION, TALKA, *_ = SAMPLE["events"]
"""The group consultation, and "Kultūrų pažinimas"."""
SHIFT: Mapping[str, Any] = TALKA["occurrences"][0]["shifts"][0]
WRITTEN_IN = ("lt", "uk", "en")


def draft(sample: Mapping[str, Any], occurrences: Sequence[Occurrence]) -> dict[str, Any]:
    """A sample event with texts in three languages, on these dates."""
    texts = {name: _three(sample[name]) for name in ("title", "summary", "description") if name in sample}
    return {"kind": sample["kind"], "venue": sample["venue"], "offer_hours": 0, "occurrences": occurrences} | texts


def _three(texts: Mapping[str, str]) -> dict[str, str]:
    return {language: texts[language] for language in WRITTEN_IN if language in texts}
