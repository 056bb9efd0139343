"""Which language the asker is answered in, and how texts, dates and times look in it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton, get_day_names
from babel.numbers import format_currency, format_decimal
from flask import Flask, Response, g, request
from markupsafe import Markup, escape

from shared import languages
from shared.errors import _
from shared.languages import babel_locale, direction, gettext, left_to_right, ngettext, text_for
from shared.web import again, forms, menu, openly
from shared.web.assets import asset
from shared.web.served import talka
from shared.web.tokens import current

COOKIE = "lang"
YEAR = 365 * 24 * 3600
IN_FULL = {
    "lt": "y 'm'. MMMM d 'd'., EEEE",
    "lt-simple": "y 'metų' MMMM d 'diena', EEEE",
    "en": "EEEE, d MMMM y",
    "uk": "EEEE, d MMMM y 'р'.",
    "ru": "EEEE, d MMMM y 'г'.",
    "ar": "EEEE، d MMMM y",
}
"""A day as messages write it, so that a page and the mail about it read alike."""


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
    g.contexts.enter_context(languages.speaking_as(talka().service.name))
    g.contexts.enter_context(languages.using(wanted()))


def prefer(language: str, *others: str) -> None:
    """Speak this language, which the page knows its reader by, until the end of the request, unless they chose one.

    Where somebody else may read it too, whose language is among the `others`, that one is spoken if their browser
    wants it.
    """
    if not asked():
        wanted = languages.current()
        g.contexts.enter_context(languages.using(wanted if wanted in others else language))


def speak(language: str) -> None:
    """Speak this language, which stands in the page's own address, until the end of the request."""
    g.contexts.enter_context(languages.using(language))


def keep_choice(response: Response) -> Response:
    """Remember a language that was chosen on a page."""
    chosen = languages.chosen(request.args.get("lang"))
    if chosen and not request.path.startswith("/api/") and not openly.is_open():
        secure = talka().service.settings.secure_cookies
        response.set_cookie(COOKIE, chosen, max_age=YEAR, httponly=True, samesite="Lax", secure=secure)
    return response


def other_languages() -> list[tuple[str, str, str]]:
    """For the switch: tag, name and address of this page in each language; of the page above if no link leads here."""
    here = again.beginning(f"{request.path}/")
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    return [(tag, name, f"{here}?{urlencode([*kept, ('lang', tag)])}") for tag, name in languages.NAMES.items()]


def text(texts: Mapping[str, str]) -> Markup:
    """Content in the asker's language; in another, if it must be, marked as that for screen readers and for the eye."""
    found, language = text_for(texts, languages.current())
    if language == languages.current():
        return escape(found)
    return Markup('<span class="foreign" lang="{}" dir="{}">{}</span>').format(language, direction(language), found)


def apart(name: str) -> Markup:
    """What somebody or something is called, set apart from the direction and the language around it."""
    return Markup("<bdi>{}</bdi>").format(name)


def said(message: str, **facts: object) -> str:
    """The message in the asker's language for a page; a fact that is marked keeps its marks, all else is escaped."""
    if any(hasattr(fact, "__html__") for fact in facts.values()):
        return escape(gettext(message)).format(**facts)
    return gettext(message, **facts)


def in_tongue(tag: str) -> Markup:
    """The attributes `lang` and `dir` for a text in the language of this tag; none if it is the asker's own."""
    if tag == languages.current() or tag not in languages.NAMES:
        return Markup()
    return Markup(' lang="{}" dir="{}"').format(tag, direction(tag))


def tongue(tag: str) -> Markup:
    """What a language calls itself, marked as being in that language; a tag that is none of ours stands as it is."""
    name = languages.NAMES.get(tag, tag)
    return Markup("<span{}>{}</span>").format(marks, name) if (marks := in_tongue(tag)) else escape(name)


def marks_of(value: object, label: str) -> Markup:
    """The attributes of an option of this value that is called so: its language's, if that is what it names."""
    tag = str(value)
    return in_tongue(tag) if languages.NAMES.get(tag) == label else Markup()


def foreign(*texts: Mapping[str, str]) -> str:
    """What the asker calls the other language in which one of these is shown to them; nothing if all are in theirs."""
    for language in (text_for(one, languages.current())[1] for one in texts):
        if language != languages.current():
            locale = babel_locale(languages.current())
            return str(locale.languages[babel_locale(language).language])
    return ""


def shown_in_another(*texts: Mapping[str, str]) -> str:
    """Says to the asker that one of these is shown in another language than theirs; nothing if none is."""
    language = foreign(*texts)
    said = _("This text does not exist in your language yet; shown in: {language}.")
    return gettext(said, language=language) if language else ""


def day(moment: date | datetime, zone: str | None = None) -> str:
    """A day with its name, in the zone's wall time: `sekmadienis, 2026 m. gegužės 31 d.`."""
    local = moment.astimezone(ZoneInfo(zone)) if isinstance(moment, datetime) and zone else moment
    return format_date(local, IN_FULL[languages.current()], locale=babel_locale(languages.current()))


def plain_day(day_: date) -> str:
    """A day without its name: `2026 m. gegužės 31 d.`."""
    whole = IN_FULL[languages.current()].replace("EEEE", "").strip(" ,،")
    return format_date(day_, whole, locale=babel_locale(languages.current()))


def month(day_: date) -> str:
    """A month with its year: `2026 m. lapkritis`."""
    return format_skeleton("yMMMM", day_, locale=babel_locale(languages.current()))


def short_day(day_: date, *, weekday: bool = True) -> str:
    """A day without its year: `pirmadienis, lapkričio 30 d.`."""
    locale = babel_locale(languages.current())
    british = languages.current() == "en"  # as in IN_FULL; the locale alone is American
    found = format_date(day_, "d MMMM", locale) if british else format_skeleton("MMMMd", day_, locale=locale)
    return gettext("{day}, {time}", day=format_date(day_, "EEEE", locale=locale), time=found) if weekday else found


def weekdays() -> list[tuple[str, str]]:
    """The days of a week from Monday, each as a column is headed and as it is called."""
    locale = babel_locale(languages.current())
    narrow, wide = (get_day_names(width, context="stand-alone", locale=locale) for width in ("short", "wide"))
    return [(narrow[number], wide[number]) for number in range(7)]


def clock(moment: datetime, zone: str) -> str:
    """The time of day on the zone's wall clocks, of 24 hours in every language, as in messages: `18:00`."""
    return moment.astimezone(ZoneInfo(zone)).strftime("%H:%M")


def moment(moment: datetime, zone: str) -> str:
    """Day and time on the zone's wall clocks."""
    return gettext("{day}, {time}", day=day(moment, zone), time=clock(moment, zone))


def period(starts_at: datetime, ends_at: datetime, zone: str) -> Markup:
    """Day and hours on the zone's wall clocks; hours read from left to right in every language: `18:00–20:30`.

    An end on another day is said with that day.
    """
    if last := another_day(starts_at, ends_at, zone):
        end = gettext("{day}, {time}", day=last, time=clock(ends_at, zone))
        return Markup("<bdi>{}</bdi> – <bdi>{}</bdi>").format(moment(starts_at, zone), end)
    hours = Markup('<bdi dir="ltr">{}–{}</bdi>').format(clock(starts_at, zone), clock(ends_at, zone))
    return escape(gettext("{day}, {time}")).format(day=day(starts_at, zone), time=hours)


def another_day(starts_at: datetime, ends_at: datetime, zone: str) -> str:
    """The day on which it ends, without its name; nothing if it ends on the day on which it starts."""
    first, last = (moment.astimezone(ZoneInfo(zone)).date() for moment in (starts_at, ends_at))
    return "" if first == last else short_day(last, weekday=False)


def listed(items: Iterable[str], names: Mapping[Any, str] | None = None) -> Markup:
    """Items, or what they are called, each keeping its own direction, with the comma of the asker's script between."""
    shown = ((item, item if names is None else gettext(names.get(item, item))) for item in items)
    parts = (Markup("<bdi{}>{}</bdi>").format(marks_of(item, said), said) for item, said in shown)
    return escape(languages.between()).join(parts)


def number(value: float) -> str:
    """A number as the asker's language writes it: `1 234,5`."""
    return format_decimal(value, locale=babel_locale(languages.current()))


def money(price: Decimal, currency: str) -> str:
    """A price as the asker's language writes it: `1,05 €`; `currency` is an ISO 4217 code."""
    return format_currency(price, currency, locale=babel_locale(languages.current()))


def options(names: Mapping[Any, str]) -> list[tuple[str, str]]:
    """Codes with their names in the asker's language, for a form to choose from."""
    return [(str(code), gettext(name)) for code, name in names.items()]


def install(app: Flask) -> None:
    """Let the application's templates speak."""
    shown: dict[str, Any] = {"text": text, "date": day, "clock": clock, "moment": moment, "period": period}
    shown |= {
        "month": month,
        "short_day": short_day,
        "plain_day": plain_day,
        "another_day": another_day,
        "foreign": foreign,
        "shown_in_another": shown_in_another,
        "listed": listed,
        "tongue": tongue,
        "in_tongue": in_tongue,
        "apart": apart,
        "between": languages.between,
        "money": money,
        "number": number,
    }
    app.jinja_env.filters.update(shown)
    app.jinja_env.globals.update({"_": said, "gettext": said, "ngettext": ngettext, "_n": ngettext, **shown})
    app.jinja_env.globals.update(
        {"sections": menu.sections, "tasks": menu.tasks, "here": menu.here, "sign_out": menu.sign_out}
    )
    app.jinja_env.globals.update(
        {
            "asset": asset,
            "direction_of": direction,
            "left_to_right": left_to_right,
            "weekdays": weekdays,
            "marks_of": marks_of,
        }
    )
    app.jinja_env.globals.update({"other_languages": other_languages, "marks_of": marks_of})
    app.jinja_env.globals.update({"form_fields": forms.form_fields, "value_of": forms.value_of})
    app.jinja_env.globals.update({"show_field": forms.show_field, "field_shown": forms.field_shown})
    app.jinja_env.globals.update({"as_shown": forms.as_shown})

    @app.context_processor
    def facts() -> dict[str, object]:
        language = languages.current()
        return {
            "language": language,
            "direction": direction(language),
            "principal": current(),
            "zone": talka().service.settings.zone,
            "help_phone": talka().service.settings.help_phone,
        }
