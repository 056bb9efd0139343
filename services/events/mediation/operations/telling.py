"""One referral under its lock, and what the others are told of it."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.events.mediation.domain import (
    ASKED_BY_STAFF,
    ENDS,
    KEPT,
    NEWS,
    WIPING,
    Links,
    State,
    Step,
    after,
    is_asked_by_staff,
)
from services.events.mediation.models import Referral
from services.events.organisations.domain import Wait
from services.events.organisations.operations import await_staff, wait_no_more
from services.events.organisations.queries import staff_contact
from shared.contracts import events as contracts
from shared.contracts.parts import Contact
from shared.database import moment
from shared.errors import NotFound
from shared.messaging import due, outbox

NOBODY = Contact(channel="none", language="lt")


def locked(session: Session, referral_id: UUID) -> Referral:
    """The referral as it is now and until the transaction ends. Raises NotFound, also for one that was wiped."""
    wanted = select(Referral).where(Referral.id == referral_id, Referral.wiped_at.is_(None))
    locking = wanted.with_for_update(key_share=True).execution_options(populate_existing=True)
    found = session.scalars(locking).one_or_none()
    if found is None:
        raise NotFound
    return found


def step(session: Session, referral: Referral, taken: Step, **facts: Any) -> None:
    """Bring a locked referral into the state after the step, with what is known now.

    Raises the DomainError of a step that is not possible.

    What comes to nothing waits for staff to look for another way, unless one of them is told of it as who asked; what
    is promised to somebody whom nobody writes to waits for their call as well, as its refusal does. What ends it lays
    down when it is wiped, unless the follow-up has. Due rows of before are left as they are: their handlers look at the
    state. To take one back would wait for a worker that holds it and waits for this referral.
    """
    state = after(referral.state, taken)
    if referral.state == State.ASKED or state not in NEWS:  # nobody's yes is needed any more, or nobody's call
        wait_no_more(session, referral.id)
    referral.state = state
    referral.version += 1
    for field, fact in facts.items():
        setattr(referral, field, fact)
    if referral.state in ENDS:
        referral.ended_at = moment(session)
        if referral.followed_up_at is None:
            due.schedule(session, WIPING, referral.id, referral.ended_at + KEPT)
    asked_by = {name: getattr(referral, name) for name in ASKED_BY_STAFF}
    fell_through = referral.state in (State.REFUSED, State.EXPIRED)
    if (fell_through and not is_asked_by_staff(asked_by)) or _only_called(referral):
        await_staff(session, referral.organisation_id, Wait.CALL, referral.id)


def _only_called(referral: Referral) -> bool:
    """Whether there is news that only one of the staff can bring, since neither person nor relative is written to."""
    written = {referral.channel, referral.asker_channel} - {None, "none"}
    return referral.state in NEWS and not written


def person_of(referral: Referral) -> Contact:
    """How the person is reached."""
    return Contact(channel=referral.channel, phone=referral.phone, email=referral.email, language=referral.language)


def asker_of(session: Session, referral: Referral) -> Contact | None:
    """How whoever asked for the person is reached: the relative, else the staff member."""
    if referral.asker_channel is not None:
        return Contact(
            channel=referral.asker_channel,
            phone=referral.asker_phone,
            email=referral.asker_email,
            language=referral.asker_language or referral.language,
        )
    return staff_contact(session, referral.organisation_id, referral.staff_id) if referral.staff_id else None


def tell_end(session: Session, links: Links, referral: Referral, by: str) -> None:
    """Tell all sides that it ended without a service; `by` is `link`, `staff` or `clock`."""
    more = {"outcome": referral.state, "provider_link": links.answer_address(referral.id), "by": by}
    tell(session, links, referral, contracts.ReferralClosed, **more)


def tell(
    session: Session,
    links: Links,
    referral: Referral,
    message: type[contracts.ReferralFacts],
    **more: object,
) -> None:
    """Publish the message about the referral as it stands now. One never asked is not told of its end."""
    asked = referral.opened_at is not None and referral.provider_email is not None
    provider = Contact(channel="email", email=referral.provider_email, language=referral.provider_language)
    facts: dict[str, object] = {
        "referral_id": referral.id,
        "organisation_id": referral.organisation_id,
        "service_id": referral.service_id,
        "service": referral.service,
        "provider_name": referral.provider_name,
        "provider": provider if asked else NOBODY,
        "person": person_of(referral),
        "asker": asker_of(session, referral),
        "link": links.address(referral.id),
    }
    outbox.publish(session, message(**facts | more), subject=referral.id, version=referral.version)  # type: ignore[arg-type]


def tell_answer(session: Session, links: Links, referral: Referral, *, changed: bool = False) -> None:
    """Publish the provider's answer as it stands now; `changed` if it takes the place of an earlier yes."""
    more: dict[str, object] = {"answer": referral.state, "appointment_at": referral.appointment_at}
    more |= {"venue": referral.venue or "", "reason": referral.reason or "", "changed": changed}
    more |= {"provider_link": links.answer_address(referral.id) if changed else ""}
    tell(session, links, referral, contracts.ReferralAnswered, **more)
