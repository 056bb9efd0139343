"""JSON routes of mediation, for staff."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.events.mediation import operations
from services.events.mediation.domain import Links
from services.events.mediation.operations import Need, Order, Reach
from services.events.mediation.schemas import (
    Acceptance,
    Confirmation,
    HelpOnTheWay,
    HowItWent,
    NewAppointment,
    NewReferral,
    ReferralFilter,
    ReferralLine,
    ReferralView,
    Refusal,
)
from services.events.organisations.domain import HELPERS
from shared.web import tokens
from shared.web.rest import Api, Page
from shared.web.rules import staff
from shared.web.served import talka

api = Api("mediation", url_prefix="/api/events/v1")
STAFF = staff(*HELPERS)


def _links() -> Links:
    settings = talka().service.settings
    return Links(settings.secret_key, settings.public_url)


def _shown(session: Session, referral_id: UUID) -> Any:
    return operations.read_referral(session, _links(), tokens.asker(), referral_id)


@api.get("/referrals", allow=STAFF, takes=ReferralFilter, gives=ReferralLine, paged=True)
def referrals(session: Session, query: dict[str, Any], after: tuple[str, ...] | None) -> Page:
    """The referrals of one's organisations, newest first; the look is noted in the audit."""
    found = operations.read_referrals(session, tokens.asker(), query["show"], limit=query["limit"], after=after)
    return Page(*found)


@api.post("/referrals", allow=STAFF, takes=NewReferral, gives=ReferralView, status=201)
def ask(session: Session, body: dict[str, Any]) -> Any:
    """Ask the provider of a service to take a person; it answers by a link of eight days."""
    prices = talka().service.settings.sms_prices
    reach = Reach(served=prices, **{name: body.pop(name) for name in ("language", "phone", "email")})
    need = Need(reach=reach, **{name: body.pop(name) for name in ("name", "target_group", "need", "shares")})
    return _shown(session, operations.ask(session, _links(), tokens.asker(), need, Order(**body)))


@api.get("/referrals/<uuid:referral_id>", allow=STAFF, gives=ReferralView, versioned=True)
def referral(session: Session, referral_id: UUID) -> Any:
    """A referral with what became of it; the look is noted in the audit."""
    return _shown(session, referral_id)


@api.post("/referrals/<uuid:referral_id>/confirm", allow=STAFF, takes=Confirmation, gives=ReferralView)
def confirm(session: Session, body: dict[str, Any], referral_id: UUID) -> Any:
    """Say yes to what a person or a relative asked; the provider is asked now."""
    operations.confirm(session, _links(), tokens.asker(), referral_id, **body)
    return _shown(session, referral_id)


@api.post("/referrals/<uuid:referral_id>/accept", allow=STAFF, takes=Acceptance, gives=ReferralView)
def accept(session: Session, body: dict[str, Any], referral_id: UUID) -> Any:
    """Note that the provider said yes on the phone."""
    answer = _answering(operations.accept, session, referral_id, body)
    operations.answer_by_staff(session, tokens.asker(), referral_id, answer)
    return _shown(session, referral_id)


@api.post("/referrals/<uuid:referral_id>/refuse", allow=STAFF, takes=Refusal, gives=ReferralView)
def refuse(session: Session, body: dict[str, Any], referral_id: UUID) -> Any:
    """Note that the provider said no on the phone."""
    answer = _answering(operations.refuse, session, referral_id, body)
    operations.answer_by_staff(session, tokens.asker(), referral_id, answer)
    return _shown(session, referral_id)


def _answering(act: Any, session: Session, referral_id: UUID, body: dict[str, Any]) -> Any:
    return lambda: act(session, _links(), referral_id, **body)


@api.patch("/referrals/<uuid:referral_id>/appointment", allow=STAFF, takes=NewAppointment, gives=ReferralView)
def move(session: Session, body: dict[str, Any], referral_id: UUID, version: int) -> Any:
    """Note that the provider agreed on another time or place; all who were told hear it."""
    change = _answering(operations.move, session, referral_id, body | {"version": version})
    operations.change_by_staff(session, tokens.asker(), referral_id, change)
    return _shown(session, referral_id)


@api.post("/referrals/<uuid:referral_id>/call-off", allow=STAFF, takes=Refusal, gives=ReferralView)
def call_off(session: Session, body: dict[str, Any], referral_id: UUID) -> Any:
    """Note that the provider cannot keep its promise after all."""
    change = _answering(operations.call_off, session, referral_id, body)
    operations.change_by_staff(session, tokens.asker(), referral_id, change)
    return _shown(session, referral_id)


@api.post("/referrals/<uuid:referral_id>/withdraw", allow=STAFF, gives=ReferralView)
def withdraw(session: Session, referral_id: UUID) -> Any:
    """Take a referral back; a second time changes nothing."""
    operations.withdraw_by_staff(session, _links(), tokens.asker(), referral_id)
    return _shown(session, referral_id)


@api.post("/referrals/<uuid:referral_id>/outcome", allow=STAFF, takes=HowItWent, gives=ReferralView)
def learn(session: Session, body: dict[str, Any], referral_id: UUID) -> Any:
    """Note whether the person got the service."""
    operations.learn_by_staff(session, tokens.asker(), referral_id, **body)
    return _shown(session, referral_id)


@api.post("/referrals/<uuid:referral_id>/help", allow=STAFF, takes=HelpOnTheWay, gives=ReferralView)
def ask_for_help(session: Session, body: dict[str, Any], referral_id: UUID) -> Any:
    """Ask volunteers for a ride to the appointment, for somebody to come along, or both."""
    operations.ask_for_help_by_staff(session, tokens.asker(), referral_id, operations.Way(**body))
    return _shown(session, referral_id)
