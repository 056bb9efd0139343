"""Writes: a change of a matter is taken over, what is unsent of it superseded, and everyone concerned told."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.notifications.messages.domain.checks import Reason
from services.notifications.messages.domain.facts import Cause, Terms
from services.notifications.messages.domain.states import State
from services.notifications.messages.domain.timing import Times, window
from services.notifications.messages.domain.wording import prepare
from services.notifications.messages.models import Concerned, Message
from services.notifications.messages.models import Matter as MatterRow
from services.notifications.messages.operations.corrections import NOT_HEARD
from services.notifications.messages.operations.fate import withdrawn
from services.notifications.messages.operations.planning import Draft, Reader, Text, plan
from services.notifications.notices.domain.letters import Letter, Matter, To
from services.notifications.recipients.domain import Channel
from services.notifications.recipients.operations import meet_recipient
from shared.languages import DEFAULT, chosen

_TAKE_OVER = text(
    "INSERT INTO matters (subject_id, about, version, over, organisation_id) VALUES (:id, :about, :version, :over, "
    "coalesce(CAST(:organisation_id AS uuid), (SELECT organisation_id FROM matters WHERE subject_id = :part_of))) "
    "ON CONFLICT (subject_id) DO UPDATE SET version = excluded.version, over = excluded.over, "
    "organisation_id = coalesce(excluded.organisation_id, matters.organisation_id) "
    "WHERE matters.version <= excluded.version RETURNING version"
)
"""The row holds the matter still until all of its change is written, so that two changes come one after the other."""


def hear_matter(
    session: Session, terms: Terms, matter: Matter, letters: Sequence[Letter], cause: Cause, now: datetime
) -> None:
    """Take over where a matter stands now and tell those concerned; what is unsent of before is superseded.

    A change older than the newest one heard changes nothing; one that is told twice is told once.
    """
    whose = {"organisation_id": matter.organisation_id, "part_of": matter.part_of}
    values = {"id": matter.id, "about": matter.about, "version": matter.version, "over": matter.over, **whose}
    if session.scalar(_TAKE_OVER, values) is None:
        return
    readers = _met(session, terms, matter, letters, now)  # recipients are locked before messages
    _supersede(session, matter, letters)
    told = _told(session, matter)
    wanted = [(letter, to) for letter, to in readers if not letter.if_told or to.recipient_id in told]
    _concern(session, matter, readers)
    plan(session, terms, [_draft(terms, matter, letter, to, cause, now) for letter, to in wanted])


def raise_alarm(session: Session, terms: Terms, matter: Matter, letter: Letter, cause: Cause, now: datetime) -> None:
    """Tell somebody at once about a matter that others keep; not if it is over by what was heard of it.

    What it asks is answered by text only if nothing newer was heard of the matter, which is held still until then.
    """
    wanted = select(MatterRow).where(MatterRow.subject_id == matter.id)
    heard = session.scalar(wanted.with_for_update(key_share=True).execution_options(populate_existing=True))
    if heard and heard.over and matter.over:
        return
    readers = _met(session, terms, matter, [letter], now)
    if letter.asks_until and (heard is None or heard.version <= matter.version):
        _concern(session, matter, readers)
    if letter.newest:
        _take_place(session, matter, letter, readers, cause)
    plan(session, terms, [_draft(terms, matter, each, to, cause, now) for each, to in readers])


def _take_place(
    session: Session, matter: Matter, letter: Letter, readers: Iterable[tuple[Letter, Reader]], cause: Cause
) -> None:
    """Nothing leaves that the letter says anew to the same people; what happened after it stays."""
    unsent = update(Message).where(
        Message.subject_id == matter.id,
        Message.about == matter.about,
        Message.purpose == letter.purpose,
        Message.recipient_id.in_([to.recipient_id for _, to in readers]),
        Message.state == State.QUEUED,
        Message.cause_at < cause.at,
    )
    session.execute(unsent.values(withdrawn(Reason.STALE_VERSION)))


def _supersede(session: Session, matter: Matter, letters: Iterable[Letter]) -> None:
    """Nothing leaves that an older version told; no question of before waits for its answer, no visit is promised."""
    purposes = {letter.purpose for letter in letters}
    unsent = update(Message).where(
        Message.subject_id == matter.id,
        Message.about == matter.about,
        Message.state == State.QUEUED,
        or_(Message.subject_version < matter.version, Message.purpose.not_in(purposes)),
    )
    session.execute(unsent.values(withdrawn(Reason.NO_LONGER_WANTED if matter.over else Reason.STALE_VERSION)))
    before = (Concerned.subject_id == matter.id, Concerned.version < matter.version)
    session.execute(update(Concerned).where(*before).values(asks_until=None, visit_at=None))


def _told(session: Session, matter: Matter) -> set[UUID]:
    """Who may have heard anything of the matter."""
    heard = select(Message.recipient_id).where(
        Message.subject_id == matter.id, Message.about == matter.about, Message.state.not_in(NOT_HEARD)
    )
    return set(session.scalars(heard))


def _met(
    session: Session, terms: Terms, matter: Matter, letters: Iterable[Letter], now: datetime
) -> list[tuple[Letter, Reader]]:
    """The letters with their readers, those without one left out; addresses are met in one order (decision 0012)."""

    def place(letter: Letter) -> tuple[str, str]:
        return (letter.to.address.channel, letter.to.address.value) if letter.to.address else ("", "")

    met: dict[tuple[str, str], Reader] = {}
    for letter in sorted(letters, key=place):
        if (address := letter.to.address) and place(letter) not in met:  # the first of a household counts
            agreed_by = f"{matter.about} {matter.id}" if letter.agreed else None
            recipient_id = meet_recipient(session, address, terms.key, now, agreed_by=agreed_by)
            met[place(letter)] = Reader(
                recipient_id, address.channel, address.country, address.fault, _language(letter.to)
            )
    return [(letter, met[place(letter)]) for letter in letters if letter.to.address]


def _language(to: To) -> str:
    return chosen(to.language) or DEFAULT


def _concern(session: Session, matter: Matter, readers: Iterable[tuple[Letter, Reader]]) -> None:
    """Keep who was written to, and until when an answer of theirs counts; who shares an address is one row."""
    rows = {
        to.recipient_id: {
            "subject_id": matter.id,
            "recipient_id": to.recipient_id,
            "about": matter.about,
            "version": matter.version,
            "language": to.language,
            "any_hour": letter.to.any_hour,
            "link": letter.link,
            "asks_until": letter.asks_until,
            "question": _question(letter, to) if letter.asks_until or letter.visit_at else "",
            "visit_at": letter.visit_at,
            "appointment": letter.appointment.as_kept() if letter.appointment else None,
        }
        for letter, to in reversed(list(readers))  # the first of those who share an address counts
    }
    if rows:
        new = insert(Concerned).values([rows[recipient_id] for recipient_id in sorted(rows)])
        kept = {name: new.excluded[name] for name in next(iter(rows.values())) if not name.endswith("_id")}
        session.execute(new.on_conflict_do_update(index_elements=["subject_id", "recipient_id"], set_=kept))


def _question(letter: Letter, to: Reader) -> str:
    """What a letter asks, or thanks for, in the words that an SMS may say: the kind of help and when, or nothing."""
    values = letter.values(Channel.SMS, to.language)
    return ", ".join(values[name] for name in ("errand", "when") if values.get(name))


def _draft(terms: Terms, matter: Matter, letter: Letter, to: Reader, cause: Cause, now: datetime) -> Draft:
    values = {"call": letter.call, **letter.values(to.channel, to.language)}
    quiet = terms.quiet_for(any_hour=letter.to.any_hour)
    return Draft(
        reader=to,
        purpose=letter.purpose,
        about=matter.about,
        subject_id=matter.id,
        subject_version=matter.version,
        note_id=matter.raised_by,
        text=Text(prepare(terms, letter.purpose, to.channel, to.language, values), {}),
        window=window(letter.purpose, now, Times(expires_at=letter.until), quiet),
        cause=cause,
    )
