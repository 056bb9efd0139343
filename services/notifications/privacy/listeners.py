"""What privacy hears: what the other services keep of a person, what they have erased; and its own moments."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.notifications.messages.domain.facts import Terms
from services.notifications.privacy.domain.cases import CLOSING, LAST
from services.notifications.privacy.operations.erasing import forget_address, hear_erased
from services.notifications.privacy.operations.opening import close_shown, hear_told
from shared.contracts.envelope import Envelope, Message
from shared.contracts.privacy import ParticipantDataTold, ParticipantErased, VolunteerDataTold, VolunteerErased

Heard = Callable[[Terms, Session, Any, Envelope], None]


def _told(terms: Terms, session: Session, told: ParticipantDataTold | VolunteerDataTold, _envelope: Envelope) -> None:
    hear_told(session, terms, told.case_id, told.type.split(".")[0], told.things)


def _erased_participant(terms: Terms, session: Session, erased: ParticipantErased, _envelope: Envelope) -> None:
    hear_erased(session, terms, erased.case_id, "events", ended=erased.ended, left=erased.left)


def _erased_volunteer(terms: Terms, session: Session, erased: VolunteerErased, _envelope: Envelope) -> None:
    facts = {"ended": erased.ended, "left": erased.left, "also": erased.also, "helped": erased.helped}
    hear_erased(session, terms, erased.case_id, "volunteers", **facts)  # type: ignore[arg-type]


SUBSCRIPTIONS: dict[type[Message], Heard] = {
    ParticipantDataTold: _told,
    VolunteerDataTold: _told,
    ParticipantErased: _erased_participant,
    VolunteerErased: _erased_volunteer,
}


def _close(_terms: Terms, session: Session, case_id: UUID) -> None:
    close_shown(session, case_id)


def _forget(_terms: Terms, session: Session, case_id: UUID) -> None:
    forget_address(session, case_id)


DUE: dict[str, Callable[[Terms, Session, UUID], None]] = {CLOSING: _close, LAST: _forget}
