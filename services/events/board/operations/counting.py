"""How often the widget's data was asked for, added up by day: without persons, addresses or cookies."""

from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session


class Load(NamedTuple):
    """What a site's widget asked for: the organisation whose site it says it is, what it shows, in which language."""

    site: UUID | None
    what: str
    language: str


_ADD = text("""
    INSERT INTO widget_loads (id, day, organisation_id, what, language, number)
    SELECT gen_random_uuid(), (now() AT TIME ZONE 'Europe/Vilnius')::date, o.id, t.what, t.language, sum(t.number)
    FROM unnest(CAST(:sites AS uuid[]), CAST(:whats AS text[]), CAST(:languages AS text[]), CAST(:numbers AS integer[]))
        AS t (site, what, language, number) LEFT JOIN organisations AS o ON o.id = t.site
    GROUP BY o.id, t.what, t.language
    ORDER BY o.id, t.what, t.language
    ON CONFLICT ON CONSTRAINT uq_widget_loads_day_organisation_id_what_language
        DO UPDATE SET number = widget_loads.number + excluded.number
""")
"""In one order (decision 0012), since every process adds to the same rows."""


def add_loads(session: Session, counts: Mapping[Load, int]) -> None:
    """Add these, one at least, to today's in Lithuania, by the database's clock.

    A site that is no organisation's counts as nobody's. They were counted in the seconds before: those around
    midnight may count for the day after.
    """
    sites, whats, languages = zip(*counts, strict=True)
    columns = {"sites": list(sites), "whats": list(whats), "languages": list(languages)}
    session.execute(_ADD, columns | {"numbers": list(counts.values())})
