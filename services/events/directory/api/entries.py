"""JSON routes on which staff keep entries: the same permissions, rules and operations as the pages."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.events.directory import operations, queries
from services.events.directory.domain import (
    DocumentIsWrong,
    Entry,
    amended,
    offered_by,
    place_of,
    placed,
    with_own_hours,
    with_terms,
    without_place,
)
from services.events.directory.schemas import (
    EntryChange,
    EntryView,
    HoursChange,
    NewEntry,
    PlaceChange,
    PlaceForm,
    TermItem,
)
from services.events.organisations.domain import HELPERS
from shared.errors import NotFound
from shared.web import tokens
from shared.web.rest import Api, Page
from shared.web.rules import staff

api = Api("directory_entries", url_prefix="/api/events/v1")
HELPING = staff(*HELPERS)
ENTRY = "/directory/entries/<uuid:service_id>"
NEW = "/organisations/<uuid:organisation_id>/directory/entries"
ENTRY_ITSELF = "services.0"


def seen(session: Session, service_id: UUID) -> dict[str, Any]:
    """An entry of the asker's, as the API shows it. Raises NotFound for what others keep."""
    state = queries.entry_kept(session, tokens.asker().organisations(*HELPERS), service_id)
    return state | {"service": queries.entry(session, service_id)}


@contextmanager
def _by_field() -> Iterator[None]:
    """Say what is wrong by the keys of the entry, where a document would say it by its place."""
    try:
        yield
    except DocumentIsWrong as error:
        found = {name.removeprefix(ENTRY_ITSELF).lstrip(".") or "_schema": said for name, said in error.errors.items()}
        raise DocumentIsWrong(found) from error


def _changed(session: Session, service_id: UUID, version: int, change: Callable[[Entry], Entry]) -> dict[str, Any]:
    entry = change(seen(session, service_id)["service"])
    with _by_field():
        operations.change_entry(session, tokens.asker(), service_id, version, entry)
    return seen(session, service_id)


def _amended(session: Session, entry: Entry, body: dict[str, Any]) -> Entry:
    made = amended(entry, body, operations.new_id)
    if (chosen := body.get("terms")) is None:
        return made
    return with_terms(made, chosen, queries.terms(session), operations.new_id)


@api.get("/directory/terms", allow=HELPING, gives=TermItem, paged=True)
def terms(session: Session, query: dict[str, Any], after: tuple[str, ...] | None) -> Page:
    """The terms that entries can have, in the order of their taxonomies and codes."""
    found = queries.terms(session)
    start = int(after[0]) if after else 0
    end = start + query["limit"]
    return Page(found[start:end], (str(end),) if end < len(found) else None)


@api.get(ENTRY, allow=HELPING, gives=EntryView, versioned=True)
def entry(session: Session, service_id: UUID) -> Any:
    """One entry, drafts too, with its texts in every language."""
    return seen(session, service_id)


@api.post(NEW, allow=HELPING, takes=NewEntry, gives=EntryView, status=201)
def add_entry(session: Session, body: dict[str, Any], organisation_id: UUID) -> Any:
    """Add an entry that nobody sees before it is shown."""
    made = _amended(session, offered_by(body, operations.new_id), body)
    with _by_field():
        service_id = operations.add_entry(session, tokens.asker(), organisation_id, made)
    return seen(session, service_id)


@api.patch(ENTRY, allow=HELPING, takes=EntryChange, gives=EntryView)
def change_entry(session: Session, body: dict[str, Any], service_id: UUID, version: int) -> Any:
    """Correct an entry; in a list, a part keeps its id, one without is new, one that is left out goes."""
    return _changed(session, service_id, version, lambda entry: _amended(session, entry, body))


@api.post(f"{ENTRY}/show", allow=HELPING, gives=EntryView)
def show_entry(session: Session, service_id: UUID) -> Any:
    """Show an entry to everybody; whoever does so has looked at it."""
    operations.show_entry(session, tokens.asker(), service_id)
    return seen(session, service_id)


@api.post(f"{ENTRY}/pause", allow=HELPING, gives=EntryView)
def pause_entry(session: Session, service_id: UUID) -> Any:
    """Say of an entry that it is not offered just now; showing it again ends that."""
    operations.pause_entry(session, tokens.asker(), service_id)
    return seen(session, service_id)


@api.post(f"{ENTRY}/end", allow=HELPING, gives=EntryView)
def end_entry(session: Session, service_id: UUID) -> Any:
    """Take an entry off the directory; it can be shown again."""
    operations.end_entry(session, tokens.asker(), service_id)
    return seen(session, service_id)


@api.put(f"{ENTRY}/hours", allow=HELPING, takes=HoursChange, gives=EntryView, versioned=True)
def change_hours(session: Session, body: dict[str, Any], service_id: UUID, version: int) -> Any:
    """Say when a service that has no place is there, such as a phone line or home visits."""
    return _changed(session, service_id, version, lambda entry: with_own_hours(entry, body, operations.new_id))


@api.post(f"{ENTRY}/places", allow=HELPING, takes=PlaceForm, gives=EntryView, status=201)
def add_place(session: Session, body: dict[str, Any], service_id: UUID) -> Any:
    """Say that the service is at one more address; `version` is that of the entry."""
    version = body.pop("version")
    return _changed(session, service_id, version, lambda entry: placed(entry, None, body, operations.new_id))


@api.put(f"{ENTRY}/places/<uuid:place_id>", allow=HELPING, takes=PlaceChange, gives=EntryView, versioned=True)
def change_place(session: Session, body: dict[str, Any], service_id: UUID, place_id: UUID, version: int) -> Any:
    """Say how a place is now, for every service there."""
    return _changed(
        session, service_id, version, lambda entry: placed(entry, _at(entry, place_id), body, operations.new_id)
    )


@api.delete(f"{ENTRY}/places/<uuid:place_id>", allow=HELPING)
def remove_place(session: Session, service_id: UUID, place_id: UUID, version: int | None) -> Any:
    """Say that the service is not there any more; the place itself stays for others."""
    now = seen(session, service_id)["version"] if version is None else version
    _changed(session, service_id, now, lambda entry: without_place(entry, _at(entry, place_id)["id"]))


def _at(entry: Entry, place_id: UUID) -> Entry:
    found = place_of(entry, str(place_id))
    if found is None:
        raise NotFound
    return found
