"""Pages of the directory for everybody: looking for a service, and one service."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from babel.dates import get_day_names
from flask import request
from sqlalchemy.orm import Session

from services.events.directory import queries
from services.events.directory.domain import WEEKDAYS, open_until, texts_of
from services.events.directory.schemas import DirectoryFilter
from shared.languages import babel_locale, current, gettext, text_for
from shared.web import speaking
from shared.web.pages import Pages, render
from shared.web.rules import anyone

pages = Pages("directory")
PER_PAGE = 20


@pages.get("/directory/", allow=anyone, public=True)
def directory(session: Session) -> Any:
    """Services by words, target group, place and language; all of it is in the address, so it can be sent on."""
    sent = {name: value for name, value in request.args.items() if value and name != "lang"}
    wrong = DirectoryFilter().validate(sent)
    wanted = {name: value for name, value in sent.items() if name not in wrong}
    filters = DirectoryFilter().load(wanted)
    found, more = queries.services_shown(session, per_page=PER_PAGE, **filters)
    targets, cities, spoken = queries.narrowing(session)
    return render(
        "directory/directory.html",
        services=[told(one) for one in found],
        more=str(filters["page"] + 1) if more else None,
        wanted=wanted,
        target_options=[(code, text_for(names, current())[0]) for code, names in targets],
        city_options=[(city, city) for city in cities],
        spoken_options=[(code, language_name(code)) for code in spoken],
        **WORDS,
    )


@pages.get("/directory/services/<uuid:service_id>", allow=anyone, public=True)
def service(session: Session, service_id: UUID) -> Any:
    """One service: what it is, for whom, where and when, and how to get it."""
    found = told(queries.service_shown(session, service_id))
    done = gettext("Thank you. Those who keep this page will look into it.") if request.args.get("done") else ""
    return render("directory/service.html", service=found, done=done, **WORDS)


def told(service: dict[str, Any]) -> dict[str, Any]:
    """A service with its places, each with the hours that count there and until when it is open now."""
    now, places = datetime.now(UTC), []
    for one in service.get("service_at_locations", ()):
        hours = one.get("schedules") or one["location"].get("schedules") or service.get("schedules") or []
        told = {"hours": sorted(hours, key=_first), "open_until": open_until(hours, now)}
        places.append(one["location"] | told)
    terms = [one["taxonomy_term"] for one in service.get("attributes", ()) if one.get("link_type") == "eligibility"]
    ends = [place["open_until"] for place in places if place["open_until"]]
    return service | {"places": places, "targets": terms, "open_until": max(ends, default=None)}


def _first(schedule: dict[str, Any]) -> tuple[int, str]:
    """Where a schedule stands in a week."""
    day = schedule.get("byday", "")[:2]
    return WEEKDAYS.index(day) if day in WEEKDAYS else len(WEEKDAYS), schedule.get("opens_at", "")


def day_names(schedule: dict[str, Any]) -> list[str]:
    """The days of a weekly rule in the asker's language; none for another rule, which its description explains."""
    names = get_day_names("wide", context="stand-alone", locale=babel_locale(current()))
    days = schedule.get("byday", "").split(",") if schedule.get("freq") == "WEEKLY" else []
    return [names[WEEKDAYS.index(day)] for day in days if day in WEEKDAYS]


def language_name(code: str) -> str:
    """What the asker calls a language; its code if nobody has a name for it."""
    return str(babel_locale(current()).languages.get(code, code))


def on(day: str) -> str:
    """A day of an entry, such as that of its last check, in the asker's language."""
    return speaking.day(date.fromisoformat(day))


WORDS: dict[str, Any] = {"said": texts_of, "days": day_names, "spoken": language_name, "on": on}
"""What templates of the directory say facts with."""
