"""The values that fill notices; what an SMS must not give away is not in its template (`templates.texts`)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from services.notifications.messages.domain.wording import moment
from services.notifications.recipients.domain import Channel
from services.notifications.templates.domain.helper_phrases import NEWS, SOUGHT_ANEW, UNFIT
from services.notifications.templates.domain.phrases import ADVICE, KINDS, OUTCOMES, SERIES, phrase
from services.notifications.templates.domain.referral_phrases import ANSWERS, ENDINGS, REASONS
from services.notifications.templates.domain.staff_phrases import ALARMS, JUDGED, WAITS
from services.notifications.templates.domain.values import clock_time
from shared.languages import text_for

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrandFacts:
    """What help is asked for, as far as whoever might help may know. Times carry an offset."""

    kind: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    area: str
    destination: str
    appointment_at: datetime | None
    return_at: datetime | None = None
    last_at: datetime | None = None


def _when(errand: ErrandFacts, channel: str, language: str) -> str:
    """From when to when, and of what goes on each week when back, and when the last time is."""
    zone, parts = ZoneInfo(errand.zone), [_span(errand, channel, language)]
    if errand.return_at:
        parts.append(f"{phrase(SERIES, 'back', language)} {clock_time(errand.return_at, zone, language)}")
    if errand.last_at:
        parts.append(f"{phrase(SERIES, 'last', language)} {moment(errand.last_at, zone, channel, language)}")
    return ("، " if language == "ar" else ", ").join(parts)


def _span(errand: ErrandFacts, channel: str, language: str) -> str:
    """From when to when; the end alone by the clock, unless it is another day. An SMS has no dash that is free."""
    zone = ZoneInfo(errand.zone)
    begins = moment(errand.starts_at, zone, channel, language)
    if errand.starts_at.astimezone(zone).date() != errand.ends_at.astimezone(zone).date():
        return begins
    dash = "-" if channel == Channel.SMS else "–"
    return f"{begins}{dash}{clock_time(errand.ends_at, zone, language)}"


def _errand(errand: ErrandFacts, more: Texts, channel: str, language: str) -> Texts:
    zone = ZoneInfo(errand.zone)
    return {
        "errand": phrase(KINDS, errand.kind, language),
        "when": _when(errand, channel, language),
        "area": errand.area,
        "destination": errand.destination,
        "appointment": clock_time(errand.appointment_at, zone, language) if errand.appointment_at else "",
        **more,
    }


def errand_values(errand: ErrandFacts, **more: str) -> "partial[Texts]":
    """The values of a text about an errand, with what else stands in it."""
    return partial(_errand, errand, more)


def _not_needed(errand: ErrandFacts, reason: str, channel: str, language: str) -> Texts:
    said = phrase(UNFIT, reason, language)
    outcome = phrase(OUTCOMES, "not_you" if said else "not_needed", language)
    return _errand(errand, {"outcome": outcome, "reason": said}, channel, language)


def not_needed_values(errand: ErrandFacts, reason: str = "") -> "partial[Texts]":
    """The values of the end of a question to a volunteer; `reason` is the code of a rule that speaks against them."""
    return partial(_not_needed, errand, reason)


def _news(errand: ErrandFacts, news: str, more: Texts, channel: str, language: str) -> Texts:
    return _errand(errand, {"news": phrase(NEWS, news, language), **more}, channel, language)


def news_values(errand: ErrandFacts, news: str, beside: Iterable[str], link: str) -> "partial[Texts]":
    """The values of news of a promise that holds; `beside` are the first names of who helps too."""
    return partial(_news, errand, news, {"beside": ", ".join(beside), "link": link})


def _sought_anew(errand: ErrandFacts, what: str, link: str, channel: str, language: str) -> Texts:
    return _errand(errand, {"news": phrase(SOUGHT_ANEW, what, language), "link": link}, channel, language)


def sought_anew_values(errand: ErrandFacts, what: str, link: str) -> "partial[Texts]":
    """The values of a search that begins anew, for whom it is; `what` is `time` or `needs`."""
    return partial(_sought_anew, errand, what, link)


def _offered(
    errand: ErrandFacts,
    link: str,
    expires_at: datetime,
    asked: tuple[str, str],
    return_at: datetime | None,
    channel: str,
    language: str,
) -> Texts:
    zone, (asking, organisation) = ZoneInfo(errand.zone), asked
    back = clock_time(return_at, zone, language) if return_at else ""
    more = {"link": link, "asking": asking, "organisation": organisation, "back": back}
    return _errand(errand, more | {"expires": moment(expires_at, zone, channel, language)}, channel, language)


def offered_values(
    errand: ErrandFacts,
    link: str,
    expires_at: datetime,
    asked: tuple[str, str] = ("", ""),
    return_at: datetime | None = None,
) -> "partial[Texts]":
    """The values of the question to a volunteer; `asked` by a partner, and for whom; `return_at` of the way back."""
    return partial(_offered, errand, link, expires_at, asked, return_at)


def _closed(
    errand: ErrandFacts, outcome: str, link: str, phone: str, to_helper: str, channel: str, language: str
) -> Texts:
    advice = "" if to_helper else phrase(ADVICE, f"{outcome}_{errand.kind}", language)
    advice = advice or ("" if to_helper else phrase(ADVICE, outcome, language))
    more = {
        "outcome": phrase(OUTCOMES, f"{outcome}{to_helper}", language) or phrase(OUTCOMES, outcome, language),
        "advice": advice,
        "phone": phone if advice else "",
        "link": link,
    }
    return _errand(errand, more, channel, language)


def closed_values(errand: ErrandFacts, outcome: str, link: str, phone: str) -> "partial[Texts]":
    """The values of how a request ended, for whom it was."""
    return partial(_closed, errand, outcome, link, phone, "")


def closed_for_helper(errand: ErrandFacts, outcome: str) -> "partial[Texts]":
    """The values of how a request ended, for who had promised to help."""
    return partial(_closed, errand, outcome, "", "", "_helper")


def _alarm(
    errand: ErrandFacts, alarm: str, link: str, asking: str, answer_by: datetime | None, channel: str, language: str
) -> Texts:
    expires = moment(answer_by, ZoneInfo(errand.zone), channel, language) if answer_by else ""
    more = {"alarm": phrase(ALARMS, alarm, language), "link": link, "organisation": asking, "expires": expires}
    return _errand(errand, more, channel, language)


def alarm_values(
    errand: ErrandFacts, alarm: str, link: str, asking: str = "", answer_by: datetime | None = None
) -> "partial[Texts]":
    """The values of an alarm for staff; a partner who is `asking` waits until `answer_by`."""
    return partial(_alarm, errand, alarm, link, asking, answer_by)


def _waiting(waits: Iterable[tuple[str, int, str]], _channel: str, language: str) -> Texts:
    known = [(phrase(WAITS, what, language), number, link) for what, number, link in waits]
    lines = [line for words, number, link in known if words for line in (f"{words}: {number}", link, "")]
    return {"waiting": "\n".join(lines).strip(), "link": next((link for _words, _number, link in known), "")}


def waiting_values(waits: Iterable[tuple[str, int, str]]) -> "partial[Texts]":
    """The values of a mail of how much waits: what, how many, and where; what we have no words for is left out."""
    return partial(_waiting, tuple(waits))


def same_values(**values: str) -> Callable[[str, str], Texts]:
    """Values that are the same by every channel and in every language."""
    return lambda _channel, _language: values


def _named(
    texts: Mapping[str, Texts], times: Mapping[str, datetime], zone: ZoneInfo, more: Texts, channel: str, language: str
) -> Texts:
    in_language = {name: text_for(each, language)[0] for name, each in texts.items()}
    return {**in_language, **{name: moment(at, zone, channel, language) for name, at in times.items()}, **more}


def named_values(
    texts: Mapping[str, Texts], times: Mapping[str, datetime], zone: ZoneInfo, **more: str
) -> "partial[Texts]":
    """Values of texts by language, of moments, and of what is the same in every language."""
    return partial(_named, texts, times, zone, more)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerFacts:
    """What a provider answered: `accepted`, at `at` (with an offset) if there is a date, or `refused` with a code.

    `changed`: otherwise than it had promised.
    """

    service: Texts
    provider: str
    answer: str
    reason: str
    at: datetime | None
    venue: str
    changed: bool = False

    def code(self) -> str:
        """The phrase that says it."""
        if self.answer == "accepted" and self.at:
            return "moved" if self.changed else "dated"
        return "called_off" if self.changed else self.answer


def _answered(facts: AnswerFacts, zone: ZoneInfo, link: str, channel: str, language: str) -> Texts:
    return {
        "service": text_for(facts.service, language)[0],
        "provider": facts.provider,
        "answer": phrase(ANSWERS, facts.code(), language),
        "when": moment(facts.at, zone, channel, language) if facts.at else "",
        "venue": facts.venue,
        "reason": phrase(REASONS, facts.reason, language),
        "link": link,
    }


def answered_values(facts: AnswerFacts, zone: ZoneInfo, link: str) -> "partial[Texts]":
    """The values of a provider's answer; the reason is told in words, and one that we have no words for is left out."""
    return partial(_answered, facts, zone, link)


def _ended(service: Texts, provider: str, ending: str, link: str, _channel: str, language: str) -> Texts:
    outcome = phrase(ENDINGS, ending, language)
    return {"service": text_for(service, language)[0], "provider": provider, "outcome": outcome, "link": link}


def ended_values(service: Texts, provider: str, ending: str, link: str) -> "partial[Texts]":
    """The values of a mediation that ended without a service."""
    return partial(_ended, service, provider, ending, link)


def _judged(title: Texts, decision: str, reason: str, link: str, _channel: str, language: str) -> Texts:
    outcome = phrase(JUDGED, decision, language)
    return {"title": text_for(title, language)[0], "outcome": outcome, "reason": reason, "link": link}


def judged_values(title: Texts, decision: str, reason: str, link: str) -> "partial[Texts]":
    """The values of what became of a post; `reason` is what is to be changed, in the words of the lead."""
    return partial(_judged, title, decision, reason, link)


def _digest(posts: Iterable[tuple[Texts, str]], stop: str, _channel: str, language: str) -> Texts:
    titles = [(text_for(title, language)[0], link) for title, link in posts]
    first, link = titles[0]
    lines = [line for title, where in titles for line in (f"{title}:", where, "")]
    return {"title": first, "link": link, "posts": "\n".join(lines).strip(), "stop": stop}


def digest_values(posts: Iterable[tuple[Texts, str]], stop: str) -> "partial[Texts]":
    """The values of the news of the board: every post in a mail, the first one in an SMS. There is at least one."""
    return partial(_digest, tuple(posts), stop)
