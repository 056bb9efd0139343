"""What the public pages of the directory show: services with all that hangs under them, in every language they have."""

from collections.abc import Collection
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.events.directory.domain import HOME, asked, id_of, sort_key
from services.events.directory.queries.hsds import FILTERS, OF_SERVICE, OVERDUE, SHOWN
from services.events.directory.queries.nested import listed, written
from services.events.directory.queries.searching import HAS_WORDS, MOST, known, sought
from shared.errors import NotFound
from shared.languages import LANGUAGES, current

PLACED = "directory_services_at_locations AS p WHERE p.service_id = s.id"
NARROWED = f"""{OF_SERVICE}
    AND (CAST(:city AS text) IS NULL OR EXISTS (SELECT FROM directory_addresses AS a
        WHERE a.city = :city AND a.location_id IN (SELECT p.location_id FROM {PLACED})))
    AND (CAST(:spoken AS text) IS NULL OR EXISTS (SELECT FROM directory_languages AS l
        WHERE l.code = :spoken AND (l.service_id = s.id OR l.location_id IN (SELECT p.location_id FROM {PLACED}))))
    AND (CAST(:groups AS uuid[]) IS NULL OR EXISTS (SELECT FROM directory_attributes AS a
        WHERE a.link_id = s.id AND a.taxonomy_term_id = ANY(CAST(:groups AS uuid[]))))
"""  # noqa: S608 - our own words
FRESH = f"""jsonb_build_object('x_overdue', {OVERDUE},
    'x_checked_on', to_char(s.confirmed_at AT TIME ZONE 'Europe/Vilnius', 'YYYY-MM-DD'))"""
ITEM = f"jsonb_strip_nulls({written('service', row='s', translated=True, tied=('service',))} || {FRESH})"
"""A service with all under it but what terms say of its parts, which no page tells and each of which is a look-up more.

Beside HSDS's keys stand the day of its last check, and whether the next one is overdue.
"""
UNNARROWED: dict[str, Any] = FILTERS | {"city": None, "spoken": None, "groups": None, "language": HOME, "reader": 1}
BY_NAME = 's.sort_keys[CAST(:reader AS int)] COLLATE "C"'
FOUND = text(
    f"SELECT s.id FROM directory_services AS s WHERE {NARROWED} "  # noqa: S608 - our own words
    f"ORDER BY {BY_NAME}, s.id LIMIT :limit OFFSET :after"
)
"""Which services pass every filter. Planned anew for each question, so it holds nothing else."""
FITS = NARROWED.replace(HAS_WORDS.format(row="s"), "true")
EACH = ", ".join(f"({number}, CAST(:words{number} AS text[]))" for number in range(MOST))
WIDER = text(f"""
    WITH hits AS (
        SELECT DISTINCT m.number, x.id FROM (VALUES {EACH}) AS m(number, words) CROSS JOIN unnest(m.words) AS q(word)
        CROSS JOIN LATERAL (SELECT y.id FROM directory_services AS y WHERE y.words @> ARRAY[q.word] OFFSET 0) AS x),
    fit AS (
        SELECT h.number, s.id, {BY_NAME} AS called, count(*) OVER (PARTITION BY s.id) AS shared
        FROM hits AS h JOIN directory_services AS s ON s.id = h.id WHERE {FITS}),
    best AS (
        SELECT number FROM fit GROUP BY number
        ORDER BY number = ANY(CAST(:known AS int[])) DESC, count(*), number LIMIT 1)
    SELECT f.id FROM fit AS f WHERE f.number = (SELECT number FROM best)
        AND (:after = 0 OR NOT EXISTS (SELECT FROM directory_services AS s WHERE {NARROWED}))
    ORDER BY f.shared DESC, f.called, f.id LIMIT :limit OFFSET :after
""")  # noqa: S608 - our own words
"""Where nothing has all the words: what has the one that says most, those with more of the others first.

That is a word we know others for, else the one that the fewest services have. Behind the last page of services that do
have all words, nothing follows.
"""
HAD = text(f"""
    SELECT m.number FROM (VALUES {EACH}) AS m(number, words) WHERE EXISTS (
        SELECT FROM unnest(m.words) AS q(word)
        CROSS JOIN LATERAL (SELECT y.id FROM directory_services AS y WHERE y.words @> ARRAY[q.word] OFFSET 0) AS x
        JOIN directory_services AS s ON s.id = x.id WHERE {FITS})
""")  # noqa: S608 - our own words
"""Which words of a question any service has, alone or with others."""
ITEMS = text(
    f"SELECT {ITEM} FROM unnest(CAST(:ids AS uuid[])) WITH ORDINALITY AS f(id, place) "  # noqa: S608 - our own words
    "JOIN directory_services AS s ON s.id = f.id ORDER BY f.place"
)
"""What they say. Planning it takes much longer than running it, so it must be planned once for each connection."""
OFFICE = f"""jsonb_strip_nulls(jsonb_build_object('x_office', (
    SELECT {listed("organization", "phones", row="o")} FROM directory_organizations AS o
    WHERE o.id = s.organization_id)))"""  # noqa: S608 - our own words
"""The phones of whoever offers the service, which one calls where the service has none."""
SINGLE = text(f"SELECT {ITEM} || {OFFICE} FROM directory_services AS s WHERE s.id = :id AND {SHOWN}")  # noqa: S608 - our own words
THERE = text(f"SELECT EXISTS (SELECT FROM directory_services AS s WHERE s.id = :id AND {SHOWN})")  # noqa: S608 - our own words
TARGETS = text("SELECT code, name FROM directory_taxonomy_terms WHERE taxonomy_id = :taxonomy ORDER BY code")
CITIES = text("SELECT DISTINCT city FROM directory_addresses")
SPOKEN = text("SELECT DISTINCT code FROM directory_languages WHERE code <> ''")


class Sought(NamedTuple):
    """A page of services, whether more follow, and whether they have some only of the words that were asked for."""

    services: list[dict[str, Any]]
    more: bool
    widened: bool


def services_shown(session: Session, **wanted: Any) -> tuple[list[dict[str, Any]], bool]:
    """A page of the services that pass every filter, by name, and whether more follow; filters as `services_sought`."""
    return services_sought(session, **wanted, widen=False)[:2]


def services_sought(
    session: Session,
    *,
    page: int,
    per_page: int,
    search: str | None = None,
    widen: bool = True,
    **filters: Any,
) -> Sought:
    """A page of the services that pass every filter, by name; if none has all the words, of those with some of them.

    Names are those that the asker reads, in the order of their alphabet.
    Filters are `target`, `targets`, of which it is enough that a service is for one, `city` and `spoken`.
    """
    given = UNNARROWED | sought(session, search) | _narrowed(**filters) | _read_in(current())
    given |= {"limit": per_page + 1, "after": (page - 1) * per_page}
    found, widened = list(session.scalars(FOUND, given)), False
    if not found and widen and search and given["words1"] is not None:
        found = list(session.scalars(WIDER, given | {"known": known(search)}))
        widened = bool(found)
    told = session.scalars(ITEMS, {"ids": found[:per_page], "language": HOME}) if found else ()
    return Sought(list(told), len(found) > per_page, widened)


def words_in_vain(session: Session, search: str) -> list[str]:
    """The folded words of a question that no service has, not even one that lacks the others."""
    had = set(session.scalars(HAD, UNNARROWED | sought(session, search)))
    return [word for number, (word, _others) in enumerate(asked(search)[:MOST]) if number not in had]


def services_in_order(session: Session, language: str, *, limit: int, targets: Collection[str] = ()) -> list[UUID]:
    """The ids of the services for one of these groups, as their lists are ordered; of all if no group is named."""
    given = UNNARROWED | sought(session, None) | _narrowed(targets=targets) | _read_in(language)
    given |= {"limit": limit, "after": 0}
    return list(session.scalars(FOUND, given))


def services_told(session: Session, ids: Collection[UUID]) -> list[dict[str, Any]]:
    """What these services say, in this order."""
    return list(session.scalars(ITEMS, {"ids": list(ids), "language": HOME}))


def _read_in(language: str) -> dict[str, Any]:
    """Whose order of names counts; PostgreSQL counts from 1."""
    return {"reader": LANGUAGES.index(language) + 1}


def _narrowed(
    target: str | None = None, targets: Collection[str] = (), city: str | None = None, spoken: str | None = None
) -> dict[str, Any]:
    groups = [id_of(f"target:{one}") for one in targets] or None
    term = id_of(f"target:{target}") if target else None
    return {"taxonomy_term_id": term, "groups": groups, "city": city, "spoken": spoken}


def service_shown(session: Session, service_id: UUID) -> dict[str, Any]:
    """One service. Raises NotFound, also for a draft and for what nobody has confirmed for long."""
    found: dict[str, Any] | None = session.scalars(SINGLE, {"id": service_id, "language": HOME}).one_or_none()
    if found is None:
        raise NotFound
    return found


def is_shown(session: Session, service_id: UUID) -> bool:
    """Whether a service has a page that everybody sees: not a draft, and not what nobody has confirmed for long."""
    return bool(session.scalar(THERE, {"id": service_id}))


def narrowing(session: Session) -> tuple[list[tuple[str, dict[str, str]]], list[str], list[str]]:
    """What the list can be narrowed to: target groups with their names, places, and languages spoken there."""
    targets = [(row.code, row.name) for row in session.execute(TARGETS, {"taxonomy": id_of("target")})]
    cities = sorted(session.scalars(CITIES), key=lambda city: sort_key(city, current()))
    spoken = sorted(session.scalars(SPOKEN), key=str.casefold)
    return targets, cities, spoken
