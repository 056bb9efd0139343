"""What a message says: the values that fill a template, and the text they make."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from services.notifications.messages.domain.facts import OccasionFacts, Place, Terms
from services.notifications.recipients.domain import Channel, Purpose
from services.notifications.templates.domain.sms import Sms, compose
from services.notifications.templates.domain.values import sent_again, when_in_brief, when_in_full
from shared.languages import text_for


@dataclass(frozen=True, slots=True)
class Written:
    """A text ready to be sent; `subject` is a mail's alone, `sms` what an SMS costs."""

    subject: str | None
    body: str
    sms: Sms | None


def write(terms: Terms, purpose: Purpose, channel: str, language: str, values: Mapping[str, str]) -> Written:
    """Fill the purpose's template. Raises the Invalid of `templates.domain.sms` for what no SMS can carry."""
    template = terms.templates[purpose]
    if channel == Channel.EMAIL:
        mail = template.mail(language, values)
        return Written(mail.subject, mail.body, None)
    sms = compose(template.sms(language, values), language, allowed_parts=terms.most_parts)
    return Written(None, sms.text, sms)


def again(terms: Terms, channel: str, language: str, subject: str | None, body: str) -> Written:
    """The same text, marked as a repetition: an SMS at its beginning, a mail in its subject. Raises as `write` does."""
    if channel == Channel.EMAIL:
        return Written(sent_again(subject or "", language), body, None)
    sms = compose(sent_again(body, language), language, allowed_parts=terms.most_parts)
    return Written(None, sms.text, sms)


def occasion_values(
    occasion: OccasionFacts, was: Place | None, channel: str, language: str, expires_at: datetime | None = None
) -> dict[str, str]:
    """The values that are the same for everybody of one language and channel."""
    place, zone = occasion.place, ZoneInfo(occasion.zone)
    return {
        "title": text_for(occasion.title, language)[0],
        "shift": text_for(occasion.work, language)[0],
        "reason": text_for(occasion.reason, language)[0],
        "when": moment(place.starts_at, zone, channel, language),
        "venue": place.venue,
        "was": _was(place, was, zone, channel, language) if was else "",
        "expires": moment(expires_at, zone, channel, language) if expires_at else "",
    }


def moment(at: datetime, zone: ZoneInfo, channel: str, language: str) -> str:
    """A wall time: short in an SMS, in full in a mail."""
    return (when_in_brief if channel == Channel.SMS else when_in_full)(at, zone, language)


def _was(now: Place, was: Place, zone: ZoneInfo, channel: str, language: str) -> str:
    """What no longer holds: the old time, the old place, or both."""
    time = moment(was.starts_at, zone, channel, language) if was.starts_at != now.starts_at else ""
    venue = was.venue if was.venue != now.venue else ""
    return ", ".join(part for part in (time, venue) if part)
