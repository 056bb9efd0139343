"""What a message says: the values that fill a template, and the text they make."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from services.notifications.messages.domain.facts import OccasionFacts, Place, Terms
from services.notifications.recipients.domain import Channel, Purpose
from services.notifications.templates.domain.sms import Sms, TextIsTooLong, compose
from services.notifications.templates.domain.values import (
    language_name,
    overlapping,
    sent_again,
    when_in_brief,
    when_in_full,
)
from shared.languages import spoken, text_for


@dataclass(frozen=True, slots=True)
class Written:
    """A text ready to be sent; `subject` is a mail's alone, `sms` what an SMS costs."""

    subject: str | None
    body: str
    sms: Sms | None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A text of one purpose, language and channel that lacks the person's own values alone.

    Writing to ten thousand, all that is the same for many is done once. `shorter` has what an SMS says where `body` is
    too long for one, in the order to try.
    """

    channel: str
    language: str
    subject: str | None
    body: str
    most_parts: int
    shorter: tuple[str, ...] = ()


_NAMES = {"title", "shift", "area", "service", "organisation"}
_SHORTENED = ((_NAMES, 60), (_NAMES, 40), (_NAMES | {"venue"}, 40))
"""Which values are cut when nothing else helps, and to how many characters; each step keeps the cuts before it."""
_MARKS = {"party": "\ue001", "code": "\ue002", "link": "\ue003"}
"""Stand for a person's own values until those are put in; no text has such characters (private use)."""


def prepare(terms: Terms, purpose: Purpose, channel: str, language: str, values: Mapping[str, str]) -> Prepared:
    """Fill the purpose's template with the values that are the same for all."""
    template, marked = terms.templates[purpose], {**_MARKS, **values}
    if channel == Channel.EMAIL:
        mail = template.mail(language, marked)
        return Prepared(channel, language, mail.subject, mail.body, terms.most_parts)
    bodies = dict.fromkeys(template.sms(language, each) for each in _ever_shorter(marked))
    body, *shorter = bodies
    return Prepared(channel, language, None, body, terms.most_parts, tuple(shorter))


def write(prepared: Prepared, own: Mapping[str, str]) -> Written:
    """Put a person's own values in. An SMS that is too long says less, but never drops the time, the code or the link.

    Raises the Invalid of `templates.domain.sms` for what no SMS can carry even so.
    """
    if prepared.channel == Channel.EMAIL:
        return Written(prepared.subject, _with(own, prepared.body), None)
    *first, last = (prepared.body, *prepared.shorter)
    for body in first:
        with suppress(TextIsTooLong):
            return _sms(prepared, _with(own, body))
    return _sms(prepared, _with(own, last))


def _with(own: Mapping[str, str], body: str) -> str:
    for name, value in own.items():
        body = body.replace(_MARKS[name], value)
    return body


def _sms(prepared: Prepared, body: str) -> Written:
    sms = compose(body, prepared.language, allowed_parts=prepared.most_parts)
    return Written(None, sms.text, sms)


def _ever_shorter(values: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
    """The values as they are, then without what was or a way back, then with the venue's name alone, then names cut."""
    yield values
    brief = {**values, "was": "", "back": ""}
    yield brief
    brief["venue"] = brief.get("venue", "").partition(", ")[0]
    yield brief
    for names, most in _SHORTENED:
        brief = {name: cut(value, most) if name in names else value for name, value in brief.items()}
        yield brief


def cut(text: str, most: int) -> str:
    """The text in at most so many characters, ended after a word by three dots: their one sign would cost UCS-2."""
    if len(text) <= most:
        return text
    kept = text[: most - 3]
    whole = kept.rpartition(" ")[0] if text[most - 3] != " " else kept
    return f"{(whole or kept).rstrip(' ,.;:-–—')}..."


def again(terms: Terms, channel: str, language: str, subject: str | None, body: str) -> Written:
    """The same text, marked as a repetition: an SMS at its beginning, a mail in its subject. Raises as `write` does."""
    if channel == Channel.EMAIL:
        return Written(sent_again(subject or "", language), body, None)
    sms = compose(sent_again(body, language), language, allowed_parts=terms.most_parts)
    return Written(None, sms.text, sms)


def occasion_values(
    occasion: OccasionFacts,
    was: Place | None,
    channel: str,
    language: str,
    expires_at: datetime | None = None,
    *,
    clash: bool = False,
) -> dict[str, str]:
    """The values that are the same for everybody of one language and channel whom it concerns in the same way.

    An SMS that tells of a clash has no room for what was.
    """
    place, zone = occasion.place, ZoneInfo(occasion.zone)
    if clash and channel == Channel.SMS:
        was = None
    return {
        "title": _in(occasion.title, channel, language),
        "shift": _in(occasion.work, channel, language),
        "reason": _in(occasion.reason, channel, language),
        "when": moment(place.starts_at, zone, channel, language),
        "venue": place.venue,
        "was": _was(place, was, zone, channel, language) if was else "",
        "expires": moment(expires_at, zone, channel, language) if expires_at else "",
        "clash": overlapping(language) if clash else "",
    }


def _in(texts: Mapping[str, str], channel: str, language: str) -> str:
    """The text in the person's language, else in another, which a mail names; an SMS has no room for that."""
    found, written = text_for(texts, language)
    foreign = spoken(written) != spoken(language)
    return f"{found} ({language_name(written, language)})" if foreign and channel == Channel.EMAIL else found


def moment(at: datetime, zone: ZoneInfo, channel: str, language: str) -> str:
    """A wall time: short in an SMS, in full in a mail."""
    return (when_in_brief if channel == Channel.SMS else when_in_full)(at, zone, language)


def _was(now: Place, was: Place, zone: ZoneInfo, channel: str, language: str) -> str:
    """What no longer holds: the old time, the old place, or both."""
    time = moment(was.starts_at, zone, channel, language) if was.starts_at != now.starts_at else ""
    venue = was.venue if was.venue != now.venue else ""
    return ", ".join(part for part in (time, venue) if part)
