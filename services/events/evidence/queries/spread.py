"""How often websites showed what is on, and what became of campaigns."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.events.evidence.domain import NOBODYS, Period, Shown, Spread

LOADS = text(f"""
    SELECT coalesce(organisation_id::text, '{NOBODYS}') AS site, date_trunc('month', day)::date AS month, what,
        language, sum(number)::bigint AS number
    FROM widget_loads LEFT JOIN unnest(CAST(:sites AS uuid[]), CAST(:untils AS date[])) AS asked (site, until)
        ON organisation_id = site AND day <= coalesce(until, day)
    WHERE (site IS NOT NULL OR organisation_id IS NULL) AND day BETWEEN :first AND :last
    GROUP BY 1, 2, 3, 4
    ORDER BY 1, 2, 3, 4
""")  # noqa: S608 - our own words
CAMPAIGNS = text("""
    SELECT date_trunc('month', f.began_on)::date AS month, f.topic, count(*) AS campaigns,
        coalesce(sum(c.number), 0)::bigint AS number, coalesce(sum(c.met), 0)::bigint AS met,
        coalesce(sum(c.unmet), 0)::bigint AS unmet, coalesce(sum(c.withdrawn), 0)::bigint AS withdrawn,
        coalesce(sum(c.open), 0)::bigint AS open
    FROM campaign_facts AS f CROSS JOIN LATERAL (
        SELECT sum(number) AS number, sum(number) FILTER (WHERE outcome = 'met') AS met,
            sum(number) FILTER (WHERE outcome = 'unmet') AS unmet,
            sum(number) FILTER (WHERE outcome = 'withdrawn') AS withdrawn,
            sum(number) FILTER (WHERE outcome = 'open') AS open
        FROM jsonb_to_recordset(f.counts) AS one (outcome text, number bigint)
    ) AS c
    WHERE f.organisation_id = ANY(:own) AND f.began_on BETWEEN :first AND :last
    GROUP BY 1, 2
    ORDER BY 1, 2
""")


def shown_by(session: Session, sites: Mapping[UUID, date | None], period: Period) -> list[Shown]:
    """How often widgets on these organisations' sites, and on those that do not say whose they are, were loaded.

    Those of whoever is no partner any more until the day that stands beside it.
    """
    asked = {"sites": list(sites), "untils": list(sites.values()), "first": period.first, "last": period.last}
    return [Shown(**dict(row)) for row in session.execute(LOADS, asked).mappings()]


def spread(session: Session, organisation_ids: Collection[UUID], period: Period) -> list[Spread]:
    """The campaigns of these organisations that began in the period, by month and topic."""
    asked = {"own": list(organisation_ids), "first": period.first, "last": period.last}
    return [Spread(**dict(row)) for row in session.execute(CAMPAIGNS, asked).mappings()]
