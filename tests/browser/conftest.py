"""Debian's Chromium instead of a downloaded browser."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.support.machine import program

FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """How to start the browser; as root it needs to go without its sandbox."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": program("chromium", "chromium", "fonts-noto-core"), "args": FLAGS + sandbox}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    """A person in Lithuania on a small phone; the narrowest width the pages must serve."""
    return {"locale": "lt-LT", "timezone_id": "Europe/Vilnius", "viewport": {"width": 360, "height": 740}}


@pytest.fixture
def scriptless(browser: Browser) -> Iterator[Page]:
    """A browser whose owner has turned scripts off."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()
