"""Which language the asker is answered in, and how texts, dates and times look in it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from babel.dates import format_date
from flask import Flask, Response, current_app, g, request
from markupsafe import Markup, escape

from shared import languages
from shared.languages import babel_locale, direction, gettext, ngettext, text_for
from shared.web import forms
from shared.web.assets import asset
from shared.web.served import talka
from shared.web.tokens import current

COOKIE = "lang"
YEAR = 365 * 24 * 3600


def asked() -> str | None:
    """What the asker chose here, now or before."""
    return languages.chosen(request.args.get("lang")) or languages.chosen(request.cookies.get(COOKIE))


def wanted() -> str:
    """What the asker chose here, else what we know of them, else what they send; a programme says it best itself."""
    if chosen := asked():
        return chosen
    header = request.headers.get("Accept-Language")
    principal = current()
    known = languages.chosen(principal.language) if principal else None
    if known and not (header and request.path.startswith("/api/")):
        return known
    return languages.accepted(header)


def begin() -> None:
    """Speak the asker's language until the end of the request."""
    g.contexts.enter_context(languages.using(wanted()))


def prefer(language: str) -> None:
    """Speak this language, which the page knows its reader by, until the end of the request, unless they chose one."""
    if not asked():
        g.contexts.enter_context(languages.using(language))


def keep_choice(response: Response) -> Response:
    """Remember a language that was chosen on a page."""
    chosen = languages.chosen(request.args.get("lang"))
    if chosen and not request.path.startswith("/api/"):
        secure = talka().service.settings.secure_cookies
        response.set_cookie(COOKIE, chosen, max_age=YEAR, httponly=True, samesite="Lax", secure=secure)
    return response


def other_languages() -> list[tuple[str, str, str]]:
    """For the switch: tag, name and address of this page in each language; of the start page if no link leads here."""
    here = request.path if current_app.create_url_adapter(request).test(method="GET") else "/"  # type: ignore[union-attr]
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    return [(tag, name, f"{here}?{urlencode([*kept, ('lang', tag)])}") for tag, name in languages.NAMES.items()]


def sections() -> list[tuple[str, str]]:
    """The main menu: address and label."""
    organisers, volunteers = gettext("For organisers"), gettext("For volunteers")
    return [("/", gettext("Programme")), ("/organise/", organisers), ("/volunteer/", volunteers)]


def here(address: str) -> bool:
    """Whether the present page belongs to this part of the menu."""
    parts = [part for part, _label in sections() if request.path.startswith(part)]
    return max(parts, key=len, default="/") == address


def text(texts: Mapping[str, str]) -> Markup:
    """Content in the asker's language; in another, if it must be, marked as that for screen readers and for the eye."""
    found, language = text_for(texts, languages.current())
    if language == languages.current():
        return escape(found)
    return Markup('<span lang="{}" dir="{}">{}</span>').format(language, direction(language), found)


def day(moment: date | datetime, zone: str | None = None) -> str:
    """A day with its name, in the zone's wall time: `sekmadienis, 2026 m. gegužės 31 d.`."""
    local = moment.astimezone(ZoneInfo(zone)) if isinstance(moment, datetime) and zone else moment
    return format_date(local, "full", locale=babel_locale(languages.current()))


def clock(moment: datetime, zone: str) -> str:
    """The time of day on the zone's wall clocks, of 24 hours in every language, as in messages: `18:00`."""
    return moment.astimezone(ZoneInfo(zone)).strftime("%H:%M")


def moment(moment: datetime, zone: str) -> str:
    """Day and time on the zone's wall clocks."""
    return gettext("{day}, {time}", day=day(moment, zone), time=clock(moment, zone))


def install(app: Flask) -> None:
    """Let the application's templates speak."""
    shown: dict[str, Any] = {"text": text, "date": day, "clock": clock, "moment": moment}
    app.jinja_env.filters.update(shown)
    app.jinja_env.globals.update({"_": gettext, "gettext": gettext, "ngettext": ngettext, "_n": ngettext, **shown})
    app.jinja_env.globals.update({"sections": sections, "here": here, "other_languages": other_languages})
    app.jinja_env.globals.update({"asset": asset, "direction_of": direction})
    app.jinja_env.globals.update({"form_fields": forms.form_fields, "value_of": forms.value_of})

    @app.context_processor
    def facts() -> dict[str, object]:
        language = languages.current()
        return {
            "language": language,
            "direction": direction(language),
            "principal": current(),
            "zone": talka().service.settings.zone,
        }
