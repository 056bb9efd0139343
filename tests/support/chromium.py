"""What browser tests look for in any page, and a service on a port for them to open."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Locator, Page, expect
from werkzeug.serving import make_server

from tests.support.machine import free_port

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
LARGE = "36px"
"""Twice the size of our letters."""


def barriers(page: Page) -> list[str]:
    """What axe finds on the page against WCAG 2.2 AA and good practice."""
    found = Axe().run(page, options=WCAG).response["violations"]
    return [f"{fault['id']}: {node['html']} {node['failureSummary']}" for fault in found for node in fault["nodes"]]


def runs_out(page: Page) -> bool:
    """Whether something stands beside the page, so that one must scroll sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def enlarge(page: Page) -> None:
    """Make all letters twice as large, as a person does in the browser's settings."""
    page.evaluate(f"document.documentElement.style.fontSize = '{LARGE}'")


def too_wide(page: Page) -> list[str]:
    """In which of the ways that every page must bear something stands beside it: a small phone, and large letters."""
    found = []
    page.set_viewport_size({"width": 320, "height": 640})
    if runs_out(page):
        found.append("320 pixels")
    enlarge(page)
    for width in (640, 320):
        page.set_viewport_size({"width": width, "height": 640})
        if runs_out(page):
            found.append(f"{width} pixels with large letters")
    return found


def by_mouse(target: Locator) -> None:
    """Click it."""
    target.click()


def by_keyboard(target: Locator) -> None:
    """Tab on until the target has the focus, then press what works there."""
    page = target.page
    for _ in range(60):
        if target.evaluate("element => element === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(target).to_be_focused()
    page.keyboard.press("Space" if target.get_attribute("type") == "radio" else "Enter")


def chosen_by_keyboard(page: Page, name: str, value: str) -> None:
    """Reach a group of choices by Tab and go through it by arrows."""
    by_keyboard(page.locator(f"[name={name}]").first)
    while page.locator(f"[name={name}]:checked").get_attribute("value") != value:
        page.keyboard.press("ArrowDown")


def whole(app: Flask) -> "WSGIApplication":
    """The application with every answer read and closed before it is sent.

    Werkzeug leaves an answer open, and its file with it, when the browser hangs up in the middle of it.
    """

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> list[bytes]:
        body = app(environ, start_response)
        try:
            return list(body)
        finally:
            if hasattr(body, "close"):
                body.close()

    return answer


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address of the application on a port of its own."""
    server = make_server("127.0.0.1", free_port(), whole(app), threaded=True)
    server.daemon_threads = False  # type: ignore[attr-defined]  # a threaded one has it: its end waits for answers
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
