"""A tiny service of things, to try the web side on: JSON and pages over one table."""

from typing import Any
from uuid import UUID

import marshmallow as ma
from flask import Flask, Response
from jinja2 import ChoiceLoader, DictLoader
from marshmallow import fields, validate
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from shared.database import Database
from shared.errors import Conflict, Gone, NotFound, Stale, _
from shared.messaging.service import Service
from shared.settings import Settings
from shared.web import design
from shared.web.factory import create_app
from shared.web.pages import Pages, redirect, render
from shared.web.rest import Api, Limited, Page
from shared.web.rules import anyone, embedded_only, gateway, signed_in, staff, volunteer
from shared.web.signing_out import add_sign_out
from shared.web.tokens import Principal, current, issue, remember
from tests.support.services import environment, signing_key
from tests.support.thing_tables import Thing

ORGANISATION = UUID("01900000-0000-7000-8000-000000000001")


class ThingIsThere(Conflict):
    """The name is taken."""

    code = "thing-is-there"
    title = _("There is a thing of this name.")


class NewThing(ma.Schema):
    """A thing to be."""

    name = fields.String(required=True, validate=validate.Length(1, 40))
    size = fields.Integer(strict=True, validate=validate.Range(1, 8), load_default=1)


class ThingView(ma.Schema):
    """A thing as it is."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    size = fields.Integer(required=True)
    version = fields.Integer(required=True)


class Filter(ma.Schema):
    """Which things."""

    size = fields.Integer(validate=validate.Range(1, 8))


api = Api("things", url_prefix="/api/events/v1")
pages = Pages("showcase", __name__)


def create_thing(session: Session, name: str, size: int = 1) -> Thing:
    """Insert a thing."""
    made = session.execute(insert(Thing).values(id=uuid7(), name=name, size=size).returning(Thing))
    return made.scalar_one()


def found(session: Session, thing_id: UUID) -> Thing:
    """The thing; raises NotFound."""
    thing = session.get(Thing, thing_id)
    if thing is None:
        raise NotFound
    return thing


@api.post("/things", allow=anyone, takes=NewThing, gives=ThingView, status=201)
def create(session: Session, body: dict[str, Any]) -> Thing:
    """Create a thing."""
    return create_thing(session, **body)


@api.post(
    "/limited",
    allow=anyone,
    takes=NewThing,
    gives=ThingView,
    limits=(Limited("try", most=2, seconds=900, field="name"), Limited("try-address", most=4, seconds=900)),
)
def create_limited(session: Session, body: dict[str, Any]) -> Thing:
    """Create a thing, if not too often."""
    return create_thing(session, **body)


@api.get("/things", allow=anyone, takes=Filter, gives=ThingView, paged=True)
def things(session: Session, query: dict[str, Any], after: tuple[str, ...] | None) -> Page:
    """The things in order of their ids."""
    wanted = select(Thing).order_by(Thing.id).limit(query["limit"] + 1)
    if after:
        wanted = wanted.where(Thing.id > UUID(after[0]))
    if "size" in query:
        wanted = wanted.where(Thing.size == query["size"])
    rows = session.scalars(wanted).all()
    more = len(rows) > query["limit"]
    items = rows[: query["limit"]]
    return Page(items, str(items[-1].id) if more else None)


@api.get("/things/<uuid:thing_id>", allow=anyone, gives=ThingView, versioned=True)
def thing(session: Session, thing_id: UUID) -> Thing:
    """One thing."""
    return found(session, thing_id)


@api.patch("/things/<uuid:thing_id>", allow=staff("owner", "organiser"), takes=NewThing, gives=ThingView)
def change(session: Session, body: dict[str, Any], thing_id: UUID, version: int) -> Thing:
    """Change a thing."""
    changed = session.execute(
        update(Thing)
        .where(Thing.id == thing_id, Thing.version == version)
        .values(version=version + 1, **body)
        .returning(Thing)
    ).scalar_one_or_none()
    if changed is None:
        found(session, thing_id)
        raise Stale
    return changed


@api.put("/things/<uuid:thing_id>", allow=staff("owner"), takes=NewThing, gives=ThingView, versioned=True)
def replace(session: Session, body: dict[str, Any], thing_id: UUID, version: int) -> Thing:
    """Replace a thing."""
    return change(session, body, thing_id, version)


@api.delete("/things/<uuid:thing_id>", allow=staff("owner"))
def remove(session: Session, thing_id: UUID, version: int | None) -> None:
    """Remove a thing."""
    if found(session, thing_id).version != (version or 1):
        raise Stale
    session.execute(delete(Thing).where(Thing.id == thing_id))


@api.post("/things/<uuid:thing_id>/fail", allow=signed_in)
def fail(session: Session, thing_id: UUID) -> None:
    """Write, then fail."""
    create_thing(session, "half done")
    raise ThingIsThere(thing=thing_id)


@api.get("/me", allow=signed_in, gives=NewThing)
def me(session: Session) -> dict[str, str]:
    """Who is asking."""
    principal = current()
    return {"name": principal.name if principal else ""}


@api.get("/volunteers", allow=volunteer, gives=NewThing)
def volunteers(session: Session) -> dict[str, str]:
    """For volunteers."""
    return {"name": "volunteer"}


@api.get("/callback", allow=gateway, gives=NewThing)
def callback(session: Session) -> dict[str, str]:
    """For the SMS gateway."""
    return {"name": "gateway"}


@api.get("/phone", allow=embedded_only, gives=NewThing)
def phone(session: Session) -> dict[str, str]:
    """Of the embedded run."""
    return {"name": "phone"}


@api.get("/moved", allow=anyone, status=303)
def moved(session: Session) -> Response:
    """Lead elsewhere."""
    return redirect("/public")


@api.get("/ready", allow=anyone, gives=NewThing)
def written(session: Session) -> bytes:
    """JSON that the database wrote."""
    return b'{"name":"written"}'


@pages.get("/public", allow=anyone, public=True)
def public(session: Session) -> str:
    """A page for everybody."""
    return render("public.html", texts={"uk": "Танці"}, names=["<b>"])


@pages.get("/form", allow=anyone)
def form(session: Session) -> str:
    """A form."""
    return render("form.html", values={}, errors={})


@pages.post("/form", allow=anyone)
def send(session: Session) -> Response | tuple[str, int]:
    """The form, sent."""
    values, errors = pages.form(NewThing)
    if errors:
        return render("form.html", values=values, errors=errors), 422
    create_thing(session, **values)
    return redirect("/public")


@pages.get("/often", allow=anyone)
def often(session: Session) -> str:
    """The same form, for what may be tried twice in a quarter of an hour."""
    return render("form.html", values={}, errors={})


@pages.post("/often", allow=anyone, limits=(Limited("often", most=2, seconds=900, field="name"),))
def send_often(session: Session) -> Response | tuple[str, int]:
    """The form, sent, if not too often."""
    return send(session)


@pages.post("/sign-in", allow=anyone)
def sign_in(session: Session) -> Response:
    """Sign in."""
    response = redirect("/secret")
    remember(response, "staff", token())
    return response


add_sign_out(pages, to="/public")


@pages.get("/secret", allow=staff("owner"))
def secret(session: Session) -> str:
    """A page for owners."""
    return render("public.html", texts={"lt": "Slaptai"}, names=[])


@pages.get("/gone/<token>", allow=anyone)
def gone(session: Session, token: str) -> str:
    """A link that is over."""
    raise Gone


PUBLIC = """{% extends "base.html" %}
{% block content %}<h1>{{ texts | text }}</h1>{{ names | join }}{% endblock %}"""
FORM = """{% extends "base.html" %}
{% from "macros.html" import form, field, button with context %}
{% block content %}<h1>A thing</h1>
{% call form("/form", errors) %}
{{ field("name", "Name", values, errors, hint="Any") }}
{{ field("size", "Size", values, errors, type="number", required=false, min=1) }}
{{ button("Send") }}{% endcall %}{% endblock %}"""


def principal(
    kind: str = "staff", role: str = "owner", language: str = "lt", name: str = "Rasa", person: str = str(ORGANISATION)
) -> Principal:
    """A person of this kind."""
    roles = {ORGANISATION: role} if kind == "staff" else {}
    return Principal(kind=kind, id=UUID(person), name=name, language=language, roles=roles)


def token(kind: str = "staff", **facts: str) -> str:
    """Their token."""
    return issue(signing_key(kind)[0], principal(kind, **facts))


def bearer(kind: str = "staff", **facts: str) -> dict[str, str]:
    """Their token in a header."""
    return {"Authorization": f"Bearer {token(kind, **facts)}"}


def application(database: Database, name: str = "events", **variables: str) -> Flask:
    """The web side of the service of things over this database, started with these variables."""
    settings = Settings.from_env(name, environment(name, database.dsn, **variables))
    service = Service(name=name, settings=settings, database=database)
    app = create_app(service, apis=[api], pages=[pages, design.pages])
    loader = app.jinja_env.loader
    app.jinja_env.loader = ChoiceLoader(
        [DictLoader({"public.html": PUBLIC, "form.html": FORM}), *([loader] if loader else [])]
    )
    return app
