"""Questions about one referral: by its id, by either of its links, and what each side may know of it."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.events.mediation.domain import SEEN_BY_PROVIDER, Links, Shared
from services.events.mediation.models import Referral, ReferralHelp
from services.events.organisations.models import Organisation
from services.events.organisations.queries import staff_contact
from shared.errors import NotFound
from shared.links import digest


def organisation_of(session: Session, referral_id: UUID) -> UUID:
    """Whose referral it is, which never changes. Raises NotFound."""
    found = session.scalar(select(Referral.organisation_id).where(Referral.id == referral_id))
    if found is None:
        raise NotFound
    return found


def id_by_token(session: Session, token: str) -> UUID:
    """The referral a person's link leads to. Raises NotFound for a link we did not give out, or that is wiped."""
    found = session.scalar(select(Referral.id).where(Referral.token_digest == digest(token)))
    if found is None:
        raise NotFound
    return found


def id_by_answer_token(session: Session, token: str) -> UUID:
    """The referral a provider's link leads to. Raises NotFound for a link we did not give out, or that is wiped."""
    found = session.scalar(select(Referral.id).where(Referral.answer_digest == digest(token)))
    if found is None:
        raise NotFound
    return found


def languages_of(session: Session, referral_id: UUID) -> list[str]:
    """The languages in which the person and whoever asked for them are written to. Raises NoResultFound."""
    wanted = select(Referral.language, Referral.asker_language).where(Referral.id == referral_id)
    return [language for language in session.execute(wanted).one() if language]


def provider_language(session: Session, referral_id: UUID) -> str:
    """The language in which the provider is written to. Raises NoResultFound."""
    return session.scalars(select(Referral.provider_language).where(Referral.id == referral_id)).one()


def referral(session: Session, links: Links, referral_id: UUID) -> dict[str, Any]:
    """All that is known of a referral, with the help that was asked for on its way. Raises NotFound."""
    found = session.execute(
        select(Referral, Organisation.name, Referral.appointment_at > func.now())
        .join(Organisation, Organisation.id == Referral.organisation_id)
        .where(Referral.id == referral_id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound
    one, organisation, lies_ahead = found
    known = {column.name: getattr(one, column.key) for column in Referral.__table__.columns}
    del known["token_digest"], known["answer_digest"]
    link = None if one.wiped_at else links.address(one.id)
    return known | {
        "organisation": organisation,
        "link": link,
        "lies_ahead": bool(lies_ahead),
        "help": _help(session, referral_id),
    }


def _help(session: Session, referral_id: UUID) -> list[dict[str, Any]]:
    columns = (ReferralHelp.id, ReferralHelp.kind, ReferralHelp.state, ReferralHelp.starts_at)
    wanted = select(*columns, ReferralHelp.helper_name, ReferralHelp.link)
    rows = session.execute(wanted.where(ReferralHelp.referral_id == referral_id).order_by(ReferralHelp.id))
    return [dict(row) for row in rows.mappings()]


CONSENTED = {
    Shared.NAME: ("name",),
    Shared.CONTACT: ("phone", "email", "asker_name", "asker_phone", "asker_email"),
    Shared.LANGUAGE: ("language",),
    Shared.TARGET_GROUP: ("target_group",),
    Shared.NEED: ("need",),
}
"""What the person agreed to -> the facts that the provider then sees."""
OPEN_TO_PROVIDER = ("id", "version", "state", "service", "provider_name", "organisation", "by", "opened_at")
ANSWER = ("expires_at", "answered_at", "appointment_at", "venue", "reason", "words")


def as_told_to_provider(session: Session, links: Links, referral_id: UUID) -> dict[str, Any]:
    """What the provider may know of its own referral: its answer, and what the person agreed to while it matters.

    And whom to write to about it: `asked_by` is the work address of the staff member who asked, while they work there.
    Raises NotFound.
    """
    known = referral(session, links, referral_id)
    staff = staff_contact(session, known["organisation_id"], known["staff_id"]) if known["staff_id"] else None
    shares = known["shares"] if known["state"] in SEEN_BY_PROVIDER else []
    agreed = [field for shared in shares for field in CONSENTED[shared]]
    return {field: known[field] for field in (*OPEN_TO_PROVIDER, *ANSWER, *agreed)} | {
        "shares": shares,
        "asked_by": staff.email if staff else None,
    }
