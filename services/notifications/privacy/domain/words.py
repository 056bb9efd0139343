"""What people read: the kinds of things that are kept, their facts, and why something is left."""

from datetime import datetime

from services.notifications.messages.domain.words import PURPOSES, STATES
from shared.errors import _
from shared.languages import NAMES, gettext

PARTS = {
    "events": _("Events, services and news"),
    "volunteers": _("Volunteers and help"),
    "notifications": _("Messages"),
}
"""What each service is called by people."""
KINDS = {
    "registration": _("Registrations for events"),
    "attendance": _("Places at events"),
    "referral": _("Requests to get a service"),
    "referral_for_another": _("Services that you asked for somebody else"),
    "call": _("Requests to call you"),
    "invitation": _("Invitations as a partner"),
    "subscription": _("News by e-mail"),
    "error_report": _("Errors that you reported"),
    "entry": _("Entries in the directory of services"),
    "staff_account": _("Your account as one of the staff"),
    "duty_phone": _("Phone on duty"),
    "request": _("Requests for help"),
    "request_for_another": _("Help that you asked for somebody else"),
    "block": _("Volunteers who shall not come to you again"),
    "volunteer": _("You as a volunteer"),
    "helper": _("How you help"),
    "document": _("Documents that were looked at"),
    "promise": _("Help that you promised"),
    "sign_up": _("Shifts that you signed up for"),
    "address": _("Your address for messages"),
    "agreement": _("What you agreed to or ended"),
    "list": _("Topics that you want to hear about"),
    "message": _("Messages to you"),
    "text": _("SMS from you"),
    "suppression": _("Your wish that we do not write"),
}
WHYS = {
    "number_alone": _("Only as a number, without a person."),
    "published": _("It is published in the directory. The organisation that keeps the entry changes it."),
    "works_here": _("As long as you work here. An owner of the organisation can end that."),
    "on_duty": _("It gets an SMS when somebody may be in need. An owner of the organisation can change it."),
    "until_visit_over": _("A volunteer is there now. It is erased when the visit ends."),
    "fingerprint": _("As a digital fingerprint that nobody can read, so that we do not write to you again."),
}
FACTS = {
    "event": _("Event"),
    "work": _("Work"),
    "service": _("Service"),
    "provider": _("Provider"),
    "organisation": _("Organisation"),
    "starts_at": _("Beginning"),
    "state": _("State"),
    "kind": _("Kind"),
    "people": _("People"),
    "name": _("Name"),
    "names": _("Names"),
    "phone": _("Phone"),
    "email": _("E-mail"),
    "address": _("Address"),
    "contact": _("Contact"),
    "language": _("Language"),
    "languages": _("Languages"),
    "group": _("Group"),
    "age": _("Age"),
    "gender": _("Gender"),
    "skills": _("Skills"),
    "vehicle": _("Vehicle"),
    "needs": _("Needs"),
    "need": _("What you need"),
    "note": _("Note"),
    "shared_with_provider": _("Shared with the provider"),
    "agreed_on": _("Date of consent"),
    "appointment": _("Appointment"),
    "place": _("Place"),
    "destination": _("Destination"),
    "answer": _("What was answered"),
    "answered_at": _("Answered"),
    "asked_by": _("Asked by"),
    "made_at": _("Entered"),
    "checked_on": _("Checked on"),
    "valid_until": _("Valid until"),
    "topics": _("Topics"),
    "how": _("How"),
    "subject": _("Subject"),
    "text": _("Text"),
}


def kind_name(code: str) -> str:
    """A kind in the reader's language; one that a newer service tells of in words."""
    return _named(KINDS, code)


def fact_name(code: str) -> str:
    """A fact's name in the reader's language."""
    return _named(FACTS, code)


def why_left(code: str) -> str:
    """Why something is left, in the reader's language; nothing if nothing is."""
    return _named(WHYS, code) if code else ""


def part_name(service: str) -> str:
    """A service as people call it."""
    return _named(PARTS, service)


def read_moment(value: str) -> datetime | None:
    """The moment that a fact is, with its offset; None for any other fact."""
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    return found if found.tzinfo else None


def said(what: str, name: str, value: str) -> str:
    """A fact as people read it: languages by their names, what is known of messages in the reader's words."""
    if name == "language":
        return NAMES.get(value, value)
    words = {"kind": PURPOSES, "state": {str(state): word for state, word in STATES.items()}}
    if what == "message" and value in words.get(name, {}):
        return gettext(words[name][value])
    return value.replace("_", " ") if name in CODES else value


CODES = ("kind", "state", "answer", "group", "age", "needs", "skills", "topics", "vehicle", "shared_with_provider")
"""Facts that are codes of our own."""


def _named(names: dict[str, str], code: str) -> str:
    return gettext(names[code]) if code in names else code.replace("_", " ")
