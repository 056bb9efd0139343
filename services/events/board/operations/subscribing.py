"""News by e-mail: asking for it, proving the address, getting it every Monday, and ending it."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.events.board.domain import (
    CONFIRMED_WITHIN,
    DIGEST,
    LAPSES,
    SETTLED,
    ZONE,
    SubscriptionIsOver,
    SubscriptionLinks,
    next_digest,
)
from services.events.board.models import BoardDigest, BoardSubscription
from services.events.board.queries import news_since
from shared.contracts.events import DigestDue, SubscriptionAsked
from shared.contracts.parts import Contact, Headline, Remains, Whose
from shared.database import moment
from shared.links import digest
from shared.messaging import outbox
from shared.messaging.due import schedule, unschedule
from shared.messaging.erasing import counted, under


def ask_for_news(
    session: Session, links: SubscriptionLinks, *, email: str, language: str, categories: Sequence[str]
) -> None:
    """Send a link to the address; nothing more is sent there unless it is used within CONFIRMED_WITHIN.

    The same happens for an address that gets news already, so that nobody can find out whose do.
    """
    id_, expires_at = uuid7(), moment(session) + CONFIRMED_WITHIN
    new = BoardSubscription(
        id=id_,
        email=email.lower(),
        language=language,
        categories=sorted(set(categories)),
        confirm_digest=digest(links.token("confirm", id_)),
        stop_digest=digest(links.token("stop", id_)),
        digests=0,
    )
    session.add(new)
    session.flush()
    contact = Contact(channel="email", email=new.email, language=language, any_hour=True)
    message = SubscriptionAsked(contact=contact, link=links.address("confirm", id_), expires_at=expires_at)
    outbox.publish(session, message, subject=id_, version=1)
    schedule(session, LAPSES, id_, expires_at)


def confirm_subscription(session: Session, token: str) -> None:
    """Begin to send news; what the address had asked for before ends. Doing it twice changes nothing.

    Raises SubscriptionIsOver for a link that is forged, too old, or of a subscription that has ended.
    """
    known = select(BoardSubscription.email).where(BoardSubscription.confirm_digest == digest(token))
    theirs = select(BoardSubscription).where(BoardSubscription.email == session.scalar(known))
    locked = session.scalars(theirs.order_by(BoardSubscription.id).with_for_update(key_share=True)).all()
    mine = next((one for one in locked if one.confirm_digest == digest(token)), None)
    if mine is None:
        raise SubscriptionIsOver
    if mine.confirmed_at is not None:
        return
    told_until = moment(session) - SETTLED
    for other in locked:
        if other.confirmed_at is not None and other.told_until is not None:
            told_until = other.told_until
        if other is not mine:
            end_subscription(session, other.id)
    session.flush()
    mine.confirmed_at, mine.told_until = moment(session), told_until
    session.flush()
    unschedule(session, LAPSES, mine.id)
    schedule(session, DIGEST, mine.id, next_digest(moment(session)))


def stop_subscription(session: Session, token: str) -> None:
    """Send no more news, and forget the address. Doing it twice, or with a link of nothing, changes nothing."""
    known = select(BoardSubscription.id).where(BoardSubscription.stop_digest == digest(token))
    subscription_id = session.scalar(known.with_for_update(key_share=True))
    if subscription_id is not None:
        end_subscription(session, subscription_id)


def end_subscription(session: Session, subscription_id: UUID) -> None:
    """Forget a subscription and all that is due for it."""
    session.execute(delete(BoardSubscription).where(BoardSubscription.id == subscription_id))
    unschedule(session, LAPSES, subscription_id)
    unschedule(session, DIGEST, subscription_id)


def erase_subscriptions(session: Session, whose: Whose) -> tuple[tuple[Remains, ...], tuple[Remains, ...]]:
    """End every subscription of an address, also those that it never confirmed. Nothing stays."""
    theirs = select(BoardSubscription.id).where(under(whose, email=BoardSubscription.email))
    locked = session.scalars(theirs.order_by(BoardSubscription.id).with_for_update(key_share=True)).all()
    for subscription_id in locked:
        end_subscription(session, subscription_id)
    return counted(("subscription", len(locked))), ()


def lapse_subscription(session: Session, subscription_id: UUID) -> None:
    """Forget a subscription that nobody has confirmed in time."""
    unproved = (BoardSubscription.id == subscription_id, BoardSubscription.confirmed_at.is_(None))
    session.execute(delete(BoardSubscription).where(*unproved))


def send_digest(session: Session, links: SubscriptionLinks, subscription_id: UUID) -> None:
    """Send a subscriber what is new on the board since the last time, if anything is, and come again next Monday."""
    wanted = select(BoardSubscription).where(BoardSubscription.id == subscription_id)
    subscription = session.scalar(wanted.with_for_update(key_share=True))
    if subscription is None or subscription.told_until is None:
        return
    until = moment(session) - SETTLED
    schedule(session, DIGEST, subscription.id, next_digest(moment(session)))
    news = news_since(session, subscription.told_until, until, subscription.categories)
    subscription.told_until = until
    if not news:
        return
    subscription.digests += 1
    board, asked = f"{links.public_url}/board", f"?lang={subscription.language}"
    message = DigestDue(
        contact=Contact(channel="email", email=subscription.email, language=subscription.language),
        posts=tuple(Headline(title=post["title"], link=f"{board}/{post['id']}{asked}") for post in news),
        stop_link=links.address("stop", subscription.id),
    )
    outbox.publish(session, message, subject=subscription.id, version=subscription.digests)
    _count(session, {post["organisation_id"] for post in news}, subscription.language)


def _count(session: Session, organisation_ids: Collection[UUID], language: str) -> None:
    """A digest counts once for each organisation whose news it carries."""
    day = moment(session).astimezone(ZONE).date()
    rows = [{"id": uuid7(), "organisation_id": id_, "sent_on": day, "language": language} for id_ in organisation_ids]
    session.execute(insert(BoardDigest), rows)
