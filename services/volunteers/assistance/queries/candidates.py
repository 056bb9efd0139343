"""Who might help: rows as the matching judges them, in the order in which they would be asked."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.volunteers.assistance.domain.matching import Candidate, Wish, busy_during
from services.volunteers.assistance.domain.requests import Kind, home_of
from services.volunteers.assistance.models import Request
from services.volunteers.assistance.queries.duty import duties
from services.volunteers.assistance.queries.joining import joined_offers
from shared.languages import spoken

LONG_AGO = timedelta(days=180)
"""Offers older than this say nothing about who was asked least lately."""
_COLUMNS = """
    v.id, v.name, v.state = 'active' AS active, v.age_band, v.languages, k.volunteer_id IS NOT NULL AS known,
    o.last_asked, a.state AS answer, w.volunteer_id IS NOT NULL AS other_way,
    l.checked_on, l.valid_until, c.checked_on, c.valid_until
"""
_FACTS = """
    LEFT JOIN documents AS l ON l.volunteer_id = v.id AND l.kind = 'driving_licence'
    LEFT JOIN documents AS c ON c.volunteer_id = v.id AND c.kind = 'vaiku-qr'
    LEFT JOIN (SELECT DISTINCT offers.volunteer_id FROM offers JOIN requests ON requests.id = offers.request_id
        WHERE requests.person_key = :person_key AND requests.state = 'done' AND offers.state = 'accepted') AS k
        ON k.volunteer_id = v.id
    LEFT JOIN (SELECT DISTINCT offers.volunteer_id FROM offers JOIN requests ON requests.id = offers.request_id
        WHERE (requests.id = :leg_of OR requests.leg_of = :request_id) AND offers.state = 'accepted'
        AND requests.state NOT IN ('unmet', 'cancelled', 'no_show')) AS w
        ON w.volunteer_id = v.id
    LEFT JOIN (SELECT volunteer_id, max(asked_at) AS last_asked FROM offers
        WHERE asked_at > :long_ago GROUP BY volunteer_id) AS o ON o.volunteer_id = v.id
    LEFT JOIN (SELECT DISTINCT ON (volunteer_id) volunteer_id, state FROM offers
        WHERE request_id = :request_id AND (:rings OR state <> 'withdrawn') ORDER BY volunteer_id, asked_at DESC) AS a
        ON a.volunteer_id = v.id
"""
_BEST = """
    w.volunteer_id IS NULL, k.volunteer_id IS NULL, o.last_asked NULLS FIRST,
    h.areas && CAST(:near AS text[]) DESC NULLS LAST, v.id
"""
"""Who is asked first: whoever has promised the other way of a ride, then whoever knows the person, then who was asked
least lately, then who serves just this place."""
AREAS = text("""
    SELECT DISTINCT area FROM helpers, unnest(areas) AS area
    WHERE organisations && CAST(:organisations AS uuid[])
""")
_CAN = """
    v.state = 'active' AND v.age_band = 'adult' AND h.kinds @> ARRAY[:kind] AND v.languages && CAST(:spoken AS text[])
    AND (:everywhere OR h.areas = '{}' OR h.areas && CAST(:near AS text[])) AND b.volunteer_no IS NULL
    AND (NOT :drives OR (h.vehicle <> 'none' AND l.volunteer_id IS NOT NULL))
    AND (NOT :wheelchair OR h.vehicle = 'wheelchair') AND (NOT :stairs OR h.can_lift)
    AND (:gender NOT IN ('woman', 'man') OR h.gender = :gender)
"""
"""Spares reading those of thousands of volunteers who plainly cannot. It leaves out nobody whom the rule would take."""
_SAID = "h.kinds, h.areas, h.vehicle, h.gender, h.can_lift, b.volunteer_no IS NOT NULL AS busy"
_HELPERS = f"""
    FROM helpers AS h JOIN volunteers AS v ON v.id = h.volunteer_id {_FACTS}
    LEFT JOIN (SELECT DISTINCT volunteer_no FROM commitments
        WHERE during && tstzrange(:begins, :ends)
        AND subject_id <> ALL(CAST(:joined AS uuid[]))) AS b ON b.volunteer_no = v.no
"""  # noqa: S608 - no value of anybody's is in it
OF_ORGANISATION = text(f"""
    SELECT {_COLUMNS}, {_SAID} {_HELPERS}
    WHERE h.organisations @> ARRAY[CAST(:organisation_id AS uuid)] AND (:everybody OR ({_CAN}))
    ORDER BY {_BEST} LIMIT :limit
""")
"""Those whom this organisation may ask, best first. The rule itself has the last word on who fits."""
OF_PARTNERS = text(f"""
    SELECT partner.id, those.* FROM unnest(CAST(:organisations AS uuid[])) AS partner(id) CROSS JOIN LATERAL (
        SELECT {_COLUMNS}, {_SAID}, row_number() OVER (ORDER BY {_BEST}) AS place {_HELPERS}
        WHERE h.organisations @> ARRAY[partner.id] AND {_CAN}
        ORDER BY place LIMIT :limit) AS those
    ORDER BY partner.id, those.place
""")  # noqa: S608 - no value of anybody's is in it
"""The same of several organisations, for each so many; the one it is comes first, and the place among them last."""
ON_DUTY = text(f"""
    SELECT {_COLUMNS}, ARRAY['kiosk_help'] AS kinds, ARRAY[]::text[] AS areas, 'none' AS vehicle, h.gender,
        true AS can_lift, false AS busy
    FROM (SELECT s.volunteer_id, max(d.shared) AS shared FROM sign_ups AS s
        JOIN unnest(CAST(:shifts AS uuid[]), CAST(:shared AS int[])) AS d(shift_id, shared) USING (shift_id)
        WHERE s.state = 'confirmed' GROUP BY s.volunteer_id) AS duty
    JOIN volunteers AS v ON v.id = duty.volunteer_id LEFT JOIN helpers AS h ON h.volunteer_id = v.id {_FACTS}
    ORDER BY duty.shared DESC, NOT v.languages && CAST(:spoken AS text[]), {_BEST} LIMIT :limit
""")  # noqa: S608 - no value of anybody's is in it
"""Whoever stands by a screen just now: who is at this one is rung first, of them who speaks the person's language."""


def wish_of(request: Request) -> Wish:
    """A request as far as it decides who fits."""
    return Wish(
        kind=Kind(request.kind),
        day=request.starts_at.astimezone(ZoneInfo(request.zone)).date(),
        speaks=spoken(request.person["language"]),
        languages=frozenset(map(spoken, request.languages)),
        area=request.area,
        wheelchair=request.wheelchair,
        stairs=request.stairs,
        prefers_gender=request.prefers_gender,
        target_group=request.target_group,
        blocked=frozenset(request.blocked),
    )


def candidates(
    session: Session,
    request: Request,
    now: datetime,
    *,
    everybody: bool = False,
    everywhere: bool = False,
    limit: int | None = None,
) -> list[Candidate]:
    """Volunteers whom the request's organisation may ask, best first: those who can, or `everybody`."""
    given = given_of(session, request, now, everybody=everybody, limit=limit) | {"everywhere": everywhere}
    if request.kind == Kind.KIOSK_HELP:
        found = session.execute(ON_DUTY, given | duties(session, request))
    else:
        found = session.execute(OF_ORGANISATION, given)
    return [_candidate(row) for row in found]


def candidates_of_each(
    session: Session,
    request: Request,
    now: datetime,
    partners: Collection[UUID],
    *,
    limit: int | None,
    everywhere: bool,
) -> dict[UUID, list[Candidate]]:
    """Volunteers of these partners who can, for each the best first; one statement, however many partners."""
    given = given_of(session, request, now, everybody=False, limit=limit, of=partners) | {"everywhere": everywhere}
    found: dict[UUID, list[Candidate]] = {}
    for partner, *row, _place in session.execute(OF_PARTNERS, given):
        found.setdefault(partner, []).append(_candidate(row))
    return found


def given_of(
    session: Session,
    request: Request,
    now: datetime,
    *,
    everybody: bool,
    limit: int | None,
    of: Collection[UUID] = (),
) -> dict[str, Any]:
    """The parameters of all three statements; `of` are the partners whose volunteers are meant."""
    meant = list(of) or [request.organisation_id]
    wish, load = wish_of(request), timedelta(minutes=request.load_minutes)
    begins, ends = busy_during(request.kind, request.starts_at, request.ends_at, load)
    places, areas = home_of(wish.area), session.scalars(AREAS, {"organisations": meant})
    return {
        "person_key": request.person_key,
        "long_ago": now - LONG_AGO,
        "request_id": request.id,
        "leg_of": request.leg_of,
        "organisation_id": request.organisation_id,
        "organisations": meant,
        "rings": wish.kind == Kind.KIOSK_HELP,
        "begins": begins,
        "ends": ends,
        "joined": joined_offers(session, request),
        "everybody": everybody,
        "kind": wish.kind,
        "spoken": list(wish.languages or {wish.speaks}),
        "near": [area for area in areas if not places.isdisjoint(home_of(area))],
        "drives": wish.kind == Kind.RIDE,
        "wheelchair": wish.kind == Kind.RIDE and wish.wheelchair,
        "stairs": wish.stairs,
        "gender": wish.prefers_gender,
        "everywhere": False,
        "limit": limit,
    }


def _candidate(row: Sequence[Any]) -> Candidate:
    """A row of either statement, by place, since there may be ten thousand."""
    id_, name, active, age_band, languages, known, last_asked, answer, other_way, *rest = row
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
        other_way,
    )
