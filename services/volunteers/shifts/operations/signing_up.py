"""Taking a place in a shift and giving it back.

Locks are taken in one order everywhere: shifts by id, then persons by number. A sign-up is one statement that decides
by the shift's row and by the person's calendar, so no check made before it can be outrun.
"""

from collections.abc import Collection
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select, text, update
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.volunteers.people.domain import OverlappingShift
from services.volunteers.people.models import Volunteer
from services.volunteers.people.operations.calendar import rearrange
from services.volunteers.people.queries import contact_of
from services.volunteers.shifts.domain import SIGN_UP, AlreadySignedUp, ShiftIsOver
from services.volunteers.shifts.models import Event, SignUp
from services.volunteers.shifts.models import Shift as ShiftRow
from services.volunteers.shifts.queries.shifts import Asked, asked_shift
from services.volunteers.shifts.queries.shifts import shift as seen_shift
from shared.audit import audit
from shared.contracts.parts import Contact
from shared.contracts.volunteers import SignUpCancelled, SignUpConfirmed
from shared.database import ring
from shared.errors import NotFound, Stale
from shared.messaging import outbox

NOBODY = Contact(channel="none", language="lt")
"""Whoever is not written to."""
TAKE = text("""
    WITH place AS (
        UPDATE shifts SET taken = taken + 1
        WHERE id = :shift_id AND version = :version AND state = 'open' AND taken < places
        RETURNING id, starts_at, ends_at),
    mine AS (
        INSERT INTO sign_ups (id, shift_id, volunteer_id) SELECT :sign_up_id, place.id, :volunteer_id FROM place
        ON CONFLICT DO NOTHING RETURNING id),
    promised AS (
        INSERT INTO commitments (kind, subject_id, volunteer_no, during)
        SELECT 'sign_up', mine.id, :volunteer_no, tstzrange(place.starts_at, place.ends_at) FROM mine, place
        ON CONFLICT DO NOTHING RETURNING subject_id),
    told AS (
        INSERT INTO outbox (id, type, body) SELECT :message_id, :message_type, :message_body FROM promised)
    SELECT
        EXISTS (SELECT FROM place) AS place,
        EXISTS (SELECT FROM mine) AS mine,
        EXISTS (SELECT FROM promised) AS promised
""")


def sign_up(session: Session, shift_id: UUID, volunteer_id: UUID, *, link: str) -> UUID:
    """Take a place in a shift for a volunteer and return the sign-up's id; `link` is theirs, for the message.

    Raises NotFound, Unauthenticated, or the reason that `domain.why_not` gives. Nothing is counted or locked
    beforehand: if the row has changed since it was read, the question is asked anew.
    """
    while True:
        asked = asked_shift(session, shift_id, volunteer_id)
        if asked.seen.reason:
            raise asked.seen.reason
        sign_up_id = uuid7()
        written = session.execute(TAKE, _facts(sign_up_id, volunteer_id, asked, link)).one()
        if written.place:
            break
    if not written.mine:
        raise AlreadySignedUp
    if not written.promised:
        raise OverlappingShift
    ring(session, "outbox")
    return sign_up_id


def _facts(sign_up_id: UUID, volunteer_id: UUID, asked: Asked, link: str) -> dict[str, Any]:
    shift = asked.seen.shift
    message = SignUpConfirmed(
        sign_up_id=sign_up_id, volunteer_id=volunteer_id, contact=asked.contact, link=link, shift=shift.facts()
    )
    row = outbox.row("volunteers", message, subject=sign_up_id, version=1)
    return {
        "shift_id": shift.id,
        "version": shift.version,
        "sign_up_id": sign_up_id,
        "volunteer_id": volunteer_id,
        "volunteer_no": asked.volunteer_no,
    } | {f"message_{name}": value for name, value in row.items()}


def withdraw(session: Session, sign_up_id: UUID, volunteer_id: UUID, *, link: str, version: int | None = None) -> bool:
    """Cancel a volunteer's own sign-up; False, and nothing changed, for one that is cancelled already.

    Raises NotFound, ShiftIsOver, and Stale if `version` is not the present one.
    """
    return _cancel(
        session, _found(session, sign_up_id, SignUp.volunteer_id == volunteer_id), "volunteer", link, version
    )


def dismiss(
    session: Session,
    who: UUID,
    sign_up_id: UUID,
    organisations: Collection[UUID],
    *,
    link: str,
    version: int | None = None,
) -> None:
    """Cancel a sign-up for `who`, a coordinator of these organisations, and note it.

    Raises ShiftIsOver, NotFound for another's shift, and Stale if `version` is not the present one.
    """
    found = _found(session, sign_up_id, Event.organisation_id.in_(organisations))
    _cancel(session, found, "coordinator", link, version, staff_id=who)
    audit(session, who, "sign_up_cancelled", sign_up_id)


def withdraw_by_reply(session: Session, sign_up_id: UUID, *, link: str) -> None:
    """Cancel a sign-up because the volunteer wrote "no"; after the shift that means something else and does nothing."""
    with suppress(ShiftIsOver):
        _cancel(session, _found(session, sign_up_id), "reply", link)


def mark_unreached(session: Session, sign_up_id: UUID, *, unreached: bool) -> None:
    """Note whether a message about an active sign-up failed to reach the volunteer, so that somebody calls."""
    active = (SignUp.id == sign_up_id, SignUp.state == "confirmed")
    session.execute(update(SignUp).where(*active).values(unreached=unreached))


def _found(session: Session, sign_up_id: UUID, *whose: ColumnElement[bool]) -> SignUp:
    """The sign-up if it is the asker's, with its shift locked from now on."""
    own = select(SignUp.shift_id).join(ShiftRow).join(Event).where(SignUp.id == sign_up_id, *whose)
    shift_id = session.scalar(own)
    if shift_id is None:
        raise NotFound
    session.execute(select(ShiftRow.id).where(ShiftRow.id == shift_id).with_for_update(key_share=True))
    return session.scalars(
        select(SignUp).where(SignUp.id == sign_up_id).execution_options(populate_existing=True)
    ).one()


def withdraw_all(session: Session, volunteer_id: UUID, *, link: str) -> int:
    """Cancel every sign-up of a volunteer that is still ahead, without a word to them; how many there were."""
    ahead = (SignUp.volunteer_id == volunteer_id, SignUp.state == "confirmed", ShiftRow.ends_at > datetime.now(UTC))
    shifts = select(ShiftRow.id).join(SignUp, SignUp.shift_id == ShiftRow.id).where(*ahead).order_by(ShiftRow.id)
    session.execute(shifts.with_for_update(of=ShiftRow, key_share=True))
    theirs = select(SignUp).join(ShiftRow).where(*ahead).order_by(SignUp.shift_id)
    found = session.scalars(theirs.execution_options(populate_existing=True)).all()
    return sum(_cancel(session, one, "volunteer", link, contact=NOBODY) for one in found)


def _cancel(
    session: Session,
    sign_up: SignUp,
    by: str,
    link: str,
    version: int | None = None,
    contact: Contact | None = None,
    staff_id: UUID | None = None,
) -> bool:
    if sign_up.state == "cancelled":
        return False
    if version not in (None, sign_up.version):
        raise Stale
    now, shift = datetime.now(UTC), seen_shift(session, sign_up.shift_id).shift
    if shift.ends_at <= now:
        raise ShiftIsOver
    sign_up.state, sign_up.cancelled_by, sign_up.cancelled_at = "cancelled", by, now
    sign_up.version += 1
    session.flush()
    session.execute(update(ShiftRow).where(ShiftRow.id == shift.id).values(taken=ShiftRow.taken - 1))
    rearrange(session, SIGN_UP, gone=[sign_up.id])
    person = session.get_one(Volunteer, sign_up.volunteer_id)
    message = SignUpCancelled(
        sign_up_id=sign_up.id,
        volunteer_id=person.id,
        contact=contact or contact_of(person),
        link=link,
        shift=shift.facts(),
        by=by,
        staff_id=staff_id,
    )
    outbox.publish(session, message, subject=sign_up.id, version=sign_up.version)
    return True
