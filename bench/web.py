"""The web applications under measurement: ours as a town runs them, and bare ones that do nothing else.

The bare ones are the limit: Flask under the same gunicorn, one statement, no rule.
"""

import gc
import json
import os
import threading
from collections.abc import Callable
from typing import Any

import psycopg
from flask import Flask, Response, request
from psycopg.rows import dict_row
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from uuid_utils.compat import uuid7

from services.events import app as events_app
from services.events.directory.queries import pages, searching
from services.notifications import app as notifications_app
from services.volunteers import app as volunteers_app
from shared import logs

ITEMS = """
    SELECT json_build_object('items', coalesce(json_agg(item), '[]'))::text FROM (
        SELECT o.id AS occurrence_id, e.id AS event_id, e.kind, g.name AS organisation, e.title ->> 'lt' AS title,
            e.summary ->> 'lt' AS summary, o.starts_at, o.ends_at, o.zone, v.name AS venue, v.address, v.municipality,
            v.access, o.capacity, o.capacity - o.taken AS free, o.waiting
        FROM occurrences AS o JOIN events AS e ON e.id = o.event_id
        JOIN organisations AS g ON g.id = e.organisation_id JOIN venues AS v ON v.id = o.venue_id
        WHERE o.state = 'on' AND o.starts_at > now() ORDER BY o.starts_at, o.id LIMIT 50) AS item
"""
TAKE = """
    WITH place AS (
        UPDATE occurrences SET taken = taken + 1, turns = turns + 1
        WHERE id = %(occurrence)s AND taken < capacity RETURNING id, turns),
    registered AS (
        INSERT INTO registrations (id, occurrence_id, turn, state, party, code, token_digest, channel, phone, language)
        SELECT %(id)s, id, turns, 'confirmed', 1, left(%(id)s::text, 13), uuid_send(%(id)s), 'sms', %(phone)s, 'lt'
        FROM place),
    told AS (INSERT INTO outbox (id, type, body) SELECT %(id)s, 'taken', %(body)s FROM place)
    SELECT id FROM place
"""
SIGN_UP = """
    WITH place AS (
        UPDATE shifts SET taken = taken + 1 WHERE id = %(shift)s AND taken < places RETURNING id, starts_at, ends_at),
    mine AS (
        INSERT INTO sign_ups (id, shift_id, volunteer_id) SELECT %(id)s, id, %(volunteer)s FROM place RETURNING id),
    promised AS (
        INSERT INTO commitments (kind, subject_id, volunteer_no, during)
        SELECT 'sign_up', mine.id, v.no, tstzrange(place.starts_at, place.ends_at)
        FROM mine, place, volunteers AS v WHERE v.id = %(volunteer)s),
    told AS (INSERT INTO outbox (id, type, body) SELECT %(id)s, 'taken', %(body)s FROM place)
    SELECT id FROM place
"""

DIALECT: Any = PGDialect_psycopg
MEANT, FOUND, ITEMS_FOUND = (str(one.compile(dialect=DIALECT())) for one in (searching.MEANT, pages.FOUND, pages.ITEMS))
"""The three statements of a search, as a driver takes them."""


def events() -> Flask:
    """The events service."""
    return _composed("events", events_app.create_app)


def volunteers() -> Flask:
    """The volunteers service."""
    return _composed("volunteers", volunteers_app.create_app)


def notifications() -> Flask:
    """The notifications service."""
    return _composed("notifications", notifications_app.create_app)


def _composed(service: str, create_app: Callable[[], Flask]) -> Flask:
    """Composed once and left where it is in memory, which both workers share."""
    logs.configure(service)
    app = create_app()
    gc.freeze()
    return app


def bare() -> Flask:
    """What a request costs before anything is done: hello world, a list, a place taken, a shift taken."""
    app, kept = Flask("bare"), threading.local()

    def every(statement: str, values: dict[str, Any]) -> list[dict[str, Any]]:
        return connected().execute(statement.encode(), values, prepare=True).fetchall()

    def connected() -> psycopg.Connection[dict[str, Any]]:
        if not hasattr(kept, "connection"):
            address = os.environ["TALKA_DATABASE_URL"]
            kept.connection = psycopg.connect(address, autocommit=True, row_factory=dict_row)
        made: psycopg.Connection[dict[str, Any]] = kept.connection
        return made

    def ask(statement: str, values: dict[str, Any] | None = None) -> dict[str, Any] | None:
        return connected().execute(statement.encode(), values, prepare=True).fetchone()

    @app.get("/hello")
    def hello() -> str:
        return "hello"

    @app.get("/list")
    def programme() -> Response:
        (items,) = (ask(ITEMS) or {}).values()
        return Response(items, content_type="application/json")

    @app.get("/search")
    def search() -> Response:
        given: dict[str, Any] = pages.UNNARROWED | {f"words{number}": None for number in range(searching.MOST)}
        given |= {"limit": 21, "after": 0}
        rows = every(MEANT, {"asked": searching.spelled(request.args["q"])})
        given |= {f"words{row['number']}": row["words"] for row in rows}
        ids = [row["id"] for row in every(FOUND, given)]
        items = every(ITEMS_FOUND, {"ids": ids[:20], "language": "lt"})
        return Response(json.dumps(items), content_type="application/json")

    @app.post("/take/<occurrence>")
    def take(occurrence: str) -> Response:
        given, id_ = request.get_json(), uuid7()
        values = {"id": id_, "occurrence": occurrence, "phone": given["phone"], "body": json.dumps(given)}
        taken = ask(TAKE, values)
        return Response(json.dumps({"id": str(id_)}), 201 if taken else 409, content_type="application/json")

    @app.post("/sign-up/<shift>/<volunteer>")
    def sign_up(shift: str, volunteer: str) -> Response:
        id_ = uuid7()
        values = {"id": id_, "shift": shift, "volunteer": volunteer, "body": json.dumps({"shift": shift})}
        taken = ask(SIGN_UP, values)
        return Response(json.dumps({"id": str(id_)}), 201 if taken else 409, content_type="application/json")

    return app
