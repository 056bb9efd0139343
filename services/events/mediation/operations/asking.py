"""A referral begins: staff ask for a person, or the person or a relative asks and waits for a staff member's yes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.events.mediation.domain import (
    CONFIRMATION,
    EXPIRY,
    REMINDER,
    TO_ANSWER,
    TO_CONFIRM,
    TO_REMIND,
    ZONE,
    By,
    Consent,
    Links,
    NoWayToReach,
    Shared,
    State,
    Step,
    check_consent,
)
from services.events.mediation.models import Referral
from services.events.mediation.operations.telling import locked, step, tell
from services.events.mediation.queries import organisation_of, service_asked_for
from services.events.organisations.domain import HELPERS, Person, Wait, entitle
from services.events.organisations.operations import await_staff, note
from services.events.registrations.domain import channel
from shared.addresses import Phone
from shared.contracts import events as contracts
from shared.contracts.parts import Contact
from shared.database import moment
from shared.links import digest
from shared.messaging import due


@dataclass(frozen=True, kw_only=True)
class Reach:
    """How somebody may be reached. `served` are the countries whose numbers get SMS from here."""

    language: str
    served: Collection[str]
    phone: Phone | None = None
    email: str | None = None

    def contact(self) -> Contact:
        """By SMS where that is possible, else by e-mail; a landline is good for a call alone."""
        gets_sms = self.phone is not None and self.phone.gets_sms and self.phone.country in self.served
        way = channel(gets_sms=gets_sms, gets_email=self.email is not None, prefers="sms")
        number = self.phone.e164 if self.phone else None
        return Contact(channel=way, phone=number, email=self.email, language=self.language)


@dataclass(frozen=True, kw_only=True)
class Need:
    """Who needs what: the person by name and contact, a sentence, and what of it the provider may be told.

    `wanted` are codes of `domain.Kind`: what will be needed on the way, once there is an appointment.
    """

    name: str
    reach: Reach
    target_group: str
    need: str
    shares: tuple[str, ...]
    wanted: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Order:
    """Which organisation asks for which service, and how the person agreed: `consent_on` is a day in Lithuania.

    Without `provider_email` it goes to the public e-mail of the directory's entry.
    """

    organisation_id: UUID
    service_id: UUID
    consent_how: str
    consent_on: date
    by: str = By.SOCIAL_WORKER
    provider_email: str | None = None
    provider_language: str = "lt"


def ask(session: Session, links: Links, person: Person, need: Need, order: Order) -> UUID:
    """Ask the provider of a service to take a person, in whose name staff speak; says which referral it is.

    Raises NotFound for a foreign organisation or an unknown service, Forbidden, and ConsentLiesAhead.
    """
    entitle(person, order.organisation_id, HELPERS)
    check_consent(order.consent_on, moment(session).astimezone(ZoneInfo(ZONE)).date())
    service = service_asked_for(session, order.service_id)
    facts = vars(order) | {"provider_email": order.provider_email or service["email"], "staff_id": person.id}
    del facts["service_id"]
    referral = _begun(session, links, need, service, **facts)
    note(session, order.organisation_id, person.id, "referral_asked", referral.id)
    _open(session, links, referral)
    return referral.id


def ask_by_person(
    session: Session,
    links: Links,
    service_id: UUID,
    need: Need,
    *,
    asker: tuple[str, Reach] | None = None,
) -> UUID:
    """Ask for help with a service as the person, or as a relative (`asker`: name and reach); says which referral it is.

    It waits for the yes of the organisation that keeps the entry. Raises NotFound, and NoWayToReach.
    """
    contact = (asker[1] if asker else need.reach).contact()
    if contact.phone is None and contact.email is None:
        raise NoWayToReach({"asker_phone" if asker else "phone": [NoWayToReach.title]})
    service = service_asked_for(session, service_id)
    facts: dict[str, Any] = {"consent_how": Consent.ONLINE, "provider_email": service["email"]}
    facts |= {"consent_on": moment(session).astimezone(ZoneInfo(ZONE)).date(), "provider_language": "lt"}
    if asker:
        facts |= {"asker_name": asker[0], "asker_channel": contact.channel, "asker_phone": contact.phone}
        facts |= {"asker_email": contact.email, "asker_language": contact.language}
    by = By.RELATIVE if asker else By.PERSON
    referral = _begun(session, links, need, service, organisation_id=service["keeper_id"], by=by, **facts)
    due.schedule(session, CONFIRMATION, referral.id, moment(session) + TO_CONFIRM)
    await_staff(session, referral.organisation_id, Wait.REFERRAL, referral.id)
    return referral.id


def _begun(session: Session, links: Links, need: Need, service: dict[str, Any], **facts: Any) -> Referral:
    id_ = uuid7()
    contact = need.reach.contact()
    referral = Referral(
        id=id_,
        service_id=service["id"],
        service=service["name"],
        provider_name=service["provider"],
        state=State.ASKED,
        version=1,
        target_group=need.target_group,
        language=contact.language,
        name=need.name,
        channel=contact.channel,
        phone=contact.phone,
        email=contact.email,
        need=need.need,
        shares=list(need.shares),
        wanted=list(need.wanted),
        token_digest=digest(links.token(id_)),
        answer_digest=digest(links.answer_token(id_)),
        created_at=moment(session),
        **facts,
    )
    session.add(referral)
    session.flush()
    return referral


def confirm(
    session: Session,
    links: Links,
    person: Person,
    referral_id: UUID,
    *,
    provider_email: str | None = None,
    provider_language: str = "lt",
) -> None:
    """Say yes to what a person or a relative asked; the provider is asked now.

    Raises NotFound for a foreign one, Forbidden, and AlreadyConfirmed.
    """
    organisation_id = organisation_of(session, referral_id)
    entitle(person, organisation_id, HELPERS)
    referral = locked(session, referral_id)
    referral.staff_id = person.id
    referral.provider_email = provider_email or referral.provider_email
    referral.provider_language = provider_language
    _open(session, links, referral)
    note(session, organisation_id, person.id, "referral_confirmed", referral_id)


def _open(session: Session, links: Links, referral: Referral) -> None:
    """Ask the provider, with a time to answer and a reminder on the way."""
    now = moment(session)
    step(session, referral, Step.CONFIRM, opened_at=now, expires_at=now + TO_ANSWER)
    due.schedule(session, EXPIRY, referral.id, now + TO_ANSWER)
    due.schedule(session, REMINDER, referral.id, now + TO_REMIND)
    ask_provider(session, links, referral, reminder=False)


def ask_provider(session: Session, links: Links, referral: Referral, *, reminder: bool) -> None:
    """Tell what the provider is asked, for the first time or again."""
    more = {"provider_link": links.answer_address(referral.id), "expires_at": referral.expires_at}
    tell(session, links, referral, contracts.ReferralAsked, **more, reminder=reminder)


EVERYTHING = tuple(Shared)
"""What the provider is told when people ask for themselves: all that they wrote, which they agreed to."""
