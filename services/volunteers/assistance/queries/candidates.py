"""Who might help: rows as the matching judges them. One statement, however many volunteers there are."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.volunteers.assistance.domain.matching import (
    Candidate,
    Match,
    Unfit,
    Wish,
    busy_during,
    ranked,
    why_not,
)
from services.volunteers.assistance.domain.requests import Kind
from services.volunteers.assistance.models import Request

LONG_AGO = timedelta(days=180)
"""Offers older than this say nothing about who was asked least lately."""
_COLUMNS = """
    v.id, v.name, v.state = 'active' AS active, v.age_band, v.languages, k.volunteer_id IS NOT NULL AS known,
    o.last_asked, a.state AS answer, l.checked_on, l.valid_until, c.checked_on, c.valid_until
"""
_FACTS = """
    LEFT JOIN documents AS l ON l.volunteer_id = v.id AND l.kind = 'driving_licence'
    LEFT JOIN documents AS c ON c.volunteer_id = v.id AND c.kind = 'vaiku-qr'
    LEFT JOIN (SELECT DISTINCT offers.volunteer_id FROM offers JOIN requests ON requests.id = offers.request_id
        WHERE requests.person_key = :person_key AND requests.state = 'done' AND offers.state = 'accepted') AS k
        ON k.volunteer_id = v.id
    LEFT JOIN (SELECT volunteer_id, max(asked_at) AS last_asked FROM offers
        WHERE asked_at > :long_ago GROUP BY volunteer_id) AS o ON o.volunteer_id = v.id
    LEFT JOIN (SELECT DISTINCT ON (volunteer_id) volunteer_id, state FROM offers
        WHERE request_id = :request_id AND (:rings OR state <> 'withdrawn') ORDER BY volunteer_id, asked_at DESC) AS a
        ON a.volunteer_id = v.id
"""
OF_ORGANISATION = text(f"""
    SELECT {_COLUMNS}, h.kinds, h.areas, h.vehicle, h.gender, h.can_lift, b.volunteer_no IS NOT NULL AS busy
    FROM helpers AS h JOIN volunteers AS v ON v.id = h.volunteer_id {_FACTS}
    LEFT JOIN (SELECT DISTINCT volunteer_no FROM commitments
        WHERE during && tstzrange(:begins, :ends)) AS b ON b.volunteer_no = v.no
    WHERE h.organisations @> ARRAY[CAST(:organisation_id AS uuid)]
        AND (:everybody OR (h.kinds @> ARRAY[:kind] AND v.state = 'active'))
    ORDER BY v.id
""")  # noqa: S608 - no value of anybody's is in it
"""Those whom this organisation may ask. The statement narrows by kind; the rule itself has the last word."""
ON_DUTY = text(f"""
    SELECT {_COLUMNS}, ARRAY['kiosk_help'] AS kinds, ARRAY[]::text[] AS areas, 'none' AS vehicle, h.gender,
        true AS can_lift, false AS busy
    FROM volunteers AS v LEFT JOIN helpers AS h ON h.volunteer_id = v.id {_FACTS}
    WHERE v.id IN (
        SELECT s.volunteer_id FROM sign_ups AS s
        JOIN shifts ON shifts.id = s.shift_id JOIN events ON events.id = shifts.event_id
        WHERE s.state = 'confirmed' AND shifts.state = 'open' AND events.organisation_id = :organisation_id
        AND shifts.starts_at <= now() AND now() < shifts.ends_at
        AND (shifts.skills @> ARRAY['kiosk'] OR shifts.title::text ~* 'kiosk|stend|ekran|screen|экран|екран|شاشة'))
    ORDER BY v.id
""")  # noqa: S608 - no value of anybody's is in it
"""Whoever stands by the screen just now: a shift of the organisation runs that asks for this or is called so."""


def wish_of(request: Request) -> Wish:
    """A request as far as it decides who fits."""
    return Wish(
        kind=Kind(request.kind),
        day=request.starts_at.astimezone(ZoneInfo(request.zone)).date(),
        speaks=request.person["language"].partition("-")[0],
        languages=frozenset(request.languages),
        area=request.area,
        wheelchair=request.wheelchair,
        stairs=request.stairs,
        prefers_gender=request.prefers_gender,
        target_group=request.target_group,
        blocked=frozenset(request.blocked),
    )


def best(session: Session, request: Request, now: datetime, most: int) -> list[Match]:
    """Those who fit and have not been asked, best first, and `most` of them."""
    return ranked(wish_of(request), _candidates(session, request, now, everybody=False), now, most)


def everybody(session: Session, request: Request, now: datetime) -> tuple[list[Match], list[tuple[Candidate, Unfit]]]:
    """For coordinators: who fits, best first; and of all others whom the organisation may ask what weighs most."""
    wish, found = wish_of(request), _candidates(session, request, now, everybody=True)
    unfit = [(who, reason) for who in found if (reason := why_not(wish, who)) is not None]
    return ranked(wish, found, now), unfit


def _candidates(session: Session, request: Request, now: datetime, *, everybody: bool) -> list[Candidate]:
    facts: dict[str, Any] = {
        "person_key": request.person_key,
        "long_ago": now - LONG_AGO,
        "request_id": request.id,
        "organisation_id": request.organisation_id,
        "rings": request.kind == Kind.KIOSK_HELP,
    }
    if facts["rings"]:
        return [_candidate(row) for row in session.execute(ON_DUTY, facts)]
    begins, ends = busy_during(
        request.kind, request.starts_at, request.ends_at, timedelta(minutes=request.load_minutes)
    )
    facts |= {"begins": begins, "ends": ends, "everybody": everybody, "kind": request.kind}
    return [_candidate(row) for row in session.execute(OF_ORGANISATION, facts)]


def _candidate(row: Sequence[Any]) -> Candidate:
    """A row of either statement, by place, since there may be ten thousand."""
    id_, name, active, age_band, languages, known, last_asked, answer, *rest = row
    licence_on, licence_until, children_on, children_until, kinds, areas, vehicle, gender, can_lift, busy = rest
    return Candidate(
        id_,
        name,
        active,
        age_band,
        frozenset(languages),
        frozenset(kinds),
        areas,
        vehicle,
        gender,
        can_lift,
        (licence_on, licence_until) if licence_on else None,
        (children_on, children_until) if children_on else None,
        busy,
        known,
        last_asked,
        answer,
    )


def who(session: Session, request: Request, volunteer_id: UUID, now: datetime) -> tuple[Candidate, Unfit | None] | None:
    """One volunteer whom the organisation may ask, and what weighs most against it; None for anybody else."""
    found = [one for one in _candidates(session, request, now, everybody=True) if one.id == volunteer_id]
    return (found[0], why_not(wish_of(request), found[0])) if found else None
