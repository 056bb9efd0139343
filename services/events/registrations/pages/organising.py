"""Pages for staff: who comes, who waits and why, and what is done with an event and its dates."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import request
from sqlalchemy.orm import Session

from services.events.invitations.queries import answers
from services.events.organisations.domain import entitle
from services.events.programme import operations as programme
from services.events.programme.domain import ACCESS_NAMES, DATED, KIND_NAMES, State
from services.events.programme.domain import STATE_NAMES as EVENT_STATES
from services.events.programme.queries import dates_to_call_off, event_of_occurrence, undo_until
from services.events.programme.queries import event as event_by_id
from services.events.programme.schemas import VersionForm, field_name
from services.events.registrations import operations, queries
from services.events.registrations.domain import (
    CAUSE_NAMES,
    NEED_NAMES,
    STATE_NAMES,
    Links,
    code_as_typed,
)
from services.events.registrations.domain.deeds import BY_PARTIES, BY_VOLUNTEERS, DEEDS
from services.events.registrations.schemas import CancellationForm, CapacityForm
from shared.addresses import is_landline
from shared.errors import Conflict, Invalid, Stale, _
from shared.languages import NAMES, gettext
from shared.links import CODE_LENGTH
from shared.web import tokens
from shared.web.pages import Pages, redirect, render
from shared.web.reading import cursor, place
from shared.web.rules import staff
from shared.web.served import talka

pages = Pages("organising", url_prefix="/organise")
EDITORS = staff(*programme.EDITORS)
PAGE = 50
DEEDS_AT_ONCE = 20
LISTS = {
    "calls": operations.read_calls,
    "people": operations.read_participants,
    "waiting": operations.read_waiting_list,
}
"""The lists of a date's page, in their order -> how each is read."""
DONE = {
    "created": _("The draft is saved. Nobody else sees it until you publish it."),
    "saved": _("Saved."),
    "published": _("Published. People can register now."),
    "date_added": _("The date is added. People can register for it now."),
    "moved": _("The date is moved. Everyone concerned will be told."),
    "all_moved": _("The dates are moved. Everyone concerned will be told."),
    "undone": _("Undone: what was before holds again. Whoever was told of the change is told of this too."),
    "dates_cancelled": _("The dates are cancelled. Everyone concerned will be told."),
    "date_cancelled": _("The date is cancelled. Everyone concerned will be told."),
    "cancelled": _("The event is cancelled. Everyone concerned will be told."),
    "booked": _("Registered. The code is {code}."),
    "said_yes": _("Noted: the party {code} says yes and has its places."),
    "said_no": _("Noted: the party {code} says no. Its places go to those who wait."),
    "waits": _("There are not enough free places: the party waits. The code is {code}."),
    "party_changed": _("Saved: another number of people for {code}."),
    "party_moved": _("The party is moved to this date. Its new code is {code}."),
    "booking_cancelled": _("The registration {code} is cancelled."),
}
"""What has just been done, as its page's address says it in `done` -> what people read of it."""
WORDS = {"states": STATE_NAMES, "needs": NEED_NAMES, "causes": CAUSE_NAMES, "names": NAMES, "access": ACCESS_NAMES}
WORDS["is_landline"] = is_landline


def _links() -> Links:
    settings = talka().service.settings
    return Links(settings.secret_key, settings.public_url)


def _done() -> str:
    """What has just been done on this page; nothing if it was only opened."""
    said = DONE.get(request.args.get("done", ""))
    return gettext(said, code=code_as_typed(request.args.get("code", ""))[:CODE_LENGTH]) if said else ""


@pages.get("/events/<uuid:event_id>", allow=staff())
def event(session: Session, event_id: UUID) -> Any:
    """An event as its organiser sees it: how full each date is, the shifts planned, and what can be done."""
    return shown_event(session, event_id, {})


def shown_event(session: Session, event_id: UUID, errors: dict[str, list[str]], at: UUID | None = None) -> str:
    """The event with what was wrong: at a date's form for places if `at` names it, else above all."""
    found = event_by_id(session, event_id, tokens.asker())
    entitle(tokens.asker(), found["organisation_id"], operations.READERS)
    facts = {"kinds": KIND_NAMES, "states": EVENT_STATES, "access": ACCESS_NAMES, "names": NAMES}
    facts["told_in"] = [language for language in NAMES if language in found["title"]]
    facts["not_told_in"] = [language for language in NAMES if language not in found["title"]]
    facts |= {"calls": queries.calls(session, event_id), "answers": answers(session, event_id), **_rights(found)}
    values = pages.typed(CapacityForm) if at else {}
    facts["done"] = "" if errors else _done()
    until = undo_until(session, event_id, found["version"]) if facts["may_plan"] and not errors else None
    facts |= {"undo_until": until, "wider": _with_others_ahead(found), "now": datetime.now(UTC)}
    return render("registrations/event.html", event=found, errors=errors, at=at, values=values, **facts)


def _with_others_ahead(event: dict[str, Any]) -> set[UUID]:
    """The dates beside which another one is still to come, so that a change may be meant for all of them."""
    now, ids = datetime.now(UTC), {one["id"] for one in event["occurrences"]}
    ahead = {one["id"] for one in event["occurrences"] if one["state"] != "cancelled" and one["starts_at"] > now}
    return {id_ for id_ in ids if ahead - {id_}}


def other_dates(event: dict[str, Any], occurrence_id: UUID) -> list[dict[str, Any]]:
    """The dates of an event, beside this one, that a party can still be moved to."""
    now, others = datetime.now(UTC), (one for one in event["occurrences"] if one["id"] != occurrence_id)
    return [one for one in others if one["state"] == "on" and one["starts_at"] > now]


def _rights(event: dict[str, Any]) -> dict[str, bool]:
    """What the asker may do with it, so that no button leads to a refusal."""
    own = event["organisation_id"]
    return {
        "may_plan": own in tokens.asker().organisations(*programme.EDITORS),
        "may_help": own in tokens.asker().organisations(*operations.HELPERS),
    }


def tried(session: Session, event_id: UUID, done: str, run: Any, at: UUID | None = None) -> Any:
    """Do it and show the event; or show the event with the rule that was broken, and change nothing."""
    try:
        run()
    except (Conflict, Invalid, Stale) as error:
        return shown_event(session, event_id, pages.errors(error), at), 409
    return redirect(f"/organise/events/{event_id}?done={done}")


@pages.post("/events/<uuid:event_id>/publish", allow=EDITORS)
def publish(session: Session, event_id: UUID) -> Any:
    """Offer a draft to people."""
    version = typed_version()
    return tried(
        session, event_id, "published", lambda: programme.publish_event(session, tokens.asker(), event_id, version)
    )


def typed_version() -> int:
    """The version of the event that the button was made from. Raises Invalid."""
    values, errors = pages.form(VersionForm)
    if errors:
        raise Invalid(errors)
    version: int = values["version"]
    return version


@pages.get("/events/<uuid:event_id>/cancel", allow=EDITORS)
def confirm_cancel_event(session: Session, event_id: UUID) -> Any:
    """Ask for the reason, and say whom it concerns, before an event is called off."""
    return _cancelling(session, event_id, {}, {})


def concerned(session: Session, event: dict[str, Any], dates: list[dict[str, Any]]) -> dict[str, Any]:
    """Who hears of a change of these dates; of a draft nobody does."""
    people = queries.reach(session, [one["id"] for one in dates])
    shifts = sum(len(one["shifts"]) for one in dates)
    return {"people": people, "shifts": shifts, "draft": event["state"] == State.DRAFT, "names": NAMES}


def _cancelling(session: Session, event_id: UUID, values: dict[str, Any], errors: dict[str, list[str]]) -> str:
    found = event_by_id(session, event_id, tokens.asker())
    entitle(tokens.asker(), found["organisation_id"], operations.READERS)
    dates = dates_to_call_off(found, datetime.now(UTC))
    facts = {"dates": dates, "field_name": field_name, **concerned(session, found, dates)}
    return render("registrations/cancel_event.html", event=found, values=values, errors=errors, **facts)


@pages.post("/events/<uuid:event_id>/cancel", allow=EDITORS)
def cancel_event(session: Session, event_id: UUID) -> Any:
    """Call the event off."""
    values, errors = pages.form(CancellationForm)
    if errors:
        return _cancelling(session, event_id, values, errors), 422
    return tried(
        session,
        event_id,
        "cancelled",
        lambda: operations.cancel_event(session, _links(), tokens.asker(), event_id, **values),
    )


@pages.get("/events/<uuid:event_id>/history", allow=EDITORS)
def history(session: Session, event_id: UUID) -> Any:
    """Who did what to the event, its dates and their registrations, newest first; with `looks=1` also who looked."""
    found = event_by_id(session, event_id, tokens.asker())
    entitle(tokens.asker(), found["organisation_id"], programme.EDITORS)
    after = place(request.args.get("after"))
    looks = request.args.get("looks") == "1"
    rows, more = queries.history(session, event_id, looks=looks, limit=DEEDS_AT_ONCE, after=after)
    facts = {"deeds": DEEDS, "dated": DATED, "by_volunteers": BY_VOLUNTEERS, "by_parties": BY_PARTIES}
    return render("registrations/history.html", event=found, rows=rows, more=cursor(more), looks=looks, **facts)


@pages.get("/people", allow=staff())
def people(session: Session) -> Any:
    """Those meant by a name, code or phone in `q` at all dates ahead, for a caller who does not say which date."""
    wanted = _wanted()
    found, more = operations.find_people(session, tokens.asker(), wanted, limit=PAGE) if wanted else ([], False)
    return render("registrations/people.html", wanted=wanted, people=found, more=more, shown=PAGE, states=STATE_NAMES)


def _wanted() -> str:
    return request.args.get("q", "").strip()[:100]


@pages.get("/occurrences/<uuid:occurrence_id>", allow=staff())
def occurrence(session: Session, occurrence_id: UUID) -> Any:
    """Who comes, who waits and why, or those meant by a name, code or phone in `q`; each look is noted in the audit."""
    wanted = _wanted()
    return _searched(session, occurrence_id, wanted) if wanted else shown_date(session, occurrence_id, {})


def shown_date(session: Session, occurrence_id: UUID, errors: dict[str, list[str]]) -> str:
    """The lists of a date, and above them what was wrong."""
    who = tokens.asker()
    facts: dict[str, Any] = {"errors": errors}
    for name, read in LISTS.items():
        after = place(request.args.get(f"{name}_after"))
        facts[name], more = read(session, who, occurrence_id, limit=PAGE, after=after)
        facts[f"more_{name}"] = cursor(more)
    facts["choices"], _older = operations.read_choices(session, who, occurrence_id, limit=10)
    found, one = event_of_occurrence(session, occurrence_id, who)
    facts |= {"now": datetime.now(UTC), "done": _done(), "others": other_dates(found, occurrence_id), **_rights(found)}
    return render("registrations/occurrence.html", event=found, occurrence=one, **facts, **WORDS)


def _searched(session: Session, occurrence_id: UUID, wanted: str) -> str:
    people = operations.find_parties(session, tokens.asker(), occurrence_id, wanted, limit=PAGE)
    found, one = event_of_occurrence(session, occurrence_id, tokens.asker())
    facts = {
        "errors": {},
        "wanted": wanted,
        "people": people,
        "now": datetime.now(UTC),
        "others": other_dates(found, occurrence_id),
        **_rights(found),
    }
    return render("registrations/occurrence.html", event=found, occurrence=one, **facts, **WORDS)
