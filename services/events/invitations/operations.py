"""Inviting representatives of partners, taking their answers, and reminding whoever has given none."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.events.invitations import queries
from services.events.invitations.domain import (
    REMINDER,
    Answer,
    AnswerIsLate,
    Guest,
    InvitationLinks,
    NobodyToInvite,
    TooLateToInvite,
    check_open,
    reminded_at,
)
from services.events.invitations.models import Invitation
from services.events.organisations.domain import Person, digest, entitle
from services.events.programme.models import Occurrence
from services.events.programme.operations import EDITORS
from services.events.programme.queries import event as event_by_id
from shared.audit import audit
from shared.contracts.events import RepresentativeInvited
from shared.contracts.parts import Contact
from shared.database import moment
from shared.errors import NotFound
from shared.messaging import outbox
from shared.messaging.due import schedule, unschedule


def invite(
    session: Session,
    links: InvitationLinks,
    person: Person,
    event_id: UUID,
    *,
    occurrence_id: UUID,
    partners: Collection[UUID],
    guest: Guest | None,
) -> int:
    """Ask those who speak for these partners, and the guest, to a date; whoever was asked already is not again.

    Answers how many were written to. Raises NotFound for a foreign event or one's date, Forbidden, TooLateToInvite,
    and NobodyToInvite; a partner that has no part in the event's project is nobody.
    """
    event = event_by_id(session, event_id, person)
    entitle(person, event["organisation_id"], EDITORS)
    date = next((one for one in event["occurrences"] if one["id"] == occurrence_id), None)
    if date is None:
        raise NotFound
    check_open(date["state"], date["starts_at"], moment(session), TooLateToInvite)
    known = {one["id"] for one in queries.partners_of(session, event_id)}
    guests = queries.representatives(session, known & set(partners)) + ([guest] if guest else [])
    if not guests:
        raise NobodyToInvite(errors={"partners": [NobodyToInvite.title]})
    in_order = sorted(guests, key=lambda one: one.email)  # of two organisers at once, one waits for the other
    written = [one for one in in_order if _invited(session, links, occurrence_id, one)]
    audit(session, person.id, "partners_invited", event_id)
    return len(written)


def _invited(session: Session, links: InvitationLinks, occurrence_id: UUID, guest: Guest) -> bool:
    """Whether the guest is invited now, and was not before: of two at once, one writes the letter."""
    id_ = uuid7()
    new = upsert(Invitation).values(
        id=id_, occurrence_id=occurrence_id, token_digest=digest(links.token(id_)), **vars(guest)
    )
    if session.scalar(new.on_conflict_do_nothing().returning(Invitation.id)) is None:
        return False
    _write(session, links, id_)
    return True


def _write(session: Session, links: InvitationLinks, invitation_id: UUID) -> None:
    """Send the invitation, or send it again, and come back for it before the date while there is time."""
    told = queries.invitation_by_id(session, invitation_id) or {}
    message = RepresentativeInvited(
        contact=Contact(channel="email", email=told["email"], language=told["language"]),
        venue=f"{told['venue']}, {told['address']}",
        link=links.address(invitation_id),
        **{name: told[name] for name in ("organisation", "title", "starts_at", "ends_at", "zone")},
    )
    outbox.publish(session, message, subject=invitation_id, version=told["version"])
    if reminded_at(told["starts_at"]) > moment(session):
        schedule(session, REMINDER, invitation_id, reminded_at(told["starts_at"]))


def answer_invitation(session: Session, token: str, *, answer: str, people: int, other_name: str, words: str) -> None:
    """Take down what a representative says; it may be said anew until the date begins.

    Raises NotFound for a forged link, and AnswerIsLate.
    """
    wanted = select(Invitation).where(Invitation.token_digest == digest(token)).with_for_update(key_share=True)
    invitation = session.scalar(wanted)
    if invitation is None:
        raise NotFound
    date = session.get_one(Occurrence, invitation.occurrence_id)
    check_open(date.state, date.starts_at, moment(session), AnswerIsLate)
    said: dict[str, Any] = {"answer": answer, "words": words, "answered_at": moment(session)}
    said["people"] = 0 if answer == Answer.NO else people
    said["other_name"] = other_name if answer == Answer.OTHER else ""
    for name, fact in said.items():
        setattr(invitation, name, fact)
    unschedule(session, REMINDER, invitation.id)


def remind(session: Session, links: InvitationLinks, invitation_id: UUID) -> None:
    """Write once more to whoever has not answered; if the date was moved to later, then is early enough."""
    wanted = select(Invitation).where(Invitation.id == invitation_id).with_for_update(key_share=True)
    invitation = session.scalar(wanted)
    if invitation is None or invitation.answer is not None:
        return
    date = session.get_one(Occurrence, invitation.occurrence_id)
    if reminded_at(date.starts_at) > moment(session):
        schedule(session, REMINDER, invitation_id, reminded_at(date.starts_at))
    elif date.state == "on" and date.starts_at > moment(session):
        invitation.version += 1
        session.flush()
        _write(session, links, invitation_id)


def read_invitations(session: Session, person: Person, event_id: UUID) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The event, and who was invited to it with what they have said; the look is noted in the audit.

    Raises NotFound and Forbidden for whoever may not plan the event.
    """
    event = event_by_id(session, event_id, person)
    entitle(person, event["organisation_id"], EDITORS)
    audit(session, person.id, "invitations_read", event_id)
    return event, queries.invited(session, event_id)
