"""Claiming what is due, after asking once more whether it should still leave. The gateway is called by `channels`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text, update
from sqlalchemy.orm import Session

from services.notifications.messages.domain.checks import (
    FAREWELLS,
    PLACED,
    Objection,
    Planned,
    Present,
    Reason,
    why_not,
)
from services.notifications.messages.domain.claimed import Claimed
from services.notifications.messages.domain.facts import Appointment, OccasionFacts, PartyState, Terms
from services.notifications.messages.domain.states import State
from services.notifications.messages.domain.timing import LEAD, Times
from services.notifications.messages.models import Message
from services.notifications.messages.operations.corrections import FIRST_WORDS
from services.notifications.messages.operations.fate import withdrawn
from services.notifications.messages.operations.planning import IDENTITY, report_failure
from services.notifications.messages.queries.about import among, facts_of
from services.notifications.recipients.domain import Channel, Purpose

LEASE = timedelta(seconds=30)
"""For so long a claimed message belongs to the process that claimed it; longer than any gateway may take to answer."""
_BEING_CORRECTED = timedelta(seconds=2)

_MESSAGES = (
    "SELECT m.id, m.recipient_id, m.channel, m.purpose, m.subject_id, m.occasion_id, m.occasion_version, m.language, "
    "m.subject, m.body, m.encoding, m.units, m.parts, m.repeated, m.old_starts_at, m.useful_until, m.attempts, "
    "m.lease_until, m.correlation_id, r.address, m.purpose = ANY(CAST(:farewells AS text[])) AND EXISTS ("
    "SELECT FROM messages i WHERE i.subject_id = m.subject_id AND i.purpose = ANY(CAST(:placed AS text[])) "
    "AND i.handed_over_at IS NOT NULL) AS had_place, p.state AS party_state, p.told_version, "
    "coalesce(p.any_hour, c.any_hour) AS any_hour, coalesce(p.link, c.link) AS link, c.appointment, "
    "m.purpose = 'campaign' AND NOT EXISTS (SELECT FROM campaigns g JOIN listed l ON g.topic = ANY(l.topics) "
    "WHERE g.id = m.subject_id AND g.state IN ('sending', 'sent') AND l.recipient_id = m.recipient_id) AS unwanted, "
    "EXISTS (SELECT FROM suppressions s WHERE s.address_hmac = r.address_hmac AND s.channel = r.channel) AS suppressed "
    "FROM messages m JOIN recipients r ON r.id = m.recipient_id LEFT JOIN audience p ON p.subject_id = m.subject_id "
    "LEFT JOIN concerned c ON c.subject_id = m.subject_id AND c.recipient_id = m.recipient_id "
)
_PURPOSES = {"farewells": sorted(FAREWELLS), "placed": sorted(PLACED)}
_OF_A_RUSH = (
    " AS MATERIALIZED (SELECT id, rush, next_attempt_at FROM messages WHERE state = 'queued' AND rush = {} "
    "AND next_attempt_at <= :now ORDER BY next_attempt_at LIMIT :room FOR UPDATE SKIP LOCKED)"
)
_DUE = text(
    f"WITH first{_OF_A_RUSH.format(0)}, second{_OF_A_RUSH.format(1)}, third{_OF_A_RUSH.format(2)}, "  # noqa: S608 - all of it stands here
    f"fourth{_OF_A_RUSH.format(3)}, due AS (SELECT * FROM first UNION ALL SELECT * FROM second "
    "UNION ALL SELECT * FROM third UNION ALL SELECT * FROM fourth) "
    f"{_MESSAGES} JOIN due ON due.id = m.id ORDER BY due.rush, due.next_attempt_at, m.id LIMIT :room"
)
"""A hot path, therefore in one piece: each rush has its own stretch of the index of what is queued.

Of what became due at one moment the first written comes first, whatever way PostgreSQL takes through the joins.
"""
_LOST = text(
    _MESSAGES
    + "WHERE m.state = 'claimed' AND m.lease_until < :now ORDER BY m.lease_until LIMIT 100 FOR UPDATE OF m SKIP LOCKED"
)
_OCCASIONS = text(
    'SELECT o.*, o.is_on AS "on", o.is_on AND coalesce(parent.is_on, true) AS whole FROM occasions o '
    "LEFT JOIN occasions parent ON parent.id = o.occurrence_id WHERE o.id = ANY(CAST(:ids AS uuid[]))"
)
_CLAIM = text(
    "UPDATE messages SET state = 'claimed', owner = :owner, lease_until = :until, attempts = attempts + 1, "
    "changed_at = now() WHERE id = ANY(CAST(:ids AS uuid[]))"
)


@dataclass(frozen=True, slots=True)
class _Held:
    """An occasion, and whether it and all it belongs to take place."""

    facts: OccasionFacts
    on: bool


def claim(session: Session, terms: Terms, owner: UUID, room: int, now: datetime) -> list[Claimed]:
    """Take up to `room` due messages, answers first; commit before handing anything over.

    What should not leave any more is withdrawn, what should not leave now is put off.
    """
    due = session.execute(_DUE, _PURPOSES | {"now": now, "room": room}).all()
    occasions = _occasions(session, {row.occasion_id for row in due if row.occasion_id})
    judged = [(row, _objection(terms, row, occasions.get(row.occasion_id), now)) for row in due]
    _put_off(session, [(row.id, objection) for row, objection in judged if objection])
    ready = [row for row, objection in judged if objection is None]
    if ready:
        session.execute(_CLAIM, {"owner": owner, "until": now + LEASE, "ids": [row.id for row in ready]})
    return [_claimed(row, row.attempts + 1, now + LEASE, occasions.get(row.occasion_id)) for row in ready]


def lost(session: Session, now: datetime) -> list[Claimed]:
    """Claimed messages whose process has died or stopped: nobody knows whether they were handed over."""
    rows = session.execute(_LOST, _PURPOSES | {"now": now})
    return [_claimed(row, row.attempts, row.lease_until, None) for row in rows]


def _claimed(row: Row[Any], attempt: int, lease_until: datetime, occasion: _Held | None) -> Claimed:
    return Claimed(
        id=row.id,
        attempt=attempt,
        lease_until=lease_until,
        purpose=Purpose(row.purpose),
        subject_id=row.subject_id,
        recipient_id=row.recipient_id,
        channel=Channel(row.channel),
        address=row.address,
        language=row.language,
        subject=row.subject,
        body=row.body,
        encoding=row.encoding,
        units=row.units,
        parts=row.parts,
        repeated=row.repeated,
        useful_until=row.useful_until,
        correlation_id=row.correlation_id,
        party_state=PartyState(row.party_state) if row.party_state else None,
        had_place=row.had_place,
        link=row.link,
        occasion=occasion.facts if occasion else None,
        appointment=Appointment.from_kept(row.appointment) if row.appointment else None,
    )


def _occasions(session: Session, ids: set[UUID]) -> dict[UUID, _Held]:
    """The occasions as they are at this moment; a shift is off, too, when its occurrence is."""
    rows: Any = session.execute(_OCCASIONS, {"ids": list(ids)}) if ids else ()
    return {row.id: _Held(facts_of(row), row.whole) for row in rows}


def _objection(terms: Terms, row: Row[Any], occasion: _Held | None, now: datetime) -> Objection | None:
    purpose = Purpose(row.purpose)
    facts = occasion.facts if occasion else None
    present = Present(
        subject_version=facts.version if facts else 0,
        on=occasion.on if occasion else True,
        wanted=_wanted(purpose, row.party_state) and not row.unwanted,
        suppressed=row.suppressed,
        times=Times(
            starts_at=facts.place.starts_at if facts else None,
            ends_at=facts.place.ends_at if facts else None,
            old_starts_at=row.old_starts_at,
            expires_at=row.useful_until if purpose is Purpose.REGISTRATION_OFFERED or not row.occasion_id else None,
        ),
        quiet=terms.quiet_for(any_hour=bool(row.any_hour)),
    )
    found = why_not(Planned(purpose, row.occasion_version, row.useful_until), present, now)
    if found and found.reason == Reason.STALE_VERSION and _is_being_corrected(row, facts):
        return Objection(found.reason, now + _BEING_CORRECTED)
    return found


def _wanted(purpose: Purpose, party_state: str | None) -> bool:
    """Whether the person still is what the message takes them for; only those who have a place are reminded."""
    if party_state is None:
        return True
    return party_state == PartyState.CONFIRMED if purpose in LEAD else party_state != PartyState.CANCELLED


def _is_being_corrected(row: Row[Any], facts: OccasionFacts | None) -> bool:
    """Whether a first word waits for its batch of `telling.tell`, which will write it anew."""
    return facts is not None and row.purpose in FIRST_WORDS and row.told_version < facts.version


def _put_off(session: Session, objections: Iterable[tuple[UUID, Objection]]) -> None:
    def kind(item: tuple[UUID, Objection]) -> tuple[str, str]:
        return item[1].reason, str(item[1].until)

    for _, group in groupby(sorted(objections, key=kind), key=kind):
        together = list(group)
        objection = together[0][1]
        values = (
            withdrawn(objection.reason)
            if objection.until is None
            else {"next_attempt_at": objection.until, "not_before": objection.until, "reason": objection.reason}
        )
        changed = update(Message).where(among(Message.id, [id_ for id_, _ in together])).values(values)
        rows = session.execute(changed.returning(*IDENTITY)).all()
        if objection.reason == Reason.SUPPRESSED:  # nobody tells them but a person who calls
            for row in rows:
                report_failure(session, row, State.WITHDRAWN)
