"""What the stack's Prometheus knows."""

import json
import urllib.request
from typing import Any
from urllib.parse import quote

from tests.support.stack import PROMETHEUS


def prometheus(path: str) -> str:
    """One of its pages."""
    with urllib.request.urlopen(f"{PROMETHEUS}{path}", timeout=10) as answer:  # noqa: S310 - our own address
        return str(answer.read().decode())


def ask(question: str) -> list[dict[str, Any]]:
    """The samples that answer a question in Prometheus' language."""
    found: list[dict[str, Any]] = json.loads(prometheus(f"/api/v1/query?query={quote(question)}"))["data"]["result"]
    return found


def firing(state: str = "firing") -> set[str]:
    """The alerts that are raised, or `pending`: about to be."""
    return {sample["metric"]["alertname"] for sample in ask(f"ALERTS{{alertstate='{state}'}}")}
