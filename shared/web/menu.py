"""The menus: the parts of the system that everybody sees, and the tasks of staff, which lie in three services."""

from flask import request

from shared.errors import _
from shared.languages import gettext
from shared.web.served import talka
from shared.web.tokens import current

PARTS = ("/", "/directory/", "/board/", "/volunteer/", "/organise/")
PLANNING = {"owner", "organiser"}
CALLED = {"owner", "social_worker"}
HELPING = PLANNING | {"social_worker"}
ALL = HELPING | {"check_in"}

SIGN_OUT = {"events": "/organise/sign-out", "volunteers": "/volunteer/sign-out", "notifications": "/messages/sign-out"}
"""Where each service signs a browser out of everything: its forms bear a token that it alone has given."""


def sections() -> list[tuple[str, str]]:
    """The main menu: address and label. Organisers' part stands there for staff; for the others in the foot."""
    parts = [
        ("/", gettext("Programme")),
        ("/directory/", gettext("Services")),
        ("/board/", gettext("News")),
        ("/volunteer/", gettext("For volunteers")),
    ]
    return [*parts, ("/organise/", gettext("For organisers"))] if tasks() else parts


def tasks() -> list[tuple[str, str]]:
    """What the signed-in staff member may do anywhere, as address and label; nothing for others."""
    principal = current()
    if principal is None or principal.kind != "staff":
        return []
    roles = set(principal.roles.values())
    return [
        (address, label)
        for allowed, address, label in (
            (ALL, "/organise/", gettext("My events")),
            (ALL, "/organise/people", gettext("Find somebody")),
            (HELPING, "/volunteer/requests/", gettext("Requests for help")),
            (HELPING, "/organise/mediation/", gettext("Mediation")),
            (HELPING, "/organise/directory/", gettext("Directory of services")),
            (HELPING, "/organise/board/", gettext("News board")),
            (HELPING, "/messages/texts", gettext("Texts to read")),
            (PLANNING, "/messages/campaigns/", gettext("Messages to many")),
            (HELPING, "/organise/kiosks/", gettext("Information screens")),
            (CALLED, "/messages/privacy/caller", gettext("Data of a caller")),
            (HELPING, "/organise/reports/", gettext("Reports")),
            (PLANNING, "/organise/projects/", gettext("Projects and partners")),
            ({"owner"}, "/organise/organisations/", gettext("Who works here")),
            (HELPING, "/organise/history/", gettext("History of the organisation")),
        )
        if roles & allowed
    ]


def _theirs() -> bool:
    """Whether only organisers may see the present page: it is of their part, also under another service's address."""
    rule = talka().rules.get(request.endpoint or "")
    return rule is not None and rule.kinds == ("staff",)


def here(address: str) -> bool:
    """Whether the present page belongs to this part of the menu."""
    part = "/organise/" if _theirs() else max(filter(request.path.startswith, PARTS), key=len)
    return part == address


def sign_out() -> str:
    """Where a page's form to sign out leads."""
    return SIGN_OUT[talka().service.name]


HOMES = {
    "/organise/": _("To the organisers' pages"),
    "/volunteer/": _("To the volunteers' pages"),
    "/directory/": _("To the directory of services"),
    "/board/": _("To the news"),
}
"""Where each part of the pages begins -> what the way there is called."""


def home() -> tuple[str, str] | None:
    """Where the part begins that the present page is of, and what the way there is called; None for the programme."""
    part = "/organise/" if _theirs() else next((part for part in HOMES if request.path.startswith(part)), None)
    return (part, gettext(HOMES[part])) if part else None
