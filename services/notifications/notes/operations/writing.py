"""Writing a note, and telling it to everybody it is for, batch by batch."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.notifications.messages.domain.facts import Cause, Terms
from services.notifications.messages.domain.timing import Times, window
from services.notifications.messages.models import Occasion, Party
from services.notifications.messages.operations.audience import PARTY, Addressed, Addressee, draft
from services.notifications.messages.operations.planning import Draft, Text, plan
from services.notifications.messages.queries.about import facts_of
from services.notifications.notes.domain import Wish
from services.notifications.notes.models import Note
from services.notifications.notes.operations.wording import wording
from services.notifications.notes.queries import date_to_write_about, people_of
from services.notifications.recipients.domain import Purpose
from services.notifications.recipients.models import Recipient
from shared.audit import audit
from shared.contracts.notifications import NoteWritten
from shared.logs import correlation_id
from shared.messaging import outbox
from shared.messaging.due import schedule

TELL_NOTE = "tell_note"
"""Kind of the due row that tells the next batch of a note."""
BATCH = 500


def write_note(session: Session, who: UUID, organisations: Collection[UUID], wish: Wish, now: datetime) -> UUID:
    """Write a note down and have it told; its id.

    Raises NotFound for another's date and NoteIsTooLate for one that is over or off.
    """
    date_to_write_about(session, organisations, wish.occurrence_id, now)
    note = Note(
        id=uuid7(),
        occurrence_id=wish.occurrence_id,
        words=dict(wish.words),
        to_waiting=wish.to_waiting,
        to_volunteers=wish.to_volunteers,
        written_by=who,
        written_at=now,
        correlation_id=correlation_id(),
    )
    session.add(note)
    session.flush()
    audit(session, who, "note_written", wish.occurrence_id)
    told = NoteWritten(
        occurrence_id=wish.occurrence_id,
        staff_id=who,
        to_waiting=wish.to_waiting,
        to_volunteers=wish.to_volunteers,
    )
    outbox.publish(session, told, subject=note.id, version=1)
    schedule(session, TELL_NOTE, note.id, now)
    return note.id


def tell_note(session: Session, terms: Terms, note_id: UUID, now: datetime) -> None:
    """Plan the note for its next batch of people; while more wait, it is due again. It leaves by day."""
    note = session.get_one(Note, note_id, with_for_update={"key_share": True})
    batch = _next(session, note)
    for occasion_id, rows in groupby(batch, key=lambda row: row[0]):
        occasion = session.get_one(Occasion, occasion_id)
        plan(session, terms, _drafts(terms, note, occasion, [party for _, party in rows], now))
    if len(batch) == BATCH:
        note.told_up_to = max(party.subject_id for _, party in batch)
        schedule(session, TELL_NOTE, note.id, now)


def _next(session: Session, note: Note) -> list[tuple[UUID, Addressee]]:
    """The next people, those of one occasion together."""
    wanted = (
        select(Party.occasion_id, *PARTY)
        .join(Occasion, Occasion.id == Party.occasion_id)
        .outerjoin(Recipient, Recipient.id == Party.recipient_id)
        .where(people_of(note.occurrence_id, waiting=note.to_waiting, volunteers=note.to_volunteers))
    )
    if note.told_up_to:
        wanted = wanted.where(Party.subject_id > note.told_up_to)
    rows = session.execute(wanted.order_by(Party.subject_id).limit(BATCH))
    return sorted(((row[0], Addressee(*tuple(row)[1:])) for row in rows), key=lambda each: each[0])


def _drafts(terms: Terms, note: Note, occasion: Occasion, parties: list[Addressee], now: datetime) -> Iterator[Draft]:
    texts = wording(terms, facts_of(occasion), note.words)
    times = Times(starts_at=occasion.starts_at, ends_at=occasion.ends_at)
    cause = Cause(note.written_at, note.correlation_id)
    for party in parties:
        if reader := party.reader():
            text = Text(texts(party.channel, party.language), {"link": party.link})
            when = window(Purpose.NOTE, now, times, terms.quiet_for(any_hour=party.any_hour))
            made = draft(occasion, Addressed(party, reader, None, text), Purpose.NOTE, when, cause)
            yield replace(made, note_id=note.id, subject_version=1, occasion_version=0)  # it tells no time and place
