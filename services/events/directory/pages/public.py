"""Pages of the directory for everybody: looking for a service, and one service."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from flask import request
from sqlalchemy.orm import Session

from services.events.directory import queries
from services.events.directory.domain import SAYING, language_name, told
from services.events.directory.schemas import LOOKED_AT, DirectoryFilter
from services.events.organisations.domain import HELPERS
from shared.languages import current, gettext, text_for
from shared.web import speaking, tokens
from shared.web.pages import Pages, render
from shared.web.rules import anyone

pages = Pages("directory")
PER_PAGE = 20


@pages.get("/directory/", allow=anyone, public=True)
def directory(session: Session) -> Any:
    """Services by words, target group, place and language; all of it is in the address, so it can be sent on."""
    sent = {name: value[:LOOKED_AT] for name, value in request.args.items() if value and name != "lang"}
    wrong = DirectoryFilter().validate(sent)
    wanted = {name: value for name, value in sent.items() if name not in wrong}
    filters = DirectoryFilter().load(wanted)
    found, more, widened = queries.services_sought(session, per_page=PER_PAGE, **filters)
    targets, cities, spoken = queries.narrowing(session)
    return render(
        "directory/directory.html",
        services=[as_of_now(one) for one in found],
        more=str(filters["page"] + 1) if more else None,
        widened=widened,
        wanted=wanted,
        target_options=[(code, text_for(names, current())[0]) for code, names in targets],
        city_options=[(city, city) for city in cities],
        spoken_options=[(code, language_name(code)) for code in spoken],
        **WORDS,
    )


@pages.get("/directory/services/<uuid:service_id>", allow=anyone, public=True)
def service(session: Session, service_id: UUID) -> Any:
    """One service: what it is, for whom, where and when, and how to get it."""
    found = as_of_now(queries.service_shown(session, service_id))
    done = gettext("Thank you. Those who keep this page will look into it.") if request.args.get("done") else ""
    who = tokens.current()
    may_ask = who is not None and bool(who.organisations(*HELPERS))
    return render("directory/service.html", service=found, done=done, may_ask=may_ask, **WORDS)


def as_of_now(service: dict[str, Any]) -> dict[str, Any]:
    """A service as pages tell of it at this moment."""
    return told(service, datetime.now(UTC))


def on(day: str) -> str:
    """A day of an entry, such as that of its last check, in the asker's language."""
    return speaking.day(date.fromisoformat(day))


WORDS: dict[str, Any] = SAYING | {"on": on}
"""What templates of the directory say facts with."""
