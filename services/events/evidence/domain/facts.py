"""What is counted: facts without persons, by service, month, target group, language and outcome."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256

from shared.errors import Invalid, _

MOST_MONTHS = 60


class Service(StrEnum):
    """The eight services of the programme in Rokiškis, by the codes of the directory's taxonomy `rokiskis`."""

    SCREEN = "screen"
    SCREEN_HELP = "screen_help"
    INFORMING = "informing"
    WEBSITES = "websites"
    AT_HOME = "at_home"
    MEDIATION = "mediation"
    ACCOMPANIED = "accompanied"
    SPREADING = "spreading"


MESSAGES = "messages"
"""The part of spreading information that reaches chosen people; its other part is news for everybody."""
LINES = {
    **{str(service): service for service in Service},
    f"{Service.SPREADING}_{MESSAGES}": Service.SPREADING,
}
"""The lines of a report -> the service each counts for: what is not of one kind is not added up."""


class Outcome(StrEnum):
    """What became of it. `unmet` needs are a result too; `open` is what nobody knows the end of yet."""

    MET = "met"
    UNMET = "unmet"
    WITHDRAWN = "withdrawn"
    OPEN = "open"


SERVICE_NAMES = {
    Service.SCREEN: _("Information screen"),
    Service.SCREEN_HELP: _("Help at the screen"),
    Service.INFORMING: _("Informing about services"),
    Service.WEBSITES: _("Information on websites"),
    Service.AT_HOME: _("Informing, consulting and mediating at home"),
    Service.MEDIATION: _("Mediation"),
    Service.ACCOMPANIED: _("Mediation with transport and accompaniment"),
    Service.SPREADING: _("Spreading information"),
}
LINE_NAMES = SERVICE_NAMES | {
    Service.SPREADING: _("Spreading information: news"),
    f"{Service.SPREADING}_{MESSAGES}": _("Spreading information: messages to people"),
}
COUNTED = {
    Service.SCREEN: _("Services looked at, searches and pages sent to a phone at the screen, and wishes to be called."),
    Service.SCREEN_HELP: _("Requests for help at the screen, in the month they were made."),
    Service.INFORMING: _("People who were registered for consultations that have taken place, in that month."),
    Service.WEBSITES: _(
        "Entries of the directory, in each month they were checked. How often websites showed them stands in a table "
        "of its own."
    ),
    Service.AT_HOME: _("Requests for a visit at home, in the month they were made."),
    Service.MEDIATION: _("Requests to get a service, in the month they were made."),
    Service.ACCOMPANIED: _("Requests for a ride, company or an interpreter, in the month they were made."),
    Service.SPREADING: _(
        "Posts of the board in the month they appeared, and digests of them in the month they were sent."
    ),
    f"{Service.SPREADING}_{MESSAGES}": _(
        "Messages to many, each phone or e-mail address once, in the month the first of them left. Done: we were told "
        "that it arrived. Of most e-mails nobody tells us, so they stay “not known yet”."
    ),
}
"""Line -> what is counted for it."""
OUTCOME_NAMES = {
    Outcome.MET: _("Done"),
    Outcome.UNMET: _("Not met"),
    Outcome.WITHDRAWN: _("Withdrawn"),
    Outcome.OPEN: _("Not known yet"),
}
ASSISTANCE = {
    "kiosk_help": Service.SCREEN_HELP,
    "home_visit": Service.AT_HOME,
    "ride": Service.ACCOMPANIED,
    "accompaniment": Service.ACCOMPANIED,
    "interpreting": Service.ACCOMPANIED,
}
"""Kind of help that volunteers give -> the service it counts for."""
ENDED = {"done": Outcome.MET, "unmet": Outcome.UNMET, "no_show": Outcome.UNMET, "cancelled": Outcome.WITHDRAWN}
"""How volunteers say that a request ended -> what became of it."""


class PeriodIsWrong(Invalid):
    """A period that ends before it begins, or is longer than anybody reads."""

    code = "period-is-wrong"
    title = _("Choose a period of five years at most that ends after it begins.")

    def __init__(self) -> None:
        """The field that is wrong."""
        super().__init__({"to": [self.title]})


@dataclass(frozen=True)
class Period:
    """Whole days in Lithuania, both included. Raises PeriodIsWrong."""

    first: date
    last: date

    def __post_init__(self) -> None:
        """Refuse what cannot be reported on."""
        if not self.first <= self.last or len(self.months()) > MOST_MONTHS:
            raise PeriodIsWrong

    def months(self) -> list[date]:
        """The first day of each month that the period touches; of a period that is too long, one more than are read."""
        first, last = (day.year * 12 + day.month - 1 for day in (self.first, self.last))
        return [date(month // 12, month % 12 + 1, 1) for month in range(first, min(last, first + MOST_MONTHS) + 1)]


@dataclass(frozen=True, order=True)
class Fact:
    """So many of a service, alike in all that is told of them; `month` is a first day, `minutes` what helpers gave.

    `reason` is a code of why a need was not met, `part` that of a part of the service that is counted for itself;
    an empty text where there is none to tell.
    """

    service: str
    month: date
    target_group: str
    language: str
    outcome: str
    reason: str
    number: int
    minutes: int = 0
    part: str = ""

    @property
    def line(self) -> str:
        """The line of a report that it is added up in."""
        return f"{self.service}_{self.part}" if self.part else self.service


def as_csv(facts: Iterable[Fact]) -> str:
    """The facts as CSV (RFC 4180), in order, so that the same facts give the same file."""
    written = io.StringIO(newline="")
    rows = csv.writer(written)
    rows.writerow(["service", "month", "target_group", "language", "outcome", "reason", "number", "minutes", "part"])
    for one in sorted(facts):
        month = one.month.strftime("%Y-%m")
        told = [one.target_group, one.language, one.outcome, one.reason, one.number, one.minutes, one.part]
        rows.writerow([one.service, month, *told])
    return written.getvalue()


def checksum(told: str) -> str:
    """Sixteen characters that are the same for the same file: two copies of a report can be compared by them."""
    return sha256(told.encode()).hexdigest()[:16]
