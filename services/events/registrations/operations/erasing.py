"""Erasing a party's contact, names and words: that somebody came stays as a number without a person."""

import secrets
from datetime import UTC, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from services.events.registrations.domain import By, Cause, Links, State
from services.events.registrations.models import Member, Registration
from services.events.registrations.operations.waiting_list import end, locked, serve
from shared.contracts.parts import Remains, Whose
from shared.links import ALPHABET, CODE_LENGTH
from shared.messaging.erasing import counted, under

DIGEST = 32


def erase_registrations(
    session: Session, links: Links, whose: Whose
) -> tuple[tuple[Remains, ...], tuple[Remains, ...]]:
    """Cancel what is ahead and erase whose it was; what was called off, and what stays. A second time finds nothing.

    The occurrences are locked in the order of their ids (decision 0012). Nobody is written to: the contact goes first.
    """
    theirs = under(whose, Registration.phone, Registration.email)
    found = select(Registration.id).where(theirs).order_by(Registration.occurrence_id, Registration.id)
    cancelled = kept = 0
    for registration_id in session.scalars(found).all():
        occurrence, registration = locked(session, registration_id)
        _erase(session, registration)
        if registration.state != State.CANCELLED and occurrence.ends_at > datetime.now(UTC):
            end(session, links, occurrence, registration, By.PARTICIPANT)
            serve(session, links, occurrence, Cause.CANCELLED)
            cancelled += 1
        else:
            kept += 1
        session.flush()
    return counted(("registration", cancelled)), counted(("attendance", kept + cancelled, "number_alone"))


def _erase(session: Session, registration: Registration) -> None:
    registration.channel, registration.phone, registration.email = "none", None, None
    registration.note, registration.needs, registration.unreached = "", [], None
    registration.any_hour = False
    registration.code = "".join(secrets.choice(ALPHABET) for _letter in range(CODE_LENGTH))
    registration.token_digest = secrets.token_bytes(DIGEST)
    session.execute(delete(Member).where(Member.registration_id == registration.id))
