"""Forms in which staff say what an entry says: texts in six languages, facts, and a new entry."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from marshmallow import Schema
from sqlalchemy.orm import Session

from services.events.directory import operations, queries
from services.events.directory.domain import (
    TEXTS,
    key,
    languages_missing,
    offered_by,
    with_facts,
    with_texts,
)
from services.events.directory.pages.hours import week_options
from services.events.directory.pages.keeping import HELPING, asker_keeps
from services.events.directory.pages.public import WORDS
from services.events.directory.schemas import (
    FactsForm,
    NewEntryForm,
    TextsForm,
)
from services.events.organisations.queries import organisations
from shared.errors import DomainError, Invalid, Stale
from shared.languages import NAMES, current, gettext, text_for
from shared.web import tokens
from shared.web.pages import Pages, redirect, render

pages = Pages("directory_editing", url_prefix="/organise/directory")
Values = dict[str, Any]
Errors = dict[str, list[str]]


def entry_of(session: Session, service_id: UUID) -> tuple[dict[str, Any], dict[str, Any]]:
    """Where an entry of the asker's stands, and what it says. Raises NotFound for what others keep."""
    return queries.entry_kept(session, asker_keeps(), service_id), queries.entry(session, service_id)


def _saved(session: Session, service_id: UUID, version: int, entry: dict[str, Any]) -> Any:
    operations.change_entry(session, tokens.asker(), service_id, version, entry)
    return redirect(f"/organise/directory/{service_id}?done=changed")


def form_of(template: str, state: Values, values: Values, errors: Errors, **facts: Any) -> str:
    """A form over an entry; it bears the version that the page was opened with."""
    facts |= {"names": NAMES, "key_of": key, "labels": TEXTS, "day_options": week_options(), **WORDS}
    version = values.get("version", state["version"])
    return render(f"directory/{template}.html", state=state, values=values, errors=errors, version=version, **facts)


def changing(
    session: Session,
    service_id: UUID,
    schema: type[Schema],
    shown: Callable[[Values, Errors], str],
    made: Callable[[dict[str, Any], Values], dict[str, Any]],
) -> Any:
    """Save what a form says of an entry, or show it again with what is wrong."""
    values, errors = pages.form(schema)
    if errors:
        return shown(values, errors), 422
    try:
        return _saved(session, service_id, values.pop("version"), made(queries.entry(session, service_id), values))
    except (Invalid, Stale) as error:
        return shown(pages.typed(schema), _told(error)), 409 if isinstance(error, Stale) else 422


def _told(error: DomainError) -> Errors:
    """A broken rule by the fields of a form; where a document would say it, the form says it of itself."""
    found = pages.errors(error)
    document = [sentence for name, said in found.items() if name.startswith("services-") for sentence in said]
    return {"_schema": list(dict.fromkeys(document))} if document else found


@pages.get("/<uuid:service_id>/texts", allow=HELPING)
def texts(session: Session, service_id: UUID) -> Any:
    """The texts in six languages."""
    state, entry = entry_of(session, service_id)
    return form_of("texts", state, entry, {}, missing=languages_missing(entry))


@pages.post("/<uuid:service_id>/texts", allow=HELPING)
def change_texts(session: Session, service_id: UUID) -> Any:
    """Change the texts."""
    state, entry = entry_of(session, service_id)
    missing = languages_missing(entry)
    return changing(
        session,
        service_id,
        TextsForm,
        lambda values, errors: form_of("texts", state, values, errors, missing=missing),
        with_texts,
    )


@pages.get("/<uuid:service_id>/facts", allow=HELPING)
def facts(session: Session, service_id: UUID) -> Any:
    """Phones, addresses in the net, ages, costs, documents."""
    state, entry = entry_of(session, service_id)
    return form_of("facts", state, entry, {})


@pages.post("/<uuid:service_id>/facts", allow=HELPING)
def change_facts(session: Session, service_id: UUID) -> Any:
    """Change them."""
    state, _entry = entry_of(session, service_id)
    return changing(
        session,
        service_id,
        FactsForm,
        lambda values, errors: form_of("facts", state, values, errors),
        lambda entry, values: with_facts(entry, values, operations.new_id),
    )


@pages.get("/new", allow=HELPING)
def new(session: Session) -> Any:
    """A new entry: what it is called, and who offers it."""
    return _new(session, {}, {})


@pages.post("/new", allow=HELPING)
def add(session: Session) -> Any:
    """Add it as a draft."""
    values, errors = pages.form(NewEntryForm)
    if not errors and not values.get("organization_id") and not values.get("provider"):
        errors = {"provider": [gettext("Choose who offers it, or write who does.")]}
    if errors:
        return _new(session, pages.typed(NewEntryForm), errors), 422
    entry = {name: values[name] for name in ("name", "description") if values.get(name)}
    entry |= offered_by(values, operations.new_id)
    try:
        service_id = operations.add_entry(session, tokens.asker(), values["keeper_id"], entry)
    except Invalid as error:
        return _new(session, pages.typed(NewEntryForm), _told(error)), 422
    return redirect(f"/organise/directory/{service_id}?done=added")


def _new(session: Session, values: Values, errors: Errors) -> str:
    keepers = organisations(session, asker_keeps())
    known = queries.providers(session, asker_keeps())
    chosen = [(str(id_), text_for(named, current())[0]) for id_, named in known]
    return render(
        "directory/new.html",
        keepers=[(str(one["id"]), one["name"]) for one in keepers],
        provider_options=[("", "–"), *chosen],
        values=values,
        errors=errors,
    )
