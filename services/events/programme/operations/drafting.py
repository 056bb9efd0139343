"""Making events, changing what they are about, and offering them to people."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.events.organisations.domain import Person, entitle
from services.events.organisations.queries import takes_part
from services.events.programme import queries
from services.events.programme.domain import (
    TEXTS,
    Span,
    State,
    check_draft,
    check_publishable,
    moved,
    outdated,
    span,
    spoken_by_default,
    unchecked,
    with_texts,
)
from services.events.programme.models import Event, Occurrence, PlannedShift
from services.events.programme.operations.taking import EDITORS, changed, dates_taken, remember, taken, venue_of
from shared.audit import audit
from shared.contracts.events import EventPublished
from shared.errors import NotFound, within


def create_event(
    session: Session,
    person: Person,
    *,
    organisation_id: UUID,
    occurrences: list[dict[str, Any]],
    venue: dict[str, Any],
    project_id: UUID | None = None,
    copied: dict[str, Any] | None = None,
    **facts: Any,
) -> dict[str, Any]:
    """Draft an event with all its occurrences and planned shifts; one without a venue of its own is at `venue`.

    `copied` is the event whose texts these were: where only the Lithuanian ones are others now, that is noted.
    Raises NotFound for a foreign organisation or project, Forbidden, and what is wrong with a time (see `domain.span`).
    """
    entitle(person, organisation_id, EDITORS)
    if project_id is not None and not takes_part(session, organisation_id, project_id):
        raise NotFound
    facts |= _settled({name: {} for name in TEXTS} | {"machine_made": [], "languages_spoken": []} | facts)
    if copied is not None:
        facts["outdated"] = outdated(copied["outdated"], copied, facts)
    event = Event(id=uuid7(), organisation_id=organisation_id, project_id=project_id, **facts)
    session.add(event)
    session.flush()
    _add_occurrences(session, event, occurrences, venue)
    audit(session, person.id, "event_created", event.id)
    return queries.event(session, event.id, person)


def redraft_event(
    session: Session,
    person: Person,
    event_id: UUID,
    version: int,
    *,
    occurrences: list[dict[str, Any]],
    venue: dict[str, Any],
    **facts: Any,
) -> dict[str, Any]:
    """Write a draft anew, dates, venue and planned shifts included. Nobody knows of them yet, so they get new ids.

    Raises NotFound, Forbidden, Stale, EventIsCancelled, NotADraft, and what is wrong with a time.
    """
    event = taken(session, person, event_id, version)
    check_draft(event.state)
    set_facts(session, event, facts)
    old = [occurrence.id for occurrence in dates_taken(session, event.id)]
    session.execute(delete(PlannedShift).where(PlannedShift.occurrence_id.in_(old)))
    session.execute(delete(Occurrence).where(Occurrence.id.in_(old)))
    _add_occurrences(session, event, occurrences, venue)
    return changed(session, person, event, "event_redrafted")


def _add_occurrences(session: Session, event: Event, occurrences: list[dict[str, Any]], venue: dict[str, Any]) -> None:
    for number, one in enumerate(occurrences):
        with within(f"occurrences.{number}"):
            when = span(one["starts"], one["ends"], one["zone"], datetime.now(UTC))
        place = venue_of(session, event.organisation_id, one.get("venue") or venue)
        add_date(session, event.id, place, when, one["capacity"], one["shifts"])


def add_date(
    session: Session, event_id: UUID, venue_id: UUID, when: Span, capacity: int, shifts: list[dict[str, Any]]
) -> Occurrence:
    """Add a date with its planned shifts to a locked event; it is a draft."""
    occurrence = Occurrence(id=uuid7(), event_id=event_id, venue_id=venue_id, capacity=capacity, **vars(when))
    session.add(occurrence)
    session.flush()
    session.add_all(PlannedShift(id=uuid7(), occurrence_id=occurrence.id, **shift) for shift in shifts)
    session.flush()
    return occurrence


def copy_event(session: Session, person: Person, event_id: UUID, *, first_day: date) -> dict[str, Any]:
    """Draft the event again so that its first occurrence is on `first_day`; the others keep their distance in days.

    Raises NotFound, Forbidden, and what is wrong with a time.
    """
    event = queries.event(session, event_id, person)
    first = event["occurrences"][0]["starts"]
    occurrences = [
        {
            "starts": moved(old["starts"], first, first_day),
            "ends": moved(old["ends"], first, first_day),
            "zone": old["zone"],
            "capacity": old["capacity"],
            "venue": {name: fact for name, fact in old["venue"].items() if name != "id"},
            "shifts": [{name: fact for name, fact in shift.items() if name != "id"} for shift in old["shifts"]],
        }
        for old in event["occurrences"]
    ]
    kept = (
        "organisation_id",
        "project_id",
        "kind",
        *TEXTS,
        "machine_made",
        "outdated",
        "languages_spoken",
        "offer_hours",
    )
    facts = {name: event[name] for name in kept}
    return create_event(session, person, occurrences=occurrences, venue=occurrences[0]["venue"], **facts)


def change_event(session: Session, person: Person, event_id: UUID, version: int, **facts: Any) -> dict[str, Any]:
    """Change texts, languages, kind, project or offer hours. The people who come hear nothing: time and place stay.

    Raises NotFound, Forbidden, Stale and EventIsCancelled.
    """
    event = taken(session, person, event_id, version)
    former = set_facts(session, event, facts)
    if not former:
        return queries.event(session, event_id, person)
    told = changed(session, person, event, "event_changed")
    remember(session, event, "event_changed", former)
    return told


def write_texts(
    session: Session,
    person: Person,
    event_id: UUID,
    version: int,
    *,
    language: str,
    machine_made: bool,
    checked: bool = False,
    **texts: str,
) -> dict[str, Any]:
    """Write the event's texts in one language, and whether a machine made them; what is empty is taken away.

    `checked`: a person has compared them with the Lithuanian ones.
    Raises NotFound, Forbidden, Stale, EventIsCancelled and NoTitleLeft.
    """
    found = queries.event(session, event_id, person)
    marked = {tag for tag in found["machine_made"] if tag != language} | ({language} if machine_made else set())
    written = with_texts(found, language, texts)
    facts: dict[str, Any] = {"machine_made": list(marked)} | written
    if checked:
        facts["outdated"] = [tag for tag in found["outdated"] if tag != language]
    return change_event(session, person, event_id, version, **facts)


def set_facts(session: Session, event: Event, facts: dict[str, Any], *, as_they_were: bool = False) -> dict[str, Any]:
    """Set these facts of a locked event; gives back, as JSON, what those were that differed.

    Texts that the Lithuanian ones have left behind are noted, unless all is brought back `as_they_were`.
    Raises NotFound for a foreign project.
    """
    project_id = facts.get("project_id")
    if project_id is not None and not takes_part(session, event.organisation_id, project_id):
        raise NotFound
    present = {name: getattr(event, name) for name in (*TEXTS, "machine_made", "languages_spoken")}
    if not as_they_were:
        facts = facts | {"outdated": outdated(facts.get("outdated", event.outdated), present, present | facts)}
    facts = facts | _settled(present | facts)
    former = {name: getattr(event, name) for name, fact in facts.items() if getattr(event, name) != fact}
    for name in former:
        setattr(event, name, facts[name])
    if former.get("project_id"):
        former["project_id"] = str(former["project_id"])
    return former


def _settled(facts: dict[str, Any]) -> dict[str, list[str]]:
    """The languages of an event with these facts, whole and in our order."""
    marked = unchecked(facts["machine_made"], [facts[name] for name in TEXTS])
    return {
        "machine_made": marked,
        "languages_spoken": facts["languages_spoken"] or spoken_by_default(facts["title"], marked),
    }


def publish_event(session: Session, person: Person, event_id: UUID, version: int) -> dict[str, Any]:
    """Offer a draft to people, and its shifts to volunteers.

    Raises NotFound, Forbidden, Stale, EventIsCancelled, AlreadyPublished and NoDateAhead.
    """
    event = taken(session, person, event_id, version)
    occurrences = dates_taken(session, event.id)
    check_publishable(event.state, (occurrence.starts_at for occurrence in occurrences), datetime.now(UTC))
    event.state = State.PUBLISHED
    for occurrence in occurrences:
        occurrence.state = "on" if occurrence.state == "draft" else occurrence.state
    return changed(session, person, event, "event_published", EventPublished)
