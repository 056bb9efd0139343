"""Checks of entries: providers are asked when one is due, reminded once, and answer by a one-use link."""

import secrets
from collections.abc import Collection
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Row, case, cast, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.events.directory import queries
from services.events.directory.domain import (
    CHECK,
    CONFIRMED,
    LINK_LIVES,
    REMINDED_AFTER,
    REMINDER,
    RENEWED,
    CheckIsOver,
    NobodyToAsk,
)
from services.events.directory.models import CONFIRMATIONS, EDITS, LINKS, SERVICES
from services.events.directory.operations.comparing import among
from services.events.organisations.domain import HELPERS, Person, entitle
from shared.audit import audit
from shared.contracts.events import ServiceCheckAsked
from shared.contracts.parts import Contact
from shared.database import moment
from shared.errors import NotFound
from shared.links import digest
from shared.messaging import due, outbox

A_MOMENT = timedelta(minutes=1)
HERE = "Europe/Vilnius"
"""The zone of the day that stands in `assured_date`."""


def schedule_checks(session: Session, ids: Collection[UUID]) -> None:
    """Let the providers of these be asked when their checks are due; drafts wait until they are shown."""
    wanted = select(SERVICES.c.id, queries.DUE_AT).where(among(SERVICES.c.id, ids), ~SERVICES.c.is_draft)
    due.schedule_all(session, CHECK, {row[0]: row[1] for row in session.execute(wanted)} if ids else {})


def note_confirmed(session: Session, ids: Collection[UUID]) -> None:
    """Keep the day in Lithuania on which these were checked last, which a later check leaves as it is."""
    day = cast(func.timezone(HERE, SERVICES.c.confirmed_at), Date)
    checked = insert(CONFIRMATIONS).from_select(
        ["service_id", "day"], select(SERVICES.c.id, day).where(among(SERVICES.c.id, ids))
    )
    session.execute(checked.on_conflict_do_nothing())


def forget_checks(session: Session, service_id: UUID) -> None:
    """Ask nobody about it any more."""
    due.unschedule(session, CHECK, service_id)
    due.unschedule(session, REMINDER, service_id)
    close_links(session, service_id, RENEWED)


Noted = Row[*tuple[Any, ...]]
NOTED = select(SERVICES.c.keeper_id, SERVICES.c.version, SERVICES.c.is_draft, queries.DUE_AT.label("due_at"))


def locked(session: Session, service_id: UUID) -> Noted:
    """What we note of an entry, as it is until the transaction ends. Raises NotFound."""
    wanted = NOTED.where(SERVICES.c.id == service_id).with_for_update(key_share=True)
    found = session.execute(wanted).one_or_none()
    if found is None:
        raise NotFound
    return found


def _at_hand(session: Session, kind: str, service_id: UUID) -> Noted | None:
    """The same for whoever holds a due row; None if somebody works on the entry, who may want that due row: later then.

    Entries never vanish, so one that is not to be had is in somebody's hands.
    """
    wanted = NOTED.where(SERVICES.c.id == service_id).with_for_update(key_share=True, skip_locked=True)
    found = session.execute(wanted).one_or_none()
    if found is None:
        due.schedule(session, kind, service_id, moment(session) + A_MOMENT)
    return found


def kept(session: Session, person: Person, service_id: UUID) -> Noted:
    """The same, for staff of its keeper. Raises NotFound for others, Forbidden for a lesser role."""
    found = locked(session, service_id)
    entitle(person, found.keeper_id, HELPERS)
    return found


def ask_check(session: Session, public_url: str, service_id: UUID) -> None:
    """Ask the provider, now that the check is due; not of a draft, nor while an answer waits, nor without an address.

    What was confirmed meanwhile is asked about when it is due anew.
    """
    found = _at_hand(session, CHECK, service_id)
    if found is None or found.is_draft or _answer_waits(session, service_id):
        return
    if found.due_at > moment(session):
        schedule_checks(session, [service_id])
    elif office := queries.whom_to_ask(session, service_id):
        _ask(session, public_url, service_id, office)
        due.schedule(session, REMINDER, service_id, moment(session) + REMINDED_AFTER)


def remind_check(session: Session, public_url: str, service_id: UUID) -> None:
    """Ask once more whoever has not answered while a link of theirs is good."""
    if _at_hand(session, REMINDER, service_id) is None:
        return
    good = (LINKS.c.service_id == service_id, LINKS.c.used_at.is_(None), LINKS.c.expires_at > func.now())
    asked = session.scalar(select(LINKS.c.service_id).where(*good).limit(1))
    if asked and (office := queries.whom_to_ask(session, service_id)):
        _ask(session, public_url, service_id, office)


def renew_check(session: Session, public_url: str, person: Person, service_id: UUID) -> None:
    """Ask at once, by a new link in place of those that were sent.

    Raises NotFound, Forbidden, and NobodyToAsk without an address.
    """
    kept(session, person, service_id)
    office = queries.whom_to_ask(session, service_id)
    if office is None:
        raise NobodyToAsk
    close_links(session, service_id, RENEWED)
    _ask(session, public_url, service_id, office)
    due.schedule(session, REMINDER, service_id, moment(session) + REMINDED_AFTER)
    audit(session, person.id, "check_asked", service_id)


def confirm_entry(session: Session, person: Person, service_id: UUID) -> None:
    """Note that staff have checked it, as by a call: all of it holds. Raises NotFound or Forbidden."""
    kept(session, person, service_id)
    note_check(session, service_id)
    close_links(session, service_id, RENEWED)
    audit(session, person.id, "entry_checked", service_id)


def confirm_by_link(session: Session, token: str) -> None:
    """Note that the provider says all of it holds. Raises NotFound, or CheckIsOver for a used or old link."""
    service_id = use_link(session, token, CONFIRMED)
    note_check(session, service_id)
    audit(session, service_id, "entry_confirmed", service_id)


def note_check(session: Session, service_id: UUID) -> None:
    """An entry was checked just now: it is shown again, and asked about when the next check is due.

    One that its source has no more is its keeper's own from now on: somebody knows better.
    """
    fresh: dict[str, Any] = {"confirmed_at": func.now(), "last_modified": func.date_trunc("second", func.now())}
    fresh |= {"assured_date": cast(func.timezone(HERE, func.now()), Date), "version": SERVICES.c.version + 1}
    fresh |= {"source": case((SERVICES.c.left_out_at.is_(None), SERVICES.c.source)), "left_out_at": None}
    session.execute(update(SERVICES).where(SERVICES.c.id == service_id).values(fresh))
    note_confirmed(session, [service_id])
    due.unschedule(session, REMINDER, service_id)
    schedule_checks(session, [service_id])


def use_link(session: Session, token: str, answer: str, edit_id: UUID | None = None) -> UUID:
    """Answer by a link, and so by all that were sent for this service: one conditional write decides.

    Raises NotFound for a link that was never sent, and CheckIsOver.
    """
    service_id: UUID = queries.check_by_token(session, token)["service_id"]
    locked(session, service_id)
    good = (LINKS.c.token_digest == digest(token), LINKS.c.used_at.is_(None), LINKS.c.expires_at > func.now())
    used = update(LINKS).where(*good).values(used_at=func.now(), answer=answer, edit_id=edit_id)
    if session.scalar(used.returning(LINKS.c.service_id)) is None:
        raise CheckIsOver
    close_links(session, service_id, answer, edit_id)
    due.unschedule(session, REMINDER, service_id)
    return service_id


def close_links(session: Session, service_id: UUID, answer: str, edit_id: UUID | None = None) -> None:
    """Let the links that were sent for a service be good no more."""
    open_ = (LINKS.c.service_id == service_id, LINKS.c.used_at.is_(None))
    session.execute(update(LINKS).where(*open_).values(used_at=func.now(), answer=answer, edit_id=edit_id))


def note_unreached(session: Session, service_id: UUID, number: int | None) -> None:
    """Let the keeper see that the last question about an entry did not arrive, and since when.

    `number` is the question's: one from before the last says nothing. None is not known, and taken for the last.
    """
    last = update(SERVICES).where(SERVICES.c.id == service_id)
    if number is not None:
        last = last.where(SERVICES.c.checks_asked <= number)
    session.execute(last.values(unreached_at=func.now()))


def note_reached(session: Session, service_id: UUID) -> None:
    """Let the keeper see no more that a question did not arrive."""
    session.execute(update(SERVICES).where(SERVICES.c.id == service_id).values(unreached_at=None))


def _answer_waits(session: Session, service_id: UUID) -> bool:
    waiting = (EDITS.c.service_id == service_id, EDITS.c.state == "waiting")
    return session.scalar(select(EDITS.c.id).where(*waiting)) is not None


def _ask(session: Session, public_url: str, service_id: UUID, office: dict[str, Any]) -> None:
    """Send a link to the provider's office; those that nobody can use any more are forgotten."""
    token, expires_at = secrets.token_urlsafe(24), moment(session) + LINK_LIVES
    old = (LINKS.c.service_id == service_id, LINKS.c.expires_at < moment(session) - LINK_LIVES)
    session.execute(delete(LINKS).where(*old))
    new = {"token_digest": digest(token), "service_id": service_id, "language": office["language"]}
    session.execute(insert(LINKS).values(new | {"expires_at": expires_at}))
    once_more = {"checks_asked": SERVICES.c.checks_asked + 1, "unreached_at": None}
    counted = update(SERVICES).where(SERVICES.c.id == service_id).values(once_more)
    asked = session.execute(counted.returning(SERVICES.c.checks_asked, SERVICES.c.name, queries.DUE_AT)).one()
    message = ServiceCheckAsked(
        service_id=service_id,
        service=asked.name,
        provider=Contact(**office),
        due_at=asked[2],
        link=f"{public_url}/directory/checks/{token}",
        expires_at=expires_at,
    )
    outbox.publish(session, message, subject=service_id, version=asked.checks_asked)
