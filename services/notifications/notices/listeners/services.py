"""What notices hears of mediation, of the directory, of the kiosk, of the board, and of invitations."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from services.notifications.messages.domain.facts import About, Appointment, Terms
from services.notifications.notices.domain.letters import ANSWERED_WITHIN, KEPT, Letter, Values
from services.notifications.notices.domain.wording import (
    AnswerFacts,
    answered_values,
    digest_values,
    ended_values,
    judged_values,
    named_values,
)
from services.notifications.notices.listeners.hearing import Subscriptions, both, cause, matter, to
from services.notifications.notices.operations import hear_matter, raise_alarm
from services.notifications.recipients.domain import Purpose
from services.notifications.templates.domain.staff_phrases import JUDGED
from shared.contracts import events
from shared.contracts.envelope import Envelope
from shared.contracts.invitations import RepresentativeInvited, RepresentativeUninvited
from shared.contracts.organisations import PostJudged
from shared.contracts.parts import Contact
from shared.database import moment
from shared.languages import DEFAULT, chosen, text_for


def _to_both(
    message: events.ReferralFacts, purpose: Purpose, values: Values, until: datetime, asks_until: datetime | None = None
) -> Iterator[Letter]:
    """The same to the person and to whoever asked for them, who passes it on where nobody writes to the person."""
    for contact, call in both(message.person, message.asker):
        yield Letter(
            to=to(contact),
            purpose=purpose,
            values=values,
            link=message.link,
            until=until,
            asks_until=asks_until,
            agreed=True,
            call=call,
        )


def hear_asked(terms: Terms, session: Session, message: events.ReferralAsked, envelope: Envelope) -> None:
    """A provider is asked to take a person, or reminded of it."""
    expires = {"expires": message.expires_at}
    letter = Letter(
        to=to(message.provider),
        purpose=Purpose.REFERRAL_REMINDED if message.reminder else Purpose.REFERRAL_ASKED,
        values=named_values({"service": message.service}, expires, terms.zone, link=message.provider_link),
        link=message.provider_link,
        until=message.expires_at,
    )
    asked = matter(About.REFERRAL, envelope)
    hear_matter(session, terms, asked, [letter], cause(session, envelope), moment(session))


def hear_answered(terms: Terms, session: Session, message: events.ReferralAnswered, envelope: Envelope) -> None:
    """A provider answered; who asked reads it, with the date if there is one."""
    now, at = moment(session), message.appointment_at
    facts = AnswerFacts(
        service=message.service,
        provider=message.provider_name,
        answer=message.answer,
        reason=message.reason,
        at=at,
        venue=message.venue,
        changed=message.changed,
    )
    values = answered_values(facts, terms.zone, message.link)
    until = at if at and at > now else now + KEPT
    letters = list(_to_both(message, Purpose.REFERRAL_ANSWERED, values, until))
    if message.changed and at:
        letters.append(_to_provider(message, at, until, terms.zone))
    hear_matter(session, terms, matter(About.REFERRAL, envelope), letters, cause(session, envelope), now)


def _to_provider(message: events.ReferralAnswered, at: datetime, until: datetime, zone: ZoneInfo) -> Letter:
    """What is agreed from now on: staff may have noted it, or a colleague there."""
    own = {"venue": message.venue, "link": message.provider_link}
    return Letter(
        to=to(message.provider),
        purpose=Purpose.REFERRAL_MOVED,
        values=named_values({"service": message.service}, {"when": at}, zone, **own),
        link=message.provider_link,
        until=until,
    )


def hear_closed(terms: Terms, session: Session, message: events.ReferralClosed, envelope: Envelope) -> None:
    """A mediation ended without a service: all three sides hear why, the provider if it had heard of it."""
    now = moment(session)
    values = ended_values(message.service, message.provider_name, message.outcome, message.link)
    ending = "expired_provider" if message.outcome == "expired" else message.outcome
    provider = Letter(
        to=to(message.provider),
        purpose=Purpose.REFERRAL_CLOSED,
        values=ended_values(message.service, message.provider_name, ending, message.provider_link),
        link=message.provider_link,
        until=now + KEPT,
        if_told=True,
    )
    letters = [*_to_both(message, Purpose.REFERRAL_CLOSED, values, now + KEPT), provider]
    closed = matter(About.REFERRAL, envelope, over=True)
    hear_matter(session, terms, closed, letters, cause(session, envelope), now)


def hear_followed_up(terms: Terms, session: Session, message: events.ReferralFollowedUp, envelope: Envelope) -> None:
    """A person is asked whether they got the service; a text of theirs answers."""
    now = moment(session)
    values = named_values(
        {"service": message.service}, {}, terms.zone, provider=message.provider_name, link=message.link
    )
    asked = list(_to_both(message, Purpose.REFERRAL_FOLLOWED_UP, values, now + KEPT, now + ANSWERED_WITHIN))
    hear_matter(session, terms, matter(About.REFERRAL, envelope), asked, cause(session, envelope), now)


def _tell(
    terms: Terms, session: Session, about: About, envelope: Envelope, contact: Contact, purpose: Purpose, **facts: Any
) -> None:
    """One letter to one person about a thing of its own; of use for two days unless said."""
    now = moment(session)
    letter = Letter(**{"to": to(contact), "purpose": purpose, "until": now + KEPT, **facts})
    hear_matter(session, terms, matter(about, envelope), [letter], cause(session, envelope), now)


def hear_check(terms: Terms, session: Session, message: events.ServiceCheckAsked, envelope: Envelope) -> None:
    """A provider is asked whether an entry of the directory still holds."""
    expires = {"expires": message.expires_at}
    values = named_values({"service": message.service}, expires, terms.zone, link=message.link)
    facts: dict[str, Any] = {"values": values, "link": message.link, "until": message.expires_at}
    _tell(terms, session, About.SERVICE, envelope, message.provider, Purpose.SERVICE_CHECK_ASKED, **facts)


def hear_take_away(terms: Terms, session: Session, message: events.TakeAwayAsked, envelope: Envelope) -> None:
    """Somebody at the kiosk takes a page along."""
    values = named_values({"words": message.text}, {}, terms.zone, link=message.link)
    facts: dict[str, Any] = {"values": values, "link": message.link}
    _tell(terms, session, About.TAKE_AWAY, envelope, message.contact, Purpose.TAKE_AWAY, **facts)


def hear_subscription(terms: Terms, session: Session, message: events.SubscriptionAsked, envelope: Envelope) -> None:
    """Somebody typed an address that wants the news; only whoever reads it can say yes."""
    values = named_values({}, {"expires": message.expires_at}, terms.zone, link=message.link)
    facts: dict[str, Any] = {"values": values, "link": message.link, "until": message.expires_at}
    _tell(terms, session, About.SUBSCRIPTION, envelope, message.contact, Purpose.SUBSCRIPTION_ASKED, **facts)


def hear_digest(terms: Terms, session: Session, message: events.DigestDue, envelope: Envelope) -> None:
    """The news of the board for one subscriber; a digest without posts is not sent."""
    if message.posts:
        values = digest_values([(post.title, post.link) for post in message.posts], message.stop_link)
        facts: dict[str, Any] = {"values": values, "link": message.stop_link, "agreed": True}
        _tell(terms, session, About.SUBSCRIPTION, envelope, message.contact, Purpose.DIGEST, **facts)


def hear_judged(terms: Terms, session: Session, message: PostJudged, envelope: Envelope) -> None:
    """What became of a post, for the one of the staff who wrote it; what we have no words for is not told."""
    if message.decision in JUDGED:
        now = moment(session)
        letter = Letter(
            to=to(message.contact),
            purpose=Purpose.POST_JUDGED,
            values=judged_values(message.title, message.decision, message.reason, message.link),
            link=message.link,
            until=now + KEPT,
        )
        raise_alarm(session, terms, matter(About.ALARM, envelope, raised=True), letter, cause(session, envelope), now)


def hear_invited(terms: Terms, session: Session, message: RepresentativeInvited, envelope: Envelope) -> None:
    """A partner's representative is invited, again if the date has moved; the mail brings an entry for their calendar.

    Who knows of the invitation hears that the date is off, and their entry is taken away.
    """
    off = message.state == "cancelled"
    purpose = Purpose.REPRESENTATIVE_CANCELLED if off else Purpose.REPRESENTATIVE_INVITED
    _tell_guest(terms, session, message, envelope, purpose, link=message.link, over=off)


def hear_uninvited(terms: Terms, session: Session, message: RepresentativeUninvited, envelope: Envelope) -> None:
    """Who knows of an invitation hears that they need not come, and their entry is taken away; others hear nothing."""
    _tell_guest(terms, session, message, envelope, Purpose.REPRESENTATIVE_UNINVITED, link=None, over=True)


def _tell_guest(
    terms: Terms,
    session: Session,
    message: RepresentativeInvited | RepresentativeUninvited,
    envelope: Envelope,
    purpose: Purpose,
    *,
    link: str | None,
    over: bool,
) -> None:
    """One letter about an invitation; of what is over only whoever has heard of it is told."""
    language = chosen(message.contact.language) or DEFAULT
    appointment = Appointment(
        summary=text_for(message.title, language)[0],
        organisation=message.organisation,
        venue=message.venue,
        starts_at=message.starts_at,
        ends_at=message.ends_at,
        zone=message.zone,
        version=envelope.version,
    )
    own = {"organisation": message.organisation, "venue": message.venue} | ({"link": link} if link else {})
    values = named_values({"title": message.title}, {"when": message.starts_at}, ZoneInfo(message.zone), **own)
    letter = Letter(
        to=to(message.contact),
        purpose=purpose,
        values=values,
        link=link or "",
        until=message.ends_at,
        if_told=over,
        appointment=appointment,
    )
    invitation = matter(About.INVITATION, envelope, over=over)
    hear_matter(session, terms, invitation, [letter], cause(session, envelope), moment(session))


SUBSCRIPTIONS: Subscriptions = {
    events.ReferralAsked: hear_asked,
    events.ReferralAnswered: hear_answered,
    events.ReferralClosed: hear_closed,
    events.ReferralFollowedUp: hear_followed_up,
    events.ServiceCheckAsked: hear_check,
    events.TakeAwayAsked: hear_take_away,
    events.SubscriptionAsked: hear_subscription,
    events.DigestDue: hear_digest,
    PostJudged: hear_judged,
    RepresentativeInvited: hear_invited,
    RepresentativeUninvited: hear_uninvited,
}
