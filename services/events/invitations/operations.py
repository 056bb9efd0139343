"""Inviting representatives of partners, taking their answers, and telling them of changes and when there is none."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.events.invitations import queries
from services.events.invitations.domain import (
    AGAIN,
    REMINDER,
    WIPING,
    Answer,
    AnswerIsLate,
    Guest,
    InvitationLinks,
    InvitationStays,
    NobodyToInvite,
    TooLateToInvite,
    check_open,
    reminded_at,
    wiped_at,
)
from services.events.invitations.models import Invitation
from services.events.organisations.domain import Person, entitle
from services.events.programme.models import Occurrence
from services.events.programme.operations import EDITORS
from services.events.programme.queries import event as event_by_id
from shared.audit import audit
from shared.contracts.invitations import RepresentativeInvited, RepresentativeUninvited
from shared.contracts.parts import Contact, Remains, Whose
from shared.database import moment
from shared.errors import NotFound
from shared.links import digest
from shared.messaging import outbox
from shared.messaging.due import schedule, schedule_all, unschedule
from shared.messaging.erasing import counted, under


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
    this = select(Occurrence.id).where(Occurrence.id == occurrence_id)
    session.execute(this.with_for_update(read=True))  # who moves it tells those invited by then, and no others
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
    _write(session, links, [id_])
    return True


def _write(session: Session, links: InvitationLinks, invitation_ids: Collection[UUID]) -> None:
    """Send invitations as they stand, or send them again; come back for an answer before the date if there is time."""
    reminders, forgotten = {}, {}
    for told in queries.invitations_by_id(session, invitation_ids):
        message = RepresentativeInvited(
            contact=Contact(channel="email", email=told["email"], language=told["language"]),
            venue=f"{told['venue']}, {told['address']}",
            link=links.address(told["id"], told["addresses"]),
            **{name: told[name] for name in ("organisation", "title", "starts_at", "ends_at", "zone", "state")},
        )
        outbox.publish(session, message, subject=told["id"], version=told["version"])
        forgotten[told["id"]] = wiped_at(told["ends_at"])
        if told["state"] == "on" and told["answer"] is None:
            reminders[told["id"]] = reminded_at(told["starts_at"])
    now = moment(session)
    schedule_all(session, REMINDER, {id_: at for id_, at in reminders.items() if at > now})
    schedule_all(session, WIPING, forgotten)


def write_again(session: Session, links: InvitationLinks, occurrence_ids: Collection[UUID]) -> None:
    """Tell whoever is invited to these dates how they stand now, unless they have said no.

    The dates were moved or called off by this transaction, which has them locked; invitations are taken after them.
    """
    here = (Invitation.occurrence_id.in_(occurrence_ids), Invitation.email.is_not(None))
    wanted = (
        select(Invitation)
        .where(*here, Invitation.answer.is_distinct_from(Answer.NO))
        .order_by(Invitation.id)
        .with_for_update(key_share=True)
    )
    invitations = session.scalars(wanted.execution_options(populate_existing=True)).all()
    for invitation in invitations:
        invitation.version += 1
    session.flush()
    _write(session, links, [invitation.id for invitation in invitations])


def note_unreached(session: Session, invitation_id: UUID, version: int | None) -> None:
    """Let planners see that the last letter of an invitation did not arrive, and since when.

    `version` is the letter's: one from before the last says nothing, as it went to a former address, say. None is not
    known, and taken for the last.
    """
    last = update(Invitation).where(Invitation.id == invitation_id)
    if version is not None:
        last = last.where(Invitation.version <= version)
    session.execute(last.values(unreached_at=moment(session)))


def note_reached(session: Session, invitation_id: UUID) -> None:
    """Let planners see no more that a letter did not arrive."""
    session.execute(update(Invitation).where(Invitation.id == invitation_id).values(unreached_at=None))


def correct_address(
    session: Session, links: InvitationLinks, person: Person, event_id: UUID, invitation_id: UUID, *, email: str
) -> None:
    """Write to the right address of whoever is invited, with a link of its own. Twice the same is written once.

    The link that went to the former address leads nowhere from then on: it may be a stranger's.

    Raises NotFound for a foreign event or one's invitation, Forbidden, TooLateToInvite, and IsInvited.
    """
    event = check_planner(session, person, event_id)
    wanted = select(Invitation).where(Invitation.id == invitation_id).with_for_update(key_share=True)
    invitation = session.scalar(wanted.execution_options(populate_existing=True))
    date = next((one for one in event["occurrences"] if invitation and one["id"] == invitation.occurrence_id), None)
    if invitation is None or date is None:
        raise NotFound
    check_open(date["state"], date["starts_at"], moment(session), TooLateToInvite)
    if invitation.email == email:
        return
    invitation.email, invitation.unreached_at = email, None
    invitation.version += 1
    invitation.addresses += 1
    invitation.token_digest = digest(links.token(invitation.id, invitation.addresses))
    session.flush()
    _write(session, links, [invitation.id])
    audit(session, person.id, "invitation_corrected", event_id)


def withdraw_invitation(session: Session, person: Person, event_id: UUID, invitation_id: UUID) -> None:
    """Invite somebody no more: what they have answered is forgotten and their link leads nowhere. They hear of it.

    Whoever has said no hears nothing, as they do not come anyway. Raises NotFound for a foreign event or what is not
    an invitation of it, Forbidden, and InvitationStays.
    """
    event = check_planner(session, person, event_id)
    wanted = select(Invitation).where(Invitation.id == invitation_id).with_for_update(key_share=True)
    invitation = session.scalar(wanted.execution_options(populate_existing=True))
    date = next((one for one in event["occurrences"] if invitation and one["id"] == invitation.occurrence_id), None)
    if invitation is None or date is None:
        raise NotFound
    check_open(date["state"], date["starts_at"], moment(session), InvitationStays)
    if invitation.email is not None and invitation.answer != Answer.NO:
        (told,) = queries.invitations_by_id(session, [invitation_id])
        message = RepresentativeUninvited(
            contact=Contact(channel="email", email=told["email"], language=told["language"]),
            venue=f"{told['venue']}, {told['address']}",
            **{name: told[name] for name in ("organisation", "title", "starts_at", "ends_at", "zone")},
        )
        outbox.publish(session, message, subject=invitation_id, version=told["version"] + 1)
    session.execute(delete(Invitation).where(Invitation.id == invitation_id))
    for kind in (REMINDER, WIPING):
        unschedule(session, kind, invitation_id)
    audit(session, person.id, "invitation_withdrawn", event_id)


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
    invitation = _at_hand(session, REMINDER, invitation_id)
    if invitation is None or invitation.answer is not None or invitation.email is None:
        return
    date = session.get_one(Occurrence, invitation.occurrence_id, populate_existing=True)
    if reminded_at(date.starts_at) > moment(session):
        schedule(session, REMINDER, invitation_id, reminded_at(date.starts_at))
    elif date.state == "on" and date.starts_at > moment(session):
        invitation.version += 1
        session.flush()
        _write(session, links, [invitation_id])


def wipe(session: Session, invitation_id: UUID) -> None:
    """Forget who was invited, what they wrote and their link; what is counted stays. A date moved to later is awaited.

    Those who said no are not told of a move, so theirs finds out here.
    """
    invitation = _at_hand(session, WIPING, invitation_id)
    if invitation is None:
        return
    date = session.get_one(Occurrence, invitation.occurrence_id, populate_existing=True)
    if wiped_at(date.ends_at) > moment(session):
        schedule(session, WIPING, invitation_id, wiped_at(date.ends_at))
        return
    invitation.name = invitation.other_name = invitation.words = ""
    invitation.email = invitation.token_digest = None


def _at_hand(session: Session, kind: str, invitation_id: UUID) -> Invitation | None:
    """The invitation, for whoever holds a due row; None if there is none, or somebody changes it.

    Then it comes again in a second: a worker that holds others waits for nobody.
    """
    wanted = select(Invitation).where(Invitation.id == invitation_id).execution_options(populate_existing=True)
    invitation = session.scalar(wanted.with_for_update(key_share=True, skip_locked=True))
    if invitation is None and session.scalar(select(Invitation.id).where(Invitation.id == invitation_id)):
        schedule(session, kind, invitation_id, moment(session) + AGAIN)
    return invitation


def read_invitations(session: Session, person: Person, event_id: UUID) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The event, and who was invited to it with what they have said; the look is noted in the audit.

    Raises NotFound and Forbidden for whoever may not plan the event.
    """
    event = check_planner(session, person, event_id)
    audit(session, person.id, "invitations_read", event_id)
    return event, queries.invited(session, event_id)


def check_planner(session: Session, person: Person, event_id: UUID) -> dict[str, Any]:
    """The event. Raises NotFound and Forbidden for whoever may not plan it."""
    event = event_by_id(session, event_id, person)
    entitle(person, event["organisation_id"], EDITORS)
    return event


def erase_invitations(session: Session, whose: Whose) -> tuple[tuple[Remains, ...], tuple[Remains, ...]]:
    """Forget invitations whole, answers too: who of a partner came is no number that anybody needs. Nothing stays."""
    theirs = delete(Invitation).where(under(whose, email=Invitation.email)).returning(Invitation.id)
    erased = session.scalars(theirs).all()
    for invitation_id in erased:
        unschedule(session, REMINDER, invitation_id)
    return counted(("invitation", len(erased))), ()
