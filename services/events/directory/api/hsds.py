"""The open interface of the directory: HSDS 3.1 with what the UK profile asks beside it. Everybody may read it."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from flask import Response, g, request
from sqlalchemy.orm import Session

from services.events.directory import queries
from services.events.directory.schemas import (
    AboutView,
    OrganizationDepth,
    OrganizationQuery,
    PlaceQuery,
    ServiceQuery,
    TaxonomyQuery,
    TermQuery,
    page_of,
    view,
)
from shared.languages import current
from shared.web import openly
from shared.web.rest import Api
from shared.web.rules import anyone
from shared.web.served import talka

HERE = "/api/events/hsds"
api = Api("hsds", url_prefix=HERE, wrong=400)
LINES = "application/x-ndjson"
DESCRIBED = "/api/events/openapi.json"
"""Where `openapi_url` leads, which pages of other sites follow as well."""
KEPT = 60
"""Seconds for which a cache may keep an answer."""


def _is_ours() -> bool:
    return f"{request.path}/".startswith(f"{HERE}/")


def _same_for_everybody() -> None:
    """Speak as the address asks, whatever browser, cookie or programme asks: a copy in a cache is right for all."""
    if _is_ours():
        g.contexts.enter_context(openly.answering(KEPT))


def _open(response: Response) -> Response:
    """Let pages of every site read it, errors too, and those of addresses and methods that there are not.

    So may they what describes it, and be led on from its address without the last stroke. HSDS has no key for the
    language of an answer, so a header says it; what is not translated is in Lithuanian.
    """
    if _is_ours() or request.path == DESCRIBED:
        response.headers["Access-Control-Allow-Origin"] = "*"
    if _is_ours():
        response.content_language.add(current())
    return response


api.blueprint.before_app_request(_same_for_everybody)
api.blueprint.after_app_request(_open)


def _site() -> str:
    return talka().service.settings.public_url


def _listed(session: Session, name: str, query: dict[str, Any], depth: str = "item") -> Any:
    """A page, or all on lines if `format` asks for that."""
    if query.pop("format") == "ndjson":
        del query["page"], query["per_page"]
        return Response(_lines(name, depth, current(), _site(), query), content_type=LINES)
    return _json(queries.listed(session, name, depth, current(), _site(), **query))


def _lines(name: str, depth: str, language: str, site: str, query: dict[str, Any]) -> Iterator[bytes]:
    """Written while it is read: the session of the request is over by then."""
    database = talka().service.database

    def written() -> Iterator[bytes]:
        with database.reading() as session:
            yield from queries.streamed(session, name, depth, language, site, **query)

    return written()


def _json(found: dict[str, Any]) -> bytes:
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()


@api.get("/", allow=anyone, gives=AboutView)
def about(_session: Session) -> Any:
    """Which version of HSDS this is, and where it is described."""
    here = _site()
    return {
        "version": queries.VERSION,
        "profile": f"{here}/api/events/docs",
        "openapi_url": f"{here}{DESCRIBED}",
        "description": "Social services in this town. Texts are in Lithuanian unless ?lang= asks otherwise.",
        "publisher": {"name": "Talka", "website": f"{here}/"},
    }


@api.get("/services", allow=anyone, takes=ServiceQuery, gives=page_of("service"), also=LINES)
def services(session: Session, query: dict[str, Any]) -> Any:
    """Services; every filter narrows the list further."""
    minimal, full = query.pop("minimal"), query.pop("full")
    return _listed(session, "service", query, "minimal" if minimal else "full" if full else "item")


@api.get("/services/<uuid:id>", allow=anyone, gives=view("service"))
def service(session: Session, id: UUID) -> Any:
    """One service with all that hangs under it."""
    return _json(queries.one(session, "service", id, "full", current(), _site()))


@api.get("/service_at_locations", allow=anyone, takes=PlaceQuery, gives=page_of("service_at_location"), also=LINES)
def service_at_locations(session: Session, query: dict[str, Any]) -> Any:
    """Services at their locations; every filter narrows the list further."""
    return _listed(session, "service_at_location", query, "full" if query.pop("full") else "item")


@api.get("/service_at_locations/<uuid:id>", allow=anyone, gives=view("service_at_location"))
def service_at_location(session: Session, id: UUID) -> Any:
    """One service at one location."""
    return _json(queries.one(session, "service_at_location", id, "full", current(), _site()))


@api.get("/organizations", allow=anyone, takes=OrganizationQuery, gives=page_of("organization"), also=LINES)
def organizations(session: Session, query: dict[str, Any]) -> Any:
    """Organizations; every filter narrows the list further."""
    full, services_too = query.pop("full"), query.pop("full_service")
    return _listed(session, "organization", query, "full_service" if services_too else "full" if full else "item")


@api.get("/organizations/<uuid:id>", allow=anyone, takes=OrganizationDepth, gives=view("organization"))
def organization(session: Session, query: dict[str, Any], id: UUID) -> Any:
    """One organization with all that hangs under it."""
    depth = "full_service" if query["full_service"] else "full"
    return _json(queries.one(session, "organization", id, depth, current(), _site()))


@api.get("/taxonomies", allow=anyone, takes=TaxonomyQuery, gives=page_of("taxonomy"), also=LINES)
def taxonomies(session: Session, query: dict[str, Any]) -> Any:
    """Taxonomies; `search` looks into their Lithuanian names."""
    return _listed(session, "taxonomy", query)


@api.get("/taxonomies/<uuid:id>", allow=anyone, gives=view("taxonomy"))
def taxonomy(session: Session, id: UUID) -> Any:
    """One taxonomy."""
    return _json(queries.one(session, "taxonomy", id, "full", current(), _site()))


@api.get("/taxonomy_terms", allow=anyone, takes=TermQuery, gives=page_of("taxonomy_term"), also=LINES)
def taxonomy_terms(session: Session, query: dict[str, Any]) -> Any:
    """Terms; `top_only` gives those that have none above them."""
    return _listed(session, "taxonomy_term", query)


@api.get("/taxonomy_terms/<uuid:id>", allow=anyone, gives=view("taxonomy_term"))
def taxonomy_term(session: Session, id: UUID) -> Any:
    """One term with its taxonomy."""
    return _json(queries.one(session, "taxonomy_term", id, "full", current(), _site()))
