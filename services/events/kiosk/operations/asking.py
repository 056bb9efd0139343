"""What somebody asks of people at a kiosk, and what they take away. Names and numbers go on or are wiped in time."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, insert, or_, select, update
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.events.kiosk import queries
from services.events.kiosk.domain import (
    AGAIN,
    FORGET,
    FORGET_HELP,
    HELP_KEPT,
    KEPT,
    Call,
    CallIsAnswered,
    Coming,
    Half,
    NobodyAnswers,
    OnlyAtAKiosk,
    Wish,
    errand,
    told_again_at,
)
from services.events.kiosk.models import KioskCall, KioskHelp
from services.events.kiosk.queries import Device
from services.events.organisations.domain import HELPERS, Person, Wait, entitle
from services.events.organisations.operations import await_staff, note, wait_no_more
from shared.addresses import Phone
from shared.contracts.events import AssistanceAsked, TakeAwayAsked
from shared.contracts.parts import Contact, Texts
from shared.database import moment
from shared.errors import NotFound
from shared.messaging import due, outbox


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What somebody asks for. `language` is what they read, `spoken` what they speak; day and hour are wall times.

    `served` are the countries whose numbers get SMS (ISO 3166); whoever has another number is called.
    """

    wish: Wish
    language: str
    spoken: str
    served: frozenset[str]
    name: str = ""
    phone: Phone | None = None
    target: str = ""
    place: str = ""
    day: date | None = None
    half: Half | None = None
    hour: str | None = None
    destination: str = ""

    def contact(self) -> Contact:
        """How the person is reached."""
        texts = self.phone is not None and self.phone.gets_sms and self.phone.country in self.served
        number = self.phone.e164 if self.phone else None
        return Contact(channel="sms" if texts else "none", phone=number, language=self.language)


def ask(session: Session, asked: Asked, kiosk: Device | None, zone: str) -> UUID | None:
    """Hand on what somebody asks for: a call to the list that staff see, all else to the volunteers.

    Of a helper at the screen the request's id is given back: `queries.coming` tells whether one comes.
    Without a kiosk the organisation of the oldest one answers. Raises NobodyAnswers where there is none, and
    OnlyAtAKiosk for a helper who would not know where to come.
    """
    who = kiosk or queries.answering(session)
    if who is None:
        raise NobodyAnswers
    if asked.wish is Wish.CALL:
        _keep_call(session, asked, who.organisation_id, kiosk, zone)
        return None
    if asked.wish is Wish.HELPER and kiosk is None:
        raise OnlyAtAKiosk
    request_id = _ask_volunteers(session, asked, who, "kiosk" if kiosk else "person", zone)
    if asked.wish is not Wish.HELPER:
        return None
    session.execute(insert(KioskHelp).values(id=request_id))
    due.schedule(session, FORGET_HELP, request_id, moment(session) + HELP_KEPT)
    return request_id


def follow_helper(session: Session, request_id: UUID, state: Coming, version: int, *, goes_on: bool = False) -> None:
    """Note whether a helper comes to the screen; an older message, or one of other help, changes nothing.

    `goes_on` is whether somebody is looked for though nobody comes just now.
    """
    older = (KioskHelp.id == request_id, KioskHelp.version < version)
    session.execute(update(KioskHelp).where(*older).values(state=state, version=version, goes_on=goes_on))


def forget_help(session: Session, request_id: UUID) -> None:
    """Forget that somebody waited at the screen, and whatever is as old: earlier versions planned no time for it."""
    old = or_(KioskHelp.id == request_id, KioskHelp.asked_at < moment(session) - HELP_KEPT)
    session.execute(delete(KioskHelp).where(old))


def _ask_volunteers(session: Session, asked: Asked, who: Device, by: str, zone: str) -> UUID:
    request_id, stand = uuid7(), f"{who.name}, {who.place}"
    times = {"day": asked.day, "half": asked.half, "hour": asked.hour, "destination": asked.destination}
    area = stand if asked.wish is Wish.HELPER else who.municipality  # at which screen: there may be several in a town
    wanted = errand(asked.wish, now=moment(session), zone=zone, area=area, **times)  # type: ignore[arg-type]
    message = AssistanceAsked(
        request_id=request_id,
        organisation_id=who.organisation_id,
        errand=wanted,
        by=by,
        name=asked.name,
        person=asked.contact(),
        place=asked.place or stand,
        languages=(asked.spoken,),
        target_group=asked.target,
    )
    outbox.publish(session, message, subject=request_id, version=1)
    if asked.wish is not Wish.HELPER:  # anybody types any phone and address: a coordinator has to say yes
        await_staff(session, who.organisation_id, Wait.REQUEST, request_id)
    return request_id


def _keep_call(session: Session, asked: Asked, organisation_id: UUID, kiosk: Device | None, zone: str) -> None:
    call_id = uuid7()
    facts: dict[str, Any] = {"id": call_id, "organisation_id": organisation_id}
    facts |= {"kiosk_id": kiosk.id if kiosk else None, "target": asked.target, "language": asked.spoken}
    facts |= {"name": asked.name, "phone": asked.phone.e164 if asked.phone else ""}
    session.execute(insert(KioskCall).values(facts))
    now = moment(session)
    due.schedule(session, FORGET, call_id, now + KEPT)
    due.schedule(session, AGAIN, call_id, told_again_at(now, zone))
    await_staff(session, organisation_id, Wait.KIOSK_CALL, call_id)


def tell_again(session: Session, zone: str, call_id: UUID) -> None:
    """Tell staff once more of somebody whom nobody has tried to call, and again after as many working hours.

    The call is held still until then, so that whoever answers it meanwhile ends what waits.
    """
    open_ = (KioskCall.id == call_id, KioskCall.state == Call.OPEN, KioskCall.phone != "")
    waits = select(KioskCall.organisation_id).where(*open_).with_for_update(key_share=True)
    organisation_id = session.scalar(waits)
    if organisation_id is not None:
        await_staff(session, organisation_id, Wait.KIOSK_CALL, call_id)
        due.schedule(session, AGAIN, call_id, told_again_at(moment(session), zone))


def read_calls(
    session: Session, person: Person, *, answered: bool, limit: int, after: tuple[str, ...] | None = None
) -> tuple[list[dict[str, Any]], tuple[datetime, UUID] | None]:
    """Show a helper who wants to be called by their organisations, and note that they looked."""
    theirs = [id_ for id_, role in person.roles.items() if role in HELPERS]
    for organisation_id in theirs:
        note(session, organisation_id, person.id, "kiosk_calls_read", organisation_id)
    return queries.calls(session, theirs, answered=answered, limit=limit, after=after)


def answer_call(session: Session, person: Person, call_id: UUID, state: Call) -> None:
    """Note that the person was called, or not reached; one conditional write decides between two colleagues.

    Raises NotFound and Forbidden, and CallIsAnswered if somebody has called already.
    """
    organisation_id = session.scalar(select(KioskCall.organisation_id).where(KioskCall.id == call_id))
    if organisation_id is None:
        raise NotFound
    entitle(person, organisation_id, HELPERS)
    still = (KioskCall.id == call_id, KioskCall.state != Call.DONE)
    noted = update(KioskCall).where(*still).values(state=state, answered_at=func.now()).returning(KioskCall.id)
    if session.scalar(noted) is None:
        raise CallIsAnswered
    wait_no_more(session, call_id)
    note(session, organisation_id, person.id, f"kiosk_call_{state}", call_id)


def forget_call(session: Session, call_id: UUID) -> None:
    """Wipe name and phone of somebody who wanted to be called; that somebody did stays."""
    session.execute(update(KioskCall).where(KioskCall.id == call_id).values(name="", phone=""))
    wait_no_more(session, call_id)


def take_away(session: Session, phone: Phone, language: str, text: Texts, link: str, *, at_kiosk: bool) -> None:
    """Let a page be sent to a phone; the number is in the message alone and is not kept here.

    Whoever stands at a kiosk holds the phone in their hand; from elsewhere it may be anybody's, who sleeps.
    """
    contact = Contact(channel="sms", phone=phone.e164, language=language, any_hour=at_kiosk)
    outbox.publish(session, TakeAwayAsked(contact=contact, text=text, link=link), subject=uuid7(), version=1)
