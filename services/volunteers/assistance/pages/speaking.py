"""What all pages of assistance share: names in the reader's language, and links."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from services.volunteers.assistance.domain.helping import ASSISTS, VEHICLES, Document
from services.volunteers.assistance.domain.matching import Reason
from services.volunteers.assistance.domain.requests import (
    ENTERED_BY,
    GENDERS,
    KINDS,
    PLANNED,
    TARGET_GROUPS,
    Links,
    kind_name,
)
from services.volunteers.assistance.domain.states import REASONS, Act, State, reason_name
from services.volunteers.assistance.domain.visits import is_unsaid
from services.volunteers.people.domain import COMMON_LANGUAGES, language_name
from shared.errors import _
from shared.languages import NAMES as LANGUAGES
from shared.languages import gettext
from shared.web.served import talka
from shared.web.speaking import listed, options, plain_day

ALARMS = {
    "nobody_helps": _("Nobody helps yet. Please call a volunteer, or the person."),
    "nobody_looked": _("Nobody has looked at this yet. Please say yes or no."),
    "visit_overdue": _("The helper has not said that the visit is over. Please call them."),
    "appointment_moved": _("The appointment was moved, and this help cannot follow. Please call the person."),
    "helper_unfit": _("Something speaks against the helper by now. Please look what it is, and call them."),
    "way_there_missed": _("The way there did not take place. Please ask whether the way back is needed."),
    "panic": _("The helper calls for help. Call them at once; in danger call 112."),
}
STEPS = {
    "asked": _("Asked for"),
    "opened": _("The search for somebody began"),
    "in_turn": _("The search waits for the turn of this week"),
    "after_way_there": _("The search waits until somebody has taken the way there"),
    "wave_other_way": _("Whoever has promised the other way was asked first"),
    "wave_familiar": _("Whoever helped the week before was asked first"),
    "wave_1": _("The first volunteers were asked"),
    "wave_2": _("More volunteers were asked"),
    "wave_3": _("Everybody who fits was asked"),
    "wave_wider": _("Volunteers who serve other places were asked"),
    "wave_partners": _("Volunteers of a partner were asked"),
    "partner_asked": _("A partner was asked for volunteers"),
    "partner_agreed": _("A partner lets its volunteers be asked"),
    "partner_unreached": _("Nobody at a partner could be written to"),
    "partner_refused": _("A partner cannot help, or asks nobody more"),
    "chosen": _("A coordinator asked somebody"),
    "accepted": _("Said yes"),
    "declined": _("Said no"),
    "assigned": _("Somebody helps"),
    "moved": _("The appointment was moved, and the search began anew"),
    "corrected_person": _("The name, the address, the contact or the note was corrected"),
    "corrected_errand": _("Time or place was corrected"),
    "corrected_needs": _("What matters was corrected"),
    "corrected_group": _("The group was corrected"),
    "dropped_out": _("Cannot come after all"),
    "called": _("The person was called"),
    "blocked": _("Is not asked any more: the person wishes for somebody else"),
    "arrived": _("Is there"),
    "overdue": _("The helper was asked whether all is well"),
    "incident": _("The helper reports"),
    "incident_read": _("Somebody has read the report"),
    "unblocked": _("May be asked again"),
    "fit_again": _("Nothing speaks against the helper any more"),
    "alarm_nobody_helps": _("Coordinators were called: nobody helps"),
    "alarm_nobody_looked": _("Coordinators were called: nobody has looked at it"),
    "alarm_visit_overdue": _("Coordinators were called: the visit is not over"),
    "alarm_appointment_moved": _("Coordinators were called: the appointment was moved"),
    "alarm_helper_unfit": _("Coordinators were called: something speaks against the helper"),
    "alarm_way_there_missed": _("Coordinators were called: is the way back needed?"),
    "alarm_panic": _("Coordinators were called: the helper needs help"),
    "call_answered": _("What was done about the call for help"),
    "done": _("Done"),
    "unmet": _("Nobody found"),
    "cancelled": _("Cancelled"),
    "no_show": _("Somebody did not come"),
    "unsaid": _("Over: nobody has told us how it went"),
    "series_stopped": _("The series was stopped"),
}
ANSWERS = {
    "open": _("no answer yet"),
    "accepted": _("yes"),
    "declined": _("no"),
    "withdrawn": _("not needed any more"),
    "released": _("cannot come after all"),
}

PARTNERS = {
    "asked": _("no answer yet"),
    "agreed": _("their volunteers are asked"),
    "refused": _("cannot"),
    "helps": _("their volunteer helps"),
}


def named(names: Mapping[str, str]) -> Any:
    """Says a code in the reader's language; an unknown one in words."""
    return lambda code: gettext(names[code]) if code in names else str(code).replace("_", " ")


def begins_on(state: str, sought_from: datetime | None, zone: str, now: datetime) -> str:
    """The day from which somebody is sought for a later week, in its zone; nothing once its turn has come.

    It is without its name, which several languages would have to inflect.
    """
    if state != State.OPEN or sought_from is None or sought_from <= now:
        return ""
    return plain_day(sought_from.astimezone(ZoneInfo(zone)).date())


SAID: dict[str, Any] = {
    "unsaid": lambda one: is_unsaid(one.state, one.closed_by, one.kind),
    "begins_on": begins_on,
    "kind_name": kind_name,
    "reason_name": reason_name,
    "language_name": language_name,
    "alarm_name": named(ALARMS),
    "step_name": named(STEPS),
    "answer_name": named(ANSWERS),
    "partner_name": named(PARTNERS),
    "by_name": named({str(code): name for code, name in ENTERED_BY.items()}),
    "gender_name": named(GENDERS),
    "group_name": named(TARGET_GROUPS),
    "why_name": lambda code: Reason(code).label,
    "state_name": lambda code: State(code).label,
    "languages_of": lambda codes: listed(map(language_name, codes)),
}
"""For the templates."""


def kinds_to_ask() -> list[tuple[str, str]]:
    """What one can ask for ahead of time."""
    return options({str(kind): KINDS[kind] for kind in PLANNED})


def choices() -> dict[str, Any]:
    """What the forms offer."""
    return {
        "kinds": kinds_to_ask(),
        "languages": list(LANGUAGES.items()),
        "spoken": [(code, language_name(code)) for code in COMMON_LANGUAGES],
        "groups": [("", gettext(_("None of them, or not known"))), *options(TARGET_GROUPS)],
        "genders": [("none", gettext(_("it does not matter"))), *options(GENDERS)],
        "assists": options(ASSISTS),
        "vehicles": options(VEHICLES),
        "documents": [(str(one), one.label) for one in Document],
        "cancel_reasons": options(REASONS[Act.CANCEL]),
        "miss_reasons": options(REASONS[Act.MISS]),
        "unmet_reasons": options(REASONS[Act.GIVE_UP]),
    }


def links() -> Links:
    """Makes the links of this installation."""
    settings = talka().service.settings
    return Links(settings.secret_key, settings.public_url)
