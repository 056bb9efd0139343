"""Volunteers on the way to an appointment: a ride and somebody to come along are asked for, and followed."""

from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.events.mediation.domain import (
    LIVE_HELP,
    STAY,
    ZONE,
    AppointmentIsOver,
    By,
    Gender,
    HelpIsThere,
    Kind,
    NoAppointment,
    ReturnsTooEarly,
    StartsTooLate,
    State,
    TargetGroup,
    way_back,
    way_there,
)
from services.events.mediation.models import Referral, ReferralHelp
from services.events.mediation.operations.telling import asker_of, locked, person_of
from services.events.mediation.queries import organisation_of
from services.events.organisations.domain import HELPERS, Person, Wait, entitle
from services.events.organisations.operations import await_staff, note, wait_no_more
from services.events.programme.domain import moment as moment_of
from shared.contracts.events import AssistanceAsked
from shared.contracts.parts import Errand
from shared.contracts.volunteers import RequestFacts
from shared.database import moment
from shared.languages import spoken
from shared.messaging import outbox


@dataclass(frozen=True, kw_only=True)
class Way:
    """How the person gets to the appointment: where they are fetched, and when by the clock on the wall.

    `prefers_gender` is a code of `domain.Gender`; `load_minutes` are minutes to help in, and out again.
    """

    kinds: tuple[str, ...]
    place: str
    area: str
    starts: time
    back: time | None = None
    wheelchair: bool = False
    stairs: bool = False
    companion: bool = False
    prefers_gender: str = Gender.NONE
    load_minutes: int = 0


def ask_for_help(session: Session, referral_id: UUID, way: Way, *, by: str | None = None) -> None:
    """Ask volunteers for each kind of help on the way to the appointment that is agreed.

    `by` is who asks; without it, the relative who asked for the service, else the person. Raises NotFound,
    NoAppointment where there is none ahead, HelpIsThere, StartsTooLate, ReturnsTooEarly, AppointmentIsOver and
    TimeDoesNotExist.
    """
    referral = locked(session, referral_id)
    appointment_at = referral.appointment_at
    if referral.state != State.ACCEPTED or appointment_at is None or appointment_at <= moment(session):
        raise NoAppointment
    live = select(ReferralHelp.kind).where(ReferralHelp.referral_id == referral_id, ReferralHelp.state.in_(LIVE_HELP))
    if set(session.scalars(live)) & set(way.kinds):
        raise HelpIsThere
    starts_at, return_at = _times(way, appointment_at, moment(session))
    for kind in way.kinds:
        is_ride = kind == Kind.RIDE
        home_at = return_at + (appointment_at - starts_at) if return_at else appointment_at + STAY
        errand = Errand(
            kind=kind,
            starts_at=starts_at,
            ends_at=appointment_at if is_ride else home_at,  # who comes along comes home along too: one request
            zone=ZONE,
            area=way.area,
            destination=referral.venue or referral.provider_name,
            appointment_at=appointment_at,
        )
        _ask(session, referral, way, errand, by=by, return_at=return_at if is_ride else None)


def ask_for_help_by_staff(session: Session, person: Person, referral_id: UUID, way: Way) -> None:
    """The same, in whose name staff speak. Raises as `ask_for_help`, and Forbidden."""
    organisation_id = organisation_of(session, referral_id)
    entitle(person, organisation_id, HELPERS)
    ask_for_help(session, referral_id, way, by=By.SOCIAL_WORKER)
    note(session, organisation_id, person.id, "referral_help_asked", referral_id)


def _times(way: Way, appointment_at: datetime, now: datetime) -> tuple[datetime, datetime | None]:
    """When the person is fetched and brought back: on the day of the appointment, or in the night beside it."""
    wall = appointment_at.astimezone(ZoneInfo(ZONE)).replace(tzinfo=None)
    starts_at = moment_of(way_there(wall, way.starts), ZONE)
    if starts_at >= appointment_at:
        raise StartsTooLate
    if starts_at <= now:
        raise AppointmentIsOver("starts")
    return_at = moment_of(way_back(wall, way.back), ZONE, "back") if way.back else None
    if return_at is not None and return_at <= appointment_at:
        raise ReturnsTooEarly
    return starts_at, return_at


def _ask(
    session: Session, referral: Referral, way: Way, errand: Errand, *, by: str | None, return_at: datetime | None
) -> None:
    request_id = uuid7()
    asked = ReferralHelp(
        id=request_id,
        referral_id=referral.id,
        kind=errand.kind,
        state="asked",
        version=0,
        starts_at=errand.starts_at,
    )
    session.add(asked)
    message = AssistanceAsked(
        request_id=request_id,
        organisation_id=referral.organisation_id,
        referral_id=referral.id,
        referral_version=referral.version,
        errand=errand,
        by=by or (By.RELATIVE if referral.by == By.RELATIVE else By.PERSON),
        name=referral.name or "",
        person=person_of(referral),
        asker=asker_of(session, referral),
        place=way.place,
        languages=(spoken(referral.language),),
        target_group="" if referral.target_group == TargetGroup.UNSAID else referral.target_group,
        wheelchair=way.wheelchair,
        stairs=way.stairs,
        companion=way.companion,
        return_at=return_at,
        prefers_gender=way.prefers_gender,
        load_minutes=way.load_minutes,
    )
    outbox.publish(session, message, subject=request_id, version=1)
    if by is None:  # a coordinator has to say yes
        await_staff(session, referral.organisation_id, Wait.REQUEST, request_id)


def follow_help(session: Session, told: RequestFacts, version: int, state: str, helper_name: str | None = None) -> None:
    """Note what `volunteers` tells of help that was asked for here; what is older or other changes nothing."""
    wanted = update(ReferralHelp).where(ReferralHelp.id == told.request_id, ReferralHelp.version < version)
    link = None if state not in LIVE_HELP else told.link
    heard = {"state": state, "version": version, "starts_at": told.errand.starts_at}
    session.execute(wanted.values(**heard, helper_name=helper_name, link=link))


def forget_unheard_help(session: Session, referral_id: UUID) -> None:
    """Help that `volunteers` has not told of when the referral ends is not looked for: they do not enter it then.

    So it waits for no coordinator. What waits is ended first: whoever hears of the help meanwhile does so as well.
    """
    unheard = (ReferralHelp.referral_id == referral_id, ReferralHelp.version == 0)
    for request_id in session.scalars(select(ReferralHelp.id).where(*unheard).order_by(ReferralHelp.id)).all():
        wait_no_more(session, request_id)
    session.execute(update(ReferralHelp).where(*unheard).values(state="cancelled"))
