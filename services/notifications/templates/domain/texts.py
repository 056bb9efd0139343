"""The texts of messages: one TOML file per purpose with all six languages, checked when loaded, then filled.

No text here: those are in `texts/`. Inserted values stand alone, after a colon or on their own line, because no
sentence may depend on the case, number or gender of a word it does not know.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from services.notifications.recipients.domain import Purpose
from services.notifications.templates.domain.values import for_rtl_mail, for_sms, one_line
from shared.errors import Invalid
from shared.languages import LANGUAGES, direction

TEXTS = Path(__file__).parents[1] / "texts"
FIELDS = ("sms", "subject", "body")


@dataclass(frozen=True, slots=True)
class Slots:
    """The placeholders that every language of one purpose must use, no more and no fewer, in each field."""

    sms: frozenset[str]
    subject: frozenset[str]
    body: frozenset[str]


def _slots(sms: str, subject: str, body: str) -> Slots:
    return Slots(frozenset(sms.split()), frozenset(subject.split()), frozenset(body.split()))


SLOTS: Mapping[Purpose, Slots] = MappingProxyType(
    {
        Purpose.REGISTRATION_CONFIRMED: _slots(
            "title when venue party code link", "title", "title when venue party code link"
        ),
        Purpose.REGISTRATION_WAITLISTED: _slots("title when code link", "title", "title when venue party code link"),
        Purpose.REGISTRATION_PROMOTED: _slots(
            "title when venue party code link", "title", "title when venue party code link"
        ),
        Purpose.REGISTRATION_OFFERED: _slots(
            "title when code expires link", "title", "title when venue party code expires link"
        ),
        Purpose.OFFER_EXPIRED: _slots("title when link", "title", "title when link"),
        Purpose.REGISTRATION_CANCELLED: _slots("title when code link", "title", "title when code link"),
        Purpose.REGISTRATION_MOVED: _slots(
            "title when venue was code link", "title", "title when venue was party code link"
        ),
        Purpose.EVENT_CHANGED: _slots("title when venue was link", "title", "title when venue was link"),
        Purpose.EVENT_CHANGED_OFFERED: _slots(
            "title when venue expires link", "title", "title when venue was code expires link"
        ),
        Purpose.EVENT_CHANGED_WAITING: _slots("title when venue link", "title", "title when venue was link"),
        Purpose.EVENT_CANCELLED: _slots("title when link", "title", "title when reason link"),
        Purpose.REMINDER_24H: _slots("title when venue link", "title", "title when venue party code link"),
        Purpose.REMINDER_2H: _slots("title when venue", "title", "title when venue party code link"),
        Purpose.SIGN_UP_CONFIRMED: _slots("shift title when venue link", "shift", "shift title when venue link"),
        Purpose.SIGN_UP_CANCELLED: _slots("shift when link", "shift", "shift title when link"),
        Purpose.SHIFT_CHANGED: _slots(
            "shift when venue was clash link", "shift", "shift title when venue was clash link"
        ),
        Purpose.SHIFT_CANCELLED: _slots("shift when link", "shift", "shift title when link"),
        Purpose.SHIFT_REMINDER_24H: _slots("shift title when venue link", "shift", "shift title when venue link"),
        Purpose.SHIFT_REMINDER_2H: _slots("shift when venue", "shift", "shift title when venue link"),
        Purpose.STAFF_SIGN_IN: _slots("link expires", "", "link expires"),
        Purpose.VOLUNTEER_SIGN_IN: _slots("code expires", "code", "code expires"),
        Purpose.CONTACT_CHANGED: _slots("sender phone", "sender", "sender phone"),
        Purpose.STOP_CONFIRMED: _slots("sender phone", "", "sender phone"),
        Purpose.START_CONFIRMED: _slots("sender", "", "sender"),
        Purpose.HELP_ANSWER: _slots("sender phone", "", "sender phone"),
        Purpose.WHICH_MEANT: _slots("questions phone", "", "questions phone"),
        Purpose.WHICH_DECLINED: _slots("questions phone", "", "questions phone"),
        Purpose.PASSED_ON: _slots("promises phone", "", "promises phone"),
        Purpose.TOO_EARLY: _slots("when phone", "", "when phone"),
        Purpose.AT_VISIT: _slots("phone", "", "phone"),
        Purpose.WHY_NOT: _slots("reasons", "", "reasons phone"),
        Purpose.ANSWER: _slots("words sender", "", "words sender"),
        Purpose.NOTE: _slots("title words link", "title", "words title link"),
        Purpose.REQUEST_OPENED: _slots("errand when code link", "", "errand when area destination code link"),
        Purpose.REQUEST_OFFERED: _slots(
            "errand when area back asking link expires",
            "",
            "asking organisation errand when area destination appointment back link expires",
        ),
        Purpose.REQUEST_OFFER_WITHDRAWN: _slots(
            "outcome reason errand when", "outcome", "outcome reason errand when area"
        ),
        Purpose.REQUEST_ASSIGNED: _slots(
            "helper errand when link", "", "helper errand when area destination call link"
        ),
        Purpose.REQUEST_TAKEN: _slots("errand when area beside link", "", "errand when area destination beside link"),
        Purpose.REQUEST_REOPENED: _slots("errand when link", "", "errand when call link"),
        Purpose.REQUEST_MOVED: _slots("news errand when link", "news", "news errand when call link"),
        Purpose.REQUEST_CLOSED: _slots(
            "outcome errand when advice phone link", "outcome", "outcome errand when advice phone call link"
        ),
        Purpose.VISIT_OVERDUE: _slots("errand when link", "", "errand when area link"),
        Purpose.HELP_CALLED: _slots("phone", "", "phone"),
        Purpose.HELPER_INFORMED: _slots("news beside errand when link", "news", "news beside errand when area link"),
        Purpose.STAFF_ALERTED: _slots(
            "alarm organisation errand when area expires link",
            "alarm",
            "alarm organisation errand when area expires link",
        ),
        Purpose.STAFF_AWAITED: _slots("link", "", "waiting"),
        Purpose.POST_JUDGED: _slots("outcome link", "outcome", "outcome title reason link"),
        Purpose.SERVICE_CHECK_ASKED: _slots("service link expires", "service", "service link expires"),
        Purpose.REFERRAL_ASKED: _slots("link expires", "", "service link expires"),
        Purpose.REFERRAL_REMINDED: _slots("link expires", "", "service link expires"),
        Purpose.REFERRAL_ANSWERED: _slots(
            "answer when reason link", "", "answer service provider when venue reason call link"
        ),
        Purpose.REFERRAL_MOVED: _slots("when link", "", "service when venue link"),
        Purpose.REFERRAL_CLOSED: _slots("outcome link", "", "outcome service provider call link"),
        Purpose.REFERRAL_FOLLOWED_UP: _slots("link", "", "service provider call link"),
        Purpose.CAMPAIGN: _slots("sender words link", "topic", "words sender link"),
        Purpose.PRIVACY_CODE: _slots("code expires", "code", "code expires"),
        Purpose.PRIVACY_READY: _slots("link expires", "", "link expires"),
        Purpose.PRIVACY_DONE: _slots("sender", "", "sender"),
        Purpose.TAKE_AWAY: _slots("words link", "", "words link"),
        Purpose.SUBSCRIPTION_ASKED: _slots("link expires", "", "link expires"),
        Purpose.DIGEST: _slots("title link stop", "title", "posts stop"),
        Purpose.REPRESENTATIVE_INVITED: _slots(
            "organisation title when venue link", "title when", "organisation title when venue link"
        ),
        Purpose.REPRESENTATIVE_CANCELLED: _slots("organisation title when", "title", "organisation title when"),
        Purpose.REPRESENTATIVE_UNINVITED: _slots("organisation title when", "title", "organisation title when"),
    }
)
"""`title` of the event, `shift` of the work, `when` (formatted), `venue`, `party` (how many people), `code`, `link`,
`expires` (formatted), `was` (what no longer holds: the old time, the old place, or both), `reason` (may be empty),
`clash` (that the reader has another shift then; may be empty),
`sender` (who we are), `phone` (a number to call), `call` (the phone of whom it is for, if nobody writes to them),
`words` (of one of us, or of a page); `errand` (a kind of help), `area`, `destination`, `appointment` (when they must
be there), `back` (when a way back begins; may be empty), `helper` (a first name), `outcome`, `answer`, `alarm`
(sentences without their full stop), `advice` (what to do instead), `service`, `provider`, `organisation`, `asking` (an
organisation that asks its volunteers for another), `topic`, `posts`, `questions` and `promises` (one line each, with
its link; the last begin with an empty one), `stop` (a link that ends them), `waiting` (how much of what, with its
link), `reasons` (one line each, with its number)."""

_PLACEHOLDER = re.compile(r"\{([a-z]+)\}")
_BRACE = re.compile(r"[{}]")
_GAP = re.compile(r"\n{3,}")


class TemplateIsBroken(Invalid):
    """A text file lacks something, or says something it must not."""

    code = "template-is-broken"
    title = "{file}, {where}: {fault}"  # for whoever starts the service: not translated


@dataclass(frozen=True, slots=True)
class MailText:
    """A mail's words."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Template:
    """The checked texts of one purpose; `version` goes onto every message made of them."""

    purpose: Purpose
    version: int
    texts: Mapping[str, Mapping[str, str]]

    def sms(self, language: str, values: Mapping[str, str]) -> str:
        """The SMS for these values. Raises KeyError for a value that is missing (an empty one drops its line)."""
        return _filled(self.texts[language]["sms"], values, for_sms)

    def mail(self, language: str, values: Mapping[str, str]) -> MailText:
        """The mail for these values. Raises KeyError for a value that is missing (an empty one drops its line)."""
        show = for_rtl_mail if direction(language) == "rtl" else one_line
        text = self.texts[language]
        return MailText(_filled(text["subject"], values, show), _filled(text["body"], values, show))


def load(folder: Path = TEXTS) -> Mapping[Purpose, Template]:
    """Every template of the folder. Raises TemplateIsBroken naming file, language and placeholder."""
    return {purpose: parse(purpose, _source(folder / f"{purpose}.toml")) for purpose in Purpose}


def _source(path: Path) -> str:
    if not path.is_file():
        raise TemplateIsBroken(file=path.name, where="-", fault="the file is missing")
    return path.read_text(encoding="utf-8")


def parse(purpose: Purpose, source: str) -> Template:
    """The template that this TOML text holds. Raises TemplateIsBroken naming file, language and placeholder."""
    file = f"{purpose}.toml"
    try:
        found = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise TemplateIsBroken(file=file, where="-", fault=str(error)) from error
    version = found.pop("version", None)
    if type(version) is not int or version < 1:
        raise TemplateIsBroken(file=file, where="version", fault="must be a whole number from 1")
    _same_names(set(found), set(LANGUAGES), file=file, where="languages")
    for language, text in found.items():
        _check_text(text, SLOTS[purpose], file=file, language=language)
    return Template(purpose, version, found)


def _check_text(text: Any, slots: Slots, *, file: str, language: str) -> None:
    _same_names(set(text) if isinstance(text, dict) else set(), set(FIELDS), file=file, where=language)
    for field in FIELDS:
        where, written = f"{language}, {field}", text[field]
        if not isinstance(written, str) or not written.strip():
            raise TemplateIsBroken(file=file, where=where, fault="must be a text")
        if _BRACE.search(_PLACEHOLDER.sub("", written)):
            raise TemplateIsBroken(file=file, where=where, fault="a brace that belongs to no {placeholder}")
        used = set(_PLACEHOLDER.findall(written))
        _same_names(used, set(getattr(slots, field)), file=file, where=where)


def _same_names(found: set[str], wanted: set[str], *, file: str, where: str) -> None:
    faults = [f"{name} is missing" for name in sorted(wanted - found)]
    faults += [f"{name} is unknown" for name in sorted(found - wanted)]
    if faults:
        raise TemplateIsBroken(file=file, where=where, fault="; ".join(faults))


def _filled(text: str, values: Mapping[str, str], show: Callable[[str, str], str]) -> str:
    """The text with its placeholders replaced; a line whose value is empty is left out, and no gap stays for it."""
    lines = (_filled_line(line, values, show) for line in text.strip().splitlines())
    return _GAP.sub("\n\n", "\n".join(line for line in lines if line is not None)).strip()


def _filled_line(line: str, values: Mapping[str, str], show: Callable[[str, str], str]) -> str | None:
    """One line filled in a single pass, so that braces inside a value mean nothing."""
    shown = {name: show(name, values[name]) for name in _PLACEHOLDER.findall(line)}
    return _PLACEHOLDER.sub(lambda found: shown[found[1]], line) if all(shown.values()) else None
