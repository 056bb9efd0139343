"""Where facts come from: one statement for each feature that has some. None of them names a person.

Each gives service, month, target_group, language, outcome, reason, number and minutes (and a part of the service that
is counted for itself, where there is one) of the organisations `:own`
from the day `:first` to the day `:last`, both included, in Lithuania. A new feature adds its statement to SOURCES and
the services that it counts for; a service that stands nowhere here is shown as not counted.
"""

from dataclasses import dataclass

from sqlalchemy import TextClause, text

from services.events.evidence.domain import ASSISTANCE, MESSAGES, Service
from services.events.mediation.domain import TargetGroup

LOCAL = "AT TIME ZONE 'Europe/Vilnius'"
WITHIN = "::date BETWEEN :first AND :last"


@dataclass(frozen=True)
class Source:
    """A statement, and the services it counts for."""

    services: tuple[Service, ...]
    statement: TextClause


REFERRALS = Source(
    (Service.MEDIATION,),
    text(f"""
        SELECT 'mediation' AS service, date_trunc('month', created_at {LOCAL})::date AS month, target_group, language,
            CASE WHEN got_it THEN 'met' WHEN state IN ('refused', 'expired', 'known') THEN 'unmet'
                WHEN state = 'withdrawn' THEN 'withdrawn' ELSE 'open' END AS outcome,
            CASE WHEN state = 'refused' THEN 'refused_' || reason WHEN state = 'expired' THEN 'expired'
                WHEN got_it = false THEN 'not_got_' || coalesce(why_not, 'unsaid') ELSE '' END AS reason,
            count(*) AS number, 0 AS minutes
        FROM referrals
        WHERE organisation_id = ANY(:own) AND (created_at {LOCAL}){WITHIN}
        GROUP BY 1, 2, 3, 4, 5, 6
    """),  # noqa: S608 - our own words
)
KINDS = " ".join(f"WHEN '{kind}' THEN '{service}'" for kind, service in ASSISTANCE.items())
ASSISTED = Source(
    (Service.SCREEN_HELP, Service.AT_HOME, Service.ACCOMPANIED),
    text(f"""
        SELECT CASE kind {KINDS} END AS service, date_trunc('month', asked_on)::date AS month, target_group, language,
            CASE outcome WHEN 'done' THEN 'met' WHEN 'unmet' THEN 'unmet' WHEN 'no_show' THEN 'unmet'
                WHEN 'cancelled' THEN 'withdrawn' ELSE 'open' END AS outcome,
            CASE WHEN outcome IN ('unmet', 'no_show') THEN 'assistance_' || coalesce(nullif(reason, ''), outcome)
                ELSE '' END AS reason,
            count(*) AS number, sum(minutes) AS minutes
        FROM assistance_facts
        WHERE organisation_id = ANY(:own) AND asked_on BETWEEN :first AND :last
        GROUP BY 1, 2, 3, 4, 5, 6
    """),  # noqa: S608 - our own words
)
CONSULTATIONS = Source(
    (Service.INFORMING,),
    text(f"""
        SELECT 'informing' AS service, date_trunc('month', o.starts_at {LOCAL})::date AS month,
            'unsaid' AS target_group, r.language, 'met' AS outcome, '' AS reason, sum(r.party) AS number, 0 AS minutes
        FROM events AS e JOIN occurrences AS o ON o.event_id = e.id JOIN registrations AS r ON r.occurrence_id = o.id
        WHERE e.organisation_id = ANY(:own) AND e.kind IN ('group_consultation', 'consultation')
            AND o.state = 'on' AND o.ends_at <= now() AND r.state = 'confirmed' AND (o.starts_at {LOCAL}){WITHIN}
        GROUP BY 1, 2, 4
    """),  # noqa: S608 - our own words
)
ENTRIES = Source(
    (Service.WEBSITES,),
    text("""
        SELECT 'websites' AS service, date_trunc('month', c.day)::date AS month, 'unsaid' AS target_group,
            'lt' AS language, 'met' AS outcome, '' AS reason, count(DISTINCT c.service_id) AS number, 0 AS minutes
        FROM directory_confirmations AS c JOIN directory_services AS s ON s.id = c.service_id
        WHERE s.keeper_id = ANY(:own) AND NOT s.is_draft AND c.day BETWEEN :first AND :last
        GROUP BY 1, 2
    """),
)
"""An entry counts once in each month in which it was checked, whatever is done with it later."""
GROUPS = ", ".join(f"'{group}'" for group in TargetGroup)
SCREENS = Source(
    (Service.SCREEN,),
    text(f"""
        SELECT 'screen' AS service, month, target_group, language, outcome, '' AS reason, sum(number) AS number,
            0 AS minutes
        FROM (
            SELECT date_trunc('month', c.day)::date AS month, 'unsaid' AS target_group, c.language, 'met' AS outcome,
                c.number
            FROM kiosk_counts AS c JOIN kiosks AS k ON k.id = c.kiosk_id
            WHERE k.organisation_id = ANY(:own) AND c.what IN ('service', 'search', 'take_away')
                AND c.day BETWEEN :first AND :last
            UNION ALL
            SELECT date_trunc('month', asked_at {LOCAL})::date, CASE WHEN target IN ({GROUPS}) THEN target ELSE 'unsaid'
                END, language, CASE state WHEN 'done' THEN 'met' ELSE 'open' END, 1
            FROM kiosk_calls
            WHERE organisation_id = ANY(:own) AND (asked_at {LOCAL}){WITHIN}
        ) AS both_kinds
        GROUP BY 2, 3, 4, 5
    """),  # noqa: S608 - our own words
)
POSTS = Source(
    (Service.SPREADING,),
    text(f"""
        SELECT 'spreading' AS service, month, 'unsaid' AS target_group, language, 'met' AS outcome, '' AS reason,
            count(*) AS number, 0 AS minutes
        FROM (
            SELECT date_trunc('month', appears_at {LOCAL})::date AS month, CASE WHEN jsonb_exists(title, 'lt') THEN 'lt'
                ELSE (SELECT min(tag) FROM jsonb_object_keys(title) AS tag) END AS language
            FROM posts
            WHERE organisation_id = ANY(:own) AND appears_at <= now() AND (appears_at {LOCAL}){WITHIN}
            UNION ALL
            SELECT date_trunc('month', sent_on)::date, language
            FROM board_digests WHERE organisation_id = ANY(:own) AND sent_on BETWEEN :first AND :last
        ) AS both_kinds
        GROUP BY 2, 4
    """),  # noqa: S608 - our own words
)
"""A post counts once, for its Lithuanian text if it has one; a digest once for each organisation of which it tells."""
CAMPAIGNS = Source(
    (),
    text(f"""
        SELECT 'spreading' AS service, date_trunc('month', f.began_on)::date AS month, c.target_group, c.language,
            c.outcome, CASE c.outcome WHEN 'unmet' THEN 'message_failed' ELSE '' END AS reason, sum(c.number) AS number,
            0 AS minutes, '{MESSAGES}' AS part
        FROM campaign_facts AS f
            CROSS JOIN jsonb_to_recordset(f.counts) AS c (target_group text, language text, outcome text, number bigint)
        WHERE f.organisation_id = ANY(:own) AND f.began_on BETWEEN :first AND :last
        GROUP BY 2, 3, 4, 5
    """),  # noqa: S608 - our own words
)
"""Messages count in the month in which their campaign began, even where some leave in the next."""
SOURCES = (SCREENS, ASSISTED, CONSULTATIONS, ENTRIES, REFERRALS, POSTS, CAMPAIGNS)
