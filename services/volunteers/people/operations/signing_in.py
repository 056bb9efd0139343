"""One-use sign-in codes. How often one may be tried is a limit of the route, counted even when the try is refused."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.volunteers.people import queries
from services.volunteers.people.domain import (
    CODE_LIFETIME,
    MOST_SIGN_INS,
    CodeIsWrong,
    Prefers,
    code_digest,
    new_code,
)
from services.volunteers.people.models import SignIn, Volunteer
from shared.contracts.volunteers import VolunteerSignInRequested
from shared.errors import NotFound
from shared.messaging import outbox


class SignInStarted(NamedTuple):
    """Where a code can be given, and until when (UTC). Says nothing of whether there is such a volunteer."""

    sign_in_id: UUID
    expires_at: datetime


def ask_sign_in(session: Session, channel: str, address: str, *, secret: str) -> SignInStarted:
    """Send a code to the volunteer with this phone (E.164) or e-mail; the same answer if there is none."""
    return send_code(session, queries.volunteer_at(session, channel, address), channel, secret=secret)


def send_code(
    session: Session, volunteer: Volunteer | None, channel: str, *, secret: str, proves: str = ""
) -> SignInStarted:
    """Send a code to a volunteer, whose row is locked; nothing to nobody, or if enough codes are out already.

    It goes to the address that it `proves`, if it is to prove a new one.
    """
    now = datetime.now(UTC)
    if volunteer is None or _under_way(session, volunteer.id, now) >= MOST_SIGN_INS:
        return SignInStarted(uuid7(), now + CODE_LIFETIME)
    sign_in, code = open_sign_in(session, volunteer.id, channel, secret=secret, proves=proves)
    contact = queries.contact_of(volunteer, channel)
    if proves:
        there = replace(contact, channel=channel)  # even if they have no such address yet
        contact = replace(there, phone=proves) if channel == Prefers.SMS else replace(there, email=proves)
    message = VolunteerSignInRequested(contact=contact, code=code, expires_at=sign_in.expires_at)
    outbox.publish(session, message, subject=volunteer.id, version=sign_in.no)
    return SignInStarted(sign_in.id, sign_in.expires_at)


def _under_way(session: Session, volunteer_id: UUID, now: datetime) -> int:
    session.execute(delete(SignIn).where(SignIn.volunteer_id == volunteer_id, SignIn.expires_at <= now))
    return session.scalars(select(func.count()).where(SignIn.volunteer_id == volunteer_id)).one()


def open_sign_in(
    session: Session, volunteer_id: UUID, channel: str, *, secret: str, proves: str = ""
) -> tuple[SignIn, str]:
    """Begin a sign-in and return it with its code, which goes by this channel and which nobody else is told."""
    sign_in_id, code = uuid7(), new_code()
    sign_in = SignIn(
        id=sign_in_id,
        volunteer_id=volunteer_id,
        channel=channel,
        code_digest=code_digest(secret, sign_in_id, code, proves),
        expires_at=datetime.now(UTC) + CODE_LIFETIME,
    )
    session.add(sign_in)
    session.flush()
    return sign_in, code


def sign_in_link(session: Session, channel: str, address: str, *, secret: str, public_url: str) -> str:
    """A one-use link for whoever runs the server to hand over. Raises NotFound for an unknown address."""
    volunteer = queries.volunteer_at(session, channel, address)
    if volunteer is None:
        raise NotFound
    sign_in, code = open_sign_in(session, volunteer.id, channel, secret=secret)
    return f"{public_url}/volunteer/sign-in/{sign_in.id}?code={code}"


def redeem_code(session: Session, sign_in_id: UUID, code: str, *, secret: str, proves: str = "") -> Volunteer:
    """Use up a code and say whose it is: one conditional write decides, however many try at once.

    Whoever has the code has the address it went to. Raises CodeIsWrong for one that is wrong, used, too old or made
    up, or made for something else than it now `proves`.
    """
    now = datetime.now(UTC)
    right = (SignIn.id == sign_in_id, SignIn.code_digest == code_digest(secret, sign_in_id, code, proves))
    good = (*right, SignIn.used_at.is_(None), SignIn.expires_at > now)
    used = update(SignIn).where(*good).values(used_at=now).returning(SignIn.volunteer_id, SignIn.channel)
    found = session.execute(used).first()
    volunteer = session.get(Volunteer, found.volunteer_id) if found else None
    if found is None or volunteer is None or volunteer.state != "active":
        raise CodeIsWrong
    if found.channel not in volunteer.confirmed:
        volunteer.confirmed = [*volunteer.confirmed, found.channel]
    return volunteer
