"""Writes: meeting an address for the first time, recording agreement, and never writing to it again."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, delete, exists, func, literal, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.notifications.recipients.domain import ERASED, Address, Agreement, HasSaidStop, address_hmac
from services.notifications.recipients.models import Consent, Listed, Recipient, Suppression
from shared.audit import audit
from shared.contracts.notifications import ConsentChanged
from shared.messaging.outbox import publish

_MEET = text(
    "WITH known AS (SELECT id FROM recipients WHERE channel = :channel AND address = :address FOR SHARE), "
    "alike AS (SELECT id FROM recipients WHERE channel = :channel AND address_hmac = :hmac "
    "AND NOT EXISTS (SELECT FROM known) ORDER BY id FOR SHARE), "
    "made AS (INSERT INTO recipients (id, channel, address, address_hmac, country, fault) "
    "SELECT :id, :channel, :address, :hmac, :country, CAST(:fault AS text) WHERE NOT EXISTS (SELECT FROM known) "
    "AND (SELECT count(*) FROM alike) >= 0 "
    "ON CONFLICT DO NOTHING RETURNING id), "
    "who AS (SELECT id FROM known UNION ALL SELECT id FROM made), "
    "agreed AS (INSERT INTO consents (recipient_id, purpose, evidence, given, at) "
    "SELECT id, 'messages', CAST(:evidence AS text), true, :now FROM who WHERE CAST(:evidence AS text) IS NOT NULL "
    "ON CONFLICT DO NOTHING) "
    "SELECT id FROM who"
)
"""One round trip, since every registration makes it. Who says stop meanwhile waits, and then sees the registration.

An address in a new spelling waits in turn for whoever says stop with another spelling of it (`alike`).
"""


def meet_recipient(
    session: Session, address: Address, key: bytes, now: datetime, *, agreed_by: str | None = None
) -> UUID:
    """The recipient of this address, made on first sight; with `agreed_by` the act by which they agreed to messages."""
    values = {
        "id": uuid7(),
        "channel": address.channel,
        "address": address.value,
        "hmac": address_hmac(address.value, key),
        "country": address.country,
        "fault": address.fault,
        "evidence": agreed_by,
        "now": now,
    }
    while (found := session.scalar(_MEET, values)) is None:
        pass  # somebody else was making it, and has committed since: the next look sees it
    return UUID(str(found))


def suppress(session: Session, recipient_id: UUID, *, kind: str, reason: str, source: str, now: datetime) -> bool:
    """Send nothing more to this address; answers whether that is new. `kind` is `stop` or `unsubscribe`.

    Whoever counts on reaching its owner is told.
    """
    hold(session, recipient_id)
    who = select(
        Recipient.address_hmac,
        Recipient.channel,
        literal(kind),
        literal(reason),
        literal(source),
        literal(now),
    ).where(Recipient.id == recipient_id)
    new = session.scalar(
        insert(Suppression)
        .from_select(["address_hmac", "channel", "kind", "reason", "source", "at"], who)
        .on_conflict_do_nothing()
        .returning(Suppression.at)
    )
    _record_consent(session, recipient_id, source, now, given=False)
    agree(session, recipient_id, (), source=source, language="", now=now)
    if new is not None:
        _tell(session, recipient_id, wanted=False)
    return new is not None


def allow_again(session: Session, recipient_id: UUID, *, source: str, now: datetime) -> None:
    """Send to this address again, because its owner asked for it; whoever counts on reaching them is told."""
    hold(session, recipient_id)
    of_recipient = exists().where(
        Recipient.id == recipient_id,
        Recipient.address_hmac == Suppression.address_hmac,
        Recipient.channel == Suppression.channel,
    )
    stopped = session.scalar(delete(Suppression).where(of_recipient).returning(Suppression.at))
    _record_consent(session, recipient_id, source, now, given=True)
    if stopped is not None:
        _tell(session, recipient_id, wanted=True)


_ALIKE = (
    "FROM recipients AS who JOIN recipients AS alike USING (address_hmac, channel) "
    "{} WHERE who.id = :recipient_id AND address_hmac <> '' "
)
"""All spellings of an address that is not erased: a suppression is one for all of them."""
_HOLD = text("SELECT alike.id " + _ALIKE.format("") + "ORDER BY alike.id FOR NO KEY UPDATE OF alike")
_AHEAD = text(
    "SELECT audience.subject_id "
    + _ALIKE.format(
        "JOIN audience ON audience.recipient_id = alike.id JOIN occasions ON occasions.id = audience.occasion_id"
    )
    + "AND audience.about = 'registration' AND audience.state <> 'cancelled' AND occasions.ends_at > now() "
    "ORDER BY audience.subject_id"
)
"""Both tables are of a feature that stands on this one; only registrations count on whom a message reaches."""


def hold(session: Session, recipient_id: UUID) -> None:
    """Let nobody else stop, start, register with or erase this address until the transaction ends, however it is spelt.

    It is locked before what hangs on it (decision 0012), and looked for twice: another spelling may have come while
    the first look waited, and none comes after that.
    """
    for _look in range(2):
        session.execute(_HOLD, {"recipient_id": recipient_id})


def _tell(session: Session, recipient_id: UUID, *, wanted: bool) -> None:
    for subject_id in session.scalars(_AHEAD, {"recipient_id": recipient_id}).all():
        tell_wish(session, subject_id, wanted=wanted)


def tell_wish(session: Session, registration_id: UUID, *, wanted: bool) -> None:
    """Tell `events` whether the party of a registration is written to at its address."""
    at = session.scalars(select(func.clock_timestamp())).one()  # not when the transaction began: another held the row
    changed = ConsentChanged(about="registration", subject_id=registration_id, wanted=wanted, at=at)
    publish(session, changed, subject=registration_id, version=1)


def _record_consent(
    session: Session, recipient_id: UUID, source: str, now: datetime, *, given: bool, purpose: str = "messages"
) -> None:
    """Keep what the owner of the address agreed to or took back, and the act it can be proved by."""
    row = {"recipient_id": recipient_id, "purpose": purpose, "given": given, "at": now}
    evidence = f"{source} {now.isoformat()}"
    session.execute(insert(Consent).values(row | {"evidence": evidence}).on_conflict_do_nothing())


def agree(
    session: Session, recipient_id: UUID, topics: Collection[str], *, source: str, language: str, now: datetime
) -> None:
    """Let the owner of an address hear of these topics and no others, whoever shares it; what changes is kept.

    Raises HasSaidStop where nothing is sent to the address at all.
    """
    known = session.scalars(_LISTED.where(Listed.recipient_id == recipient_id)).all()
    before = {topic for person in known for topic in person.topics}
    _refuse_stopped(session, recipient_id, wanted=bool(topics))
    for person in known:
        kept = [topic for topic in person.topics if topic in topics]
        if kept:
            person.topics = kept
        else:
            session.delete(person)
    new = sorted(set(topics) - before)
    staying = [person for person in known if set(person.topics) & set(topics)]
    session.flush()
    if new and staying:
        staying[0].topics = sorted({*staying[0].topics, *new})
    elif new:
        _list(session, recipient_id, Person(language, "", ""), new, source, None, now)
    for topic in sorted(before ^ set(topics)):
        _record_consent(session, recipient_id, source, now, given=topic in topics, purpose=topic)


def note_agreement(session: Session, address: Address, agreement: Agreement, key: bytes, now: datetime) -> UUID:
    """Note what somebody told one of us that they agree to hear about; twice changes nothing. The recipient's id.

    Raises HasSaidStop for an address to which nothing is sent.
    """
    recipient_id = meet_recipient(session, address, key, now)
    _refuse_stopped(session, recipient_id, wanted=True)
    who = Person(agreement.language, agreement.target_group, agreement.area)
    _list(session, recipient_id, who, agreement.topics, agreement.how, agreement.noted_by, now)
    for topic in agreement.topics:
        _record_consent(session, recipient_id, agreement.how, now, given=True, purpose=topic)
    audit(session, agreement.noted_by, "agreement_noted", recipient_id)
    return recipient_id


_LISTED = select(Listed).order_by(Listed.at.desc(), Listed.id).with_for_update(key_share=True)


class Person(NamedTuple):
    """Who somebody behind an address says they are."""

    language: str
    target_group: str
    area: str


def _list(
    session: Session,
    recipient_id: UUID,
    who: Person,
    topics: Collection[str],
    how: str,
    noted_by: UUID | None,
    now: datetime,
) -> None:
    new = insert(Listed).values(
        id=uuid7(),
        recipient_id=recipient_id,
        **who._asdict(),
        topics=list(topics),
        how=how,
        noted_by=noted_by,
        at=now,
    )
    both = text("ARRAY(SELECT DISTINCT unnest(listed.topics || excluded.topics) ORDER BY 1)")
    session.execute(
        new.on_conflict_do_update(
            index_elements=["recipient_id", "language", "target_group", "area"], set_={"topics": both}
        )
    )


def _refuse_stopped(session: Session, recipient_id: UUID, *, wanted: bool) -> None:
    stopped = select(Suppression.at).join(
        Recipient,
        and_(Recipient.address_hmac == Suppression.address_hmac, Recipient.channel == Suppression.channel),
    )
    if wanted and session.scalar(stopped.where(Recipient.id == recipient_id)):
        raise HasSaidStop


def prefer(session: Session, recipient_id: UUID, *, wanted: bool, source: str, now: datetime) -> None:
    """Do what the owner of an address wants, however often they say it."""
    if wanted:
        allow_again(session, recipient_id, source=source, now=now)
    else:
        suppress(session, recipient_id, kind="unsubscribe", reason="asked by link", source=source, now=now)


def erase_agreements(session: Session, recipient_id: UUID) -> None:
    """Erase what the owner of an address agreed to, and the topics they want to hear about.

    A suppression stays: it is known by its digest alone, so that the address is not written to again.
    """
    session.execute(delete(Consent).where(Consent.recipient_id == recipient_id))
    session.execute(delete(Listed).where(Listed.recipient_id == recipient_id))


def erase_recipient(session: Session, recipient_id: UUID) -> None:
    """Erase an address and what its owner agreed to. The row stays without it, since messages are counted by it."""
    erase_agreements(session, recipient_id)
    nobody = {"address": str(recipient_id), "address_hmac": "", "country": "", "fault": ERASED}
    session.execute(update(Recipient).where(Recipient.id == recipient_id).values(nobody))
