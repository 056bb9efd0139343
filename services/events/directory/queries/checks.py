"""What is asked about checks: when one is due, whom to ask, and what a provider's link leads to."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, DateTime, Interval, func, select
from sqlalchemy.orm import Session

from services.events.directory.domain import HOME
from services.events.directory.models import EDITS, LINKS, SERVICES, TABLES
from shared.errors import NotFound
from shared.links import digest

ORGANIZATIONS = TABLES["organization"]
DUE_AT: ColumnElement[Any] = (
    SERVICES.c.confirmed_at + func.make_interval(0, SERVICES.c.check_months, type_=Interval())
).cast(DateTime(timezone=True))
"""When an entry is to be checked again."""


def whom_to_ask(session: Session, service_id: UUID) -> dict[str, Any] | None:
    """The office that answers for an entry, as a message's contact: its own, else its provider's, else a public e-mail.

    None if there is no address at all.
    """
    offices = [(one.c.check_email, one.c.check_phone, one.c.check_language) for one in (SERVICES, ORGANIZATIONS)]
    wanted = select(*offices[0], *offices[1], SERVICES.c.email, ORGANIZATIONS.c.email)
    row = session.execute(
        wanted.join(ORGANIZATIONS, ORGANIZATIONS.c.id == SERVICES.c.organization_id).where(SERVICES.c.id == service_id)
    ).one()
    public = ((email, None, HOME) for email in row[6:])
    for email, phone, language in (row[0:3], row[3:6], *public):
        if email or phone:
            channel = "email" if email else "sms"
            return {"channel": channel, "email": email, "phone": phone, "language": language or HOME}
    return None


def office(session: Session, service_id: UUID) -> dict[str, Any]:
    """Whom the keeper has noted for checks of this entry, or for all of its provider, and how often they are."""
    own = (SERVICES.c.check_email, SERVICES.c.check_phone, SERVICES.c.check_language)
    all_ = (ORGANIZATIONS.c.check_email, ORGANIZATIONS.c.check_phone, ORGANIZATIONS.c.check_language)
    wanted = select(SERVICES.c.check_months, *own, *all_).where(SERVICES.c.id == service_id)
    row = session.execute(wanted.join(ORGANIZATIONS, ORGANIZATIONS.c.id == SERVICES.c.organization_id)).one()
    for_all = not (row[1] or row[2]) and bool(row[4] or row[5])
    email, phone, language = row[4:7] if for_all else row[1:4]
    said = {"email": email, "phone": phone, "language": language or HOME}
    return said | {"months": row.check_months, "for_all": for_all}


def check_by_token(session: Session, token: str) -> dict[str, Any]:
    """What a link leads to: the entry, whether it can be answered, what came of an answer. Raises NotFound."""
    wanted = (
        select(
            *(LINKS.c.service_id, LINKS.c.language, LINKS.c.answer, LINKS.c.expires_at, EDITS.c.state, EDITS.c.reason),
            *(EDITS.c.facts, EDITS.c.taken),
            (LINKS.c.used_at.is_(None) & (LINKS.c.expires_at > func.now())).label("is_open"),
        )
        .outerjoin(EDITS, EDITS.c.id == LINKS.c.edit_id)
        .where(LINKS.c.token_digest == digest(token))
    )
    found = session.execute(wanted).mappings().one_or_none()
    if found is None:
        raise NotFound
    return dict(found)
