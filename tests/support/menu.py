"""What the menus of a page offer, and which part they say the page is of."""

import re
from html import unescape
from uuid import uuid4

from flask import Flask

from shared.web.rules import ROLES
from shared.web.tokens import Principal, issue
from tests.support.services import signing_key
from tests.support.visitor import Visitor

LINK = re.compile(r'<a href="([^"]+)"( aria-current="true")?>([^<]*)</a>')


def _links(page: str, begin: str, end: str) -> list[tuple[str, bool, str]]:
    """Address, whether it is marked, and label of each link between these two."""
    inside = page.partition(begin)[2].partition(end)[0]
    return [(unescape(address), bool(marked), unescape(label)) for address, marked, label in LINK.findall(inside)]


def marked(page: str) -> list[str]:
    """The parts of the main menu that say that the page is theirs."""
    return [address for address, here, _label in _links(page, '<nav aria-label="Main menu">', "</nav>") if here]


def tasks(page: str) -> list[tuple[str, str]]:
    """What the signed-in staff member is offered, as address and label."""
    return [(address, label) for address, _here, label in _links(page, '<details class="tasks">', "</details>")]


def followed(app: Flask, begin: str, own: str) -> dict[str, list[tuple[str, int, list[str]]]]:
    """For each role: the offered tasks whose address begins so, with the status of their page and its marked parts.

    `own` is a page of the service that every staff member may see.
    """
    found = {}
    for role in ROLES:
        principal = Principal(kind="staff", id=uuid4(), name="Rasa", language="en", roles={uuid4(): role})
        visitor = Visitor(app, talka_staff=issue(signing_key("staff")[0], principal))
        offered = [address for address, _label in tasks(visitor.open(own).page)]
        found[role] = [_seen(visitor.open(address)) for address in offered if address.startswith(begin)]
    return found


def _seen(visitor: Visitor) -> tuple[str, int, list[str]]:
    return visitor.address, visitor.status, marked(visitor.page)
