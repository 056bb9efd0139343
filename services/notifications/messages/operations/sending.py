"""Claiming what is due, after asking once more whether it should still leave. The gateway is called by `channels`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Row, exists, func, select, update
from sqlalchemy.orm import Session

from services.notifications.messages.domain.checks import Objection, Planned, Present, Reason, why_not
from services.notifications.messages.domain.claimed import Claimed
from services.notifications.messages.domain.facts import OccasionFacts, PartyState, Terms
from services.notifications.messages.domain.states import State
from services.notifications.messages.domain.timing import LEAD, Times
from services.notifications.messages.models import Message, Occasion, Party
from services.notifications.messages.operations.corrections import FIRST_WORDS
from services.notifications.messages.operations.fate import withdrawn
from services.notifications.messages.queries.about import among, facts_of
from services.notifications.recipients.domain import Channel, Purpose
from services.notifications.recipients.models import Recipient, Suppression

LEASE = timedelta(seconds=30)
"""For so long a claimed message belongs to the process that claimed it; longer than any gateway may take to answer."""
RUSHES = (0, 1, 2)
_BEING_CORRECTED = timedelta(seconds=2)

_SUPPRESSED = exists().where(
    Suppression.address_hmac == Recipient.address_hmac, Suppression.channel == Recipient.channel
)
_COLUMNS = (
    Message.id,
    Message.recipient_id,
    Message.channel,
    Message.purpose,
    Message.subject_id,
    Message.occasion_id,
    Message.occasion_version,
    Message.language,
    Message.subject,
    Message.body,
    Message.encoding,
    Message.units,
    Message.parts,
    Message.repeated,
    Message.old_starts_at,
    Message.useful_until,
    Message.attempts,
    Message.correlation_id,
    Recipient.address,
    Party.state.label("party_state"),
    Party.any_hour,
    Party.told_version,
    Party.link,
    _SUPPRESSED.label("suppressed"),
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
    due: list[Row[Any]] = []
    for rush in RUSHES:
        due += _due(session, rush, room - len(due), now)
    occasions = _occasions(session, {row.occasion_id for row in due if row.occasion_id})
    judged = [(row, _objection(terms, row, occasions.get(row.occasion_id), now)) for row in due]
    _put_off(session, [(row.id, objection) for row, objection in judged if objection])
    ready = [row for row, objection in judged if objection is None]
    if ready:
        session.execute(
            update(Message)
            .where(among(Message.id, [row.id for row in ready]))
            .values(
                state=State.CLAIMED,
                owner=owner,
                lease_until=now + LEASE,
                attempts=Message.attempts + 1,
                changed_at=func.now(),
            )
        )
    return [_claimed(row, row.attempts + 1, now + LEASE, occasions.get(row.occasion_id)) for row in ready]


def lost(session: Session, now: datetime, room: int = 100) -> list[Claimed]:
    """Claimed messages whose process has died or stopped: nobody knows whether they were handed over."""
    rows = session.execute(
        _select()
        .add_columns(Message.lease_until)
        .where(Message.state == State.CLAIMED, Message.lease_until < now)
        .limit(room)
        .with_for_update(of=Message, skip_locked=True)
    ).all()
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
        link=row.link,
        occasion=occasion.facts if occasion else None,
    )


def _select() -> Any:
    return (
        select(*_COLUMNS)
        .join(Recipient, Recipient.id == Message.recipient_id)
        .outerjoin(Party, Party.subject_id == Message.subject_id)
    )


def _due(session: Session, rush: int, room: int, now: datetime) -> Sequence[Row[Any]]:
    if room < 1:
        return ()
    rows: Sequence[Row[Any]] = session.execute(
        _select()
        .where(Message.state == State.QUEUED, Message.rush == rush, Message.next_attempt_at <= now)
        .order_by(Message.next_attempt_at)
        .limit(room)
        .with_for_update(of=Message, skip_locked=True)
    ).all()
    return rows


def _occasions(session: Session, ids: set[UUID]) -> dict[UUID, _Held]:
    """The occasions as they are at this moment; a shift is off, too, when its occurrence is."""
    held = session.scalars(
        select(Occasion).where(among(Occasion.id, ids)), execution_options={"populate_existing": True}
    )
    occasions = {occasion.id: occasion for occasion in held}
    parents = {occasion.occurrence_id for occasion in occasions.values()} - set(occasions)
    off = set(session.scalars(select(Occasion.id).where(among(Occasion.id, parents), Occasion.on.is_(False))))
    off |= {occasion.id for occasion in occasions.values() if not occasion.on}
    return {
        occasion.id: _Held(facts_of(occasion), not {occasion.id, occasion.occurrence_id} & off)
        for occasion in occasions.values()
    }


def _objection(terms: Terms, row: Row[Any], occasion: _Held | None, now: datetime) -> Objection | None:
    purpose = Purpose(row.purpose)
    facts = occasion.facts if occasion else None
    present = Present(
        subject_version=facts.version if facts else 0,
        on=occasion.on if occasion else True,
        wanted=_wanted(purpose, row.party_state),
        suppressed=row.suppressed,
        times=Times(
            starts_at=facts.place.starts_at if facts else None,
            ends_at=facts.place.ends_at if facts else None,
            old_starts_at=row.old_starts_at,
            expires_at=row.useful_until if purpose is Purpose.REGISTRATION_OFFERED else None,
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
        session.execute(update(Message).where(among(Message.id, [id_ for id_, _ in together])).values(values))
