"""How staff sign in: by a one-use link, or by the town's own sign-in."""

import secrets
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, update
from sqlalchemy.orm import Session

from services.events.organisations import queries
from services.events.organisations.domain import LINK_LIVES, NotEmployed
from services.events.organisations.models import SignInLink, Staff
from shared.audit import audit
from shared.contracts.events import StaffSignInRequested
from shared.contracts.parts import Contact
from shared.errors import Gone, NotFound
from shared.links import digest
from shared.messaging import outbox


def request_sign_in(session: Session, email: str, public_url: str, way: str = "") -> None:
    """Send a one-use link to a staff member; it ends with `way`, which leads on to what they came for.

    For an unknown address nothing happens, and nobody can tell.
    """
    staff = queries.staff_by_email(session, email)
    if staff is None:
        return
    token, expires_at = _new_link(session, staff.id)
    asked = update(Staff).where(Staff.id == staff.id).values(sign_ins=Staff.sign_ins + 1).returning(Staff.sign_ins)
    message = StaffSignInRequested(
        contact=Contact(channel="email", email=staff.email, language=staff.language, any_hour=True),
        link=_address(public_url, token) + way,
        expires_at=expires_at,
    )
    outbox.publish(session, message, subject=staff.id, version=session.scalars(asked).one())


def sign_in_link(session: Session, email: str, public_url: str) -> str:
    """A one-use link for whoever runs the server, instead of an e-mail. Raises NotFound for an unknown address."""
    staff = queries.staff_by_email(session, email)
    if staff is None:
        raise NotFound
    return _address(public_url, _new_link(session, staff.id)[0])


def _new_link(session: Session, staff_id: UUID) -> tuple[str, datetime]:
    token, expires_at = secrets.token_urlsafe(24), datetime.now(UTC) + LINK_LIVES
    link = insert(SignInLink).values(token_digest=digest(token), staff_id=staff_id, expires_at=expires_at)
    session.execute(link)
    return token, expires_at


def _address(public_url: str, token: str) -> str:
    return f"{public_url}/organise/sign-in/{token}"


def redeem_sign_in(session: Session, token: str) -> dict[str, Any]:
    """Use up a link and say whose it is: one conditional write decides, however many try at once.

    Raises Gone for a link that is used, over or forged.
    """
    good = (SignInLink.token_digest == digest(token), SignInLink.used_at.is_(None), SignInLink.expires_at > func.now())
    used = update(SignInLink).where(*good).values(used_at=func.now()).returning(SignInLink.staff_id)
    staff_id = session.scalar(used)
    if staff_id is None:
        raise Gone
    audit(session, staff_id, "signed_in", staff_id)
    return queries.identity(session, staff_id)


def sign_in_by_provider(session: Session, email: str) -> dict[str, Any]:
    """Say who has this address, which the town's own sign-in has proved. Raises NotEmployed for nobody's."""
    staff = queries.staff_by_email(session, email)
    if staff is None:
        raise NotEmployed
    audit(session, staff.id, "signed_in", staff.id)
    return queries.identity(session, staff.id)
