"""Staff are alerted of what `volunteers` could not settle alone."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.events.organisations.models import StaffAlert
from services.events.organisations.queries import duty_phone, staff_to_alert
from shared.contracts.events import StaffAlerted
from shared.contracts.organisations import StaffAsked
from shared.contracts.parts import Errand
from shared.messaging import outbox


def alert_staff(
    session: Session,
    organisation_id: UUID,
    request_id: UUID,
    *,
    alarm: str,
    errand: Errand,
    link: str,
    version: int,
    asked: tuple[str, datetime] | None = None,
) -> int:
    """Tell each owner and social worker of the organisation, its organisers if it has neither, at any hour; how many.

    Where somebody may be in need, or stands at the screen, so does the phone on duty. Each hears of an alarm once,
    however often its message comes; `version`, the request's, tells it from the next. Where a partner asks,
    `asked` is its name and until when it waits, and `request_id` that of its question.
    """
    members = staff_to_alert(session, organisation_id)
    told = [(who, contact) for who, contact in members if _noted(session, request_id, alarm, who, version)]
    if told and _presses(alarm, errand) and (phone := duty_phone(session, organisation_id)):
        told.append((told[0][0], phone))
    asking, answer_by = asked or ("", None)
    facts: dict[str, Any] = {"alarm": alarm, "errand": errand, "link": link, "asking": asking, "answer_by": answer_by}
    for staff_id, contact in told:
        alerted = StaffAlerted(staff_id=staff_id, contact=contact, **facts)
        outbox.publish(session, alerted, subject=request_id, version=version)
    return len(members)


def ask_staff(
    session: Session,
    organisation_id: UUID,
    ask_id: UUID,
    *,
    errand: Errand,
    link: str,
    version: int,
    asked: tuple[str, datetime],
) -> None:
    """Tell the staff of a partner what it is asked, and whoever waits for the answer to how many that was written.

    Each question is an alarm of its own, since who works for two partners is asked for both. Of an organisation where
    nobody works, no answer comes.
    """
    facts: dict[str, Any] = {"errand": errand, "link": link, "version": version, "asked": asked}
    people = alert_staff(session, organisation_id, ask_id, alarm="partner_asks", **facts)
    outbox.publish(session, StaffAsked(ask_id=ask_id, people=people), subject=ask_id, version=version)


def _presses(alarm: str, errand: Errand) -> bool:
    """Whether a mail may be read too late."""
    return alarm in {"panic", "visit_overdue"} or (alarm, errand.kind) == ("nobody_helps", "kiosk_help")


def _noted(session: Session, request_id: UUID, alarm: str, staff_id: UUID, version: int) -> bool:
    """Whether this alarm is news to the staff member; it is noted with it."""
    new = insert(StaffAlert).values(request_id=request_id, alarm=alarm, staff_id=staff_id, version=version)
    return session.scalar(new.on_conflict_do_nothing().returning(StaffAlert.staff_id)) is not None
