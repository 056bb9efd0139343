"""What assistance hears, and its clocks.

Help asked for elsewhere, the end of what it was for, answers by text, and messages that did not arrive.
"""

from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.volunteers.assistance.domain.requests import ALERT, OFFER, REQUEST, VISIT, Links
from services.volunteers.assistance.domain.safety import CannotBeYou
from services.volunteers.assistance.operations import calling, repeating, visits, waves
from services.volunteers.assistance.operations.asking import GIVE_UP, REPEAT, WAVE
from services.volunteers.assistance.operations.awaiting import hear_arrived, hear_lost, hear_written, look_at_other_way
from services.volunteers.assistance.operations.checking import check_promises
from services.volunteers.assistance.operations.claims import OVERDUE, accept, answer_in_vain, decline
from services.volunteers.assistance.operations.closing import ALARM, NEVER_ENDED, give_up
from services.volunteers.assistance.operations.following import move_for_referral
from services.volunteers.assistance.operations.forgetting import FORGET, forget
from services.volunteers.assistance.operations.joining import APART, take_whole_time
from services.volunteers.assistance.operations.partners import follow_project
from services.volunteers.assistance.operations.reaching import mark_offer, mark_request
from services.volunteers.assistance.operations.referrals import (
    FORGET_REFERRAL,
    cancel_for_referral,
    forget_referral,
    take_in,
)
from services.volunteers.assistance.operations.telling import OTHER_WAY, SAFETY, WITHDRAW
from shared.contracts.envelope import Envelope, Message
from shared.contracts.events import AssistanceAsked, ReferralAnswered, ReferralClosed
from shared.contracts.notifications import MessageDelivered, MessageFailed, ReplyReceived
from shared.contracts.organisations import PartnersChanged, StaffAsked
from shared.errors import Conflict, Gone

Listener = Callable[[Session, Any, Envelope], None]


def subscriptions(links: Links) -> dict[type[Message], Listener]:
    """Message -> what is done about it."""

    def heard_asked(session: Session, asked: AssistanceAsked, _envelope: Envelope) -> None:
        take_in(session, links, _facts(asked), asked.referral_version)

    def heard_answered(session: Session, answered: ReferralAnswered, envelope: Envelope) -> None:
        """A first answer is no news here: nobody is asked for help before it."""
        if answered.changed and answered.appointment_at:
            leads_to = answered.venue or answered.provider_name
            move_for_referral(session, links, answered.referral_id, envelope.version, answered.appointment_at, leads_to)
        elif answered.changed:
            cancel_for_referral(session, links, answered.referral_id, "provider")

    def heard_closed(session: Session, closed: ReferralClosed, _envelope: Envelope) -> None:
        cancel_for_referral(session, links, closed.referral_id, closed.by)

    return {
        AssistanceAsked: heard_asked,
        ReferralAnswered: heard_answered,
        ReferralClosed: heard_closed,
        PartnersChanged: _heard_partners,
        StaffAsked: _heard_staff_asked,
        ReplyReceived: partial(_heard_reply, links),
        MessageFailed: partial(_heard, unreached=True),
        MessageDelivered: partial(_heard, unreached=False),
    }


def _heard_partners(session: Session, changed: PartnersChanged, envelope: Envelope) -> None:
    members = [(member.organisation_id, member.name) for member in changed.members]
    follow_project(session, changed.project_id, envelope.version, members)


def _heard_staff_asked(session: Session, told: StaffAsked, _envelope: Envelope) -> None:
    hear_written(session, told.ask_id, told.people)


def _heard_reply(links: Links, session: Session, reply: ReplyReceived, _envelope: Envelope) -> None:
    """A yes that comes second or too late changes nothing, and whoever gave it hears that."""
    if reply.about == VISIT:
        calling.hear_helper(session, links, reply.subject_id, reply.answer, reply.phone)
    elif reply.about == OFFER and reply.answer == "yes":
        try:
            accept(session, links, reply.subject_id, "reply")
        except CannotBeYou as error:
            answer_in_vain(session, reply.subject_id, str(error.unfit))
        except (Conflict, Gone):
            answer_in_vain(session, reply.subject_id)
    elif reply.about == OFFER and reply.answer == "no":
        decline(session, reply.subject_id, "reply")


def _facts(asked: AssistanceAsked) -> dict[str, Any]:
    """A request as its columns hold it."""
    errand = asked.errand
    return {
        "id": asked.request_id,
        "organisation_id": asked.organisation_id,
        "referral_id": asked.referral_id,
        "kind": errand.kind,
        "by": asked.by,
        "name": asked.name,
        "person": asdict(asked.person),
        "asker": asdict(asked.asker) if asked.asker else None,
        "starts_at": errand.starts_at,
        "ends_at": errand.ends_at,
        "appointment_at": errand.appointment_at,
        "place": asked.place,
        "area": errand.area,
        "destination": errand.destination,
        "languages": list(asked.languages),
        "target_group": asked.target_group,
        "wheelchair": asked.wheelchair,
        "stairs": asked.stairs,
        "companion": asked.companion,
        "return_at": asked.return_at,
        "note": asked.note,
        "prefers_gender": asked.prefers_gender,
        "load_minutes": asked.load_minutes,
    }


def _heard(
    session: Session, message: MessageFailed | MessageDelivered, _envelope: Envelope, *, unreached: bool
) -> None:
    if message.about == REQUEST:
        mark_request(session, message.subject_id, unreached=unreached)
    elif message.about == OFFER:
        mark_offer(session, message.subject_id, unreached=unreached)
    elif message.about == ALERT and isinstance(message, MessageDelivered):
        hear_arrived(session, message.subject_id, message.message_id)
    elif message.about == ALERT and isinstance(message, MessageFailed) and message.state != "uncertain":
        hear_lost(session, message.subject_id, message.message_id)


def due(links: Links) -> dict[str, Callable[[Session, UUID], None]]:
    """Kind of due row -> what is done when its time has come."""
    return {
        WAVE: lambda session, request_id: waves.ask_wave(session, links, request_id),
        WITHDRAW: waves.take_back_offers,
        OTHER_WAY: look_at_other_way,
        APART: take_whole_time,
        SAFETY: lambda session, request_id: check_promises(session, links, request_id),
        GIVE_UP: lambda session, request_id: give_up(session, links, request_id),
        OVERDUE: lambda session, request_id: visits.ask_after(session, links, request_id),
        ALARM: lambda session, request_id: visits.call_coordinator(session, links, request_id),
        NEVER_ENDED: lambda session, request_id: visits.end_unsaid(session, links, request_id),
        FORGET: forget,
        FORGET_REFERRAL: forget_referral,
        REPEAT: lambda session, request_id: repeating.repeat(session, links, request_id),
    }
