"""Writes on our copies of registrations and sign-ups, and the message that each change of them causes.

A hot path: every registration comes through here, so each step is one statement.
"""

from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from services.notifications.messages.domain.checks import LASTING, Reason
from services.notifications.messages.domain.facts import About, Cause, PartyFacts, PartyState, Place, Terms
from services.notifications.messages.domain.timing import LEAD, Times, window
from services.notifications.messages.models import Occasion
from services.notifications.messages.operations.audience import Addressee, draft, with_texts
from services.notifications.messages.operations.corrections import correct_reminders
from services.notifications.messages.operations.planning import plan
from services.notifications.messages.operations.telling import tell
from services.notifications.messages.queries.about import place_of
from services.notifications.recipients.domain import Purpose
from services.notifications.recipients.operations import meet_recipient, tell_wish
from shared.errors import NotFound
from shared.languages import DEFAULT, chosen

_OCCASION = select(Occasion).with_for_update(read=True)
_TAKE_OVER = text(
    "WITH taken AS (INSERT INTO audience (subject_id, about, occasion_id, recipient_id, party, code, link, language, "
    "any_hour, state, version, told_version, expires_at) VALUES (:subject_id, :about, :occasion_id, :recipient_id, "
    ":party, :code, :link, :language, :any_hour, :state, :version, :told_version, :expires_at) "
    "ON CONFLICT (subject_id) DO UPDATE SET occasion_id = excluded.occasion_id, recipient_id = excluded.recipient_id, "
    "party = excluded.party, code = excluded.code, link = excluded.link, language = excluded.language, "
    "any_hour = excluded.any_hour, state = excluded.state, version = excluded.version, "
    "told_version = greatest(audience.told_version, excluded.told_version), expires_at = excluded.expires_at "
    "WHERE audience.version < excluded.version RETURNING subject_id), "
    "superseded AS (UPDATE messages SET state = 'withdrawn', reason = :reason, changed_at = now() FROM taken "
    "WHERE messages.subject_id = taken.subject_id AND messages.state = 'queued' "
    "AND messages.purpose <> ALL (:lasting)) "
    "SELECT messages.id, EXISTS (SELECT FROM suppressions JOIN recipients USING (address_hmac, channel) "
    "WHERE recipients.id = :recipient_id) AS stopped "
    "FROM taken LEFT JOIN messages ON messages.subject_id = taken.subject_id "
    "AND messages.state = 'queued' AND messages.purpose = ANY (:reminders) "
    "AND messages.occasion_version = :occasion_version"
)
"""No row for a version that is not newer; else a row for each reminder still to be sent, or one that names none.

What was not sent yet of how the party stood is superseded; reminders stay with who still comes. Each also says whether
the owner of the address asked us to send nothing there.
"""


def hear_party(
    session: Session, terms: Terms, facts: PartyFacts, purpose: Purpose | None, cause: Cause, now: datetime
) -> None:
    """Take over where a party stands now and plan the message it gets; what it has not been sent yet is superseded.

    Without a purpose another message says it all.
    A message older than the newest one heard changes nothing. Raises NotFound while its occasion is not known here.
    """
    occasion = session.scalar(_OCCASION.where(Occasion.id == facts.occasion_id))
    if occasion is None:
        raise NotFound
    addressee = _addressee(session, terms, facts, now)
    taken_over = session.execute(_TAKE_OVER, _columns(facts, addressee, occasion)).all()
    if not taken_over:
        return
    if reminders := [row.id for row in taken_over if row.id]:
        correct_reminders(session, terms, occasion, addressee, reminders)
    if taken_over[0].stopped and facts.about == About.REGISTRATION and facts.state != PartyState.CANCELLED:
        tell_wish(session, facts.subject_id, wanted=False)
    if not occasion.on:
        tell(session, terms, occasion.id, now)
    elif purpose is not None:
        times = Times(starts_at=occasion.starts_at, ends_at=occasion.ends_at, expires_at=facts.expires_at)
        when = window(purpose, now, times, terms.quiet_for(any_hour=facts.any_hour))
        one = with_texts(terms, occasion, purpose, [(addressee, _former_place(session, facts))])
        plan(session, terms, [draft(occasion, each, purpose, when, cause, facts.version) for each in one])


def _former_place(session: Session, facts: PartyFacts) -> Place | None:
    """Where and when the party had its places until it was moved, as far as that date is known here."""
    former = session.get(Occasion, facts.moved_from) if facts.moved_from else None
    return place_of(former) if former else None


def _addressee(session: Session, terms: Terms, facts: PartyFacts, now: datetime) -> Addressee:
    address = facts.address
    agreed_by = None if facts.state == PartyState.CANCELLED else f"{facts.about} {facts.subject_id}"
    return Addressee(
        subject_id=facts.subject_id,
        about=facts.about,
        state=facts.state,
        recipient_id=meet_recipient(session, address, terms.key, now, agreed_by=agreed_by) if address else None,
        party=facts.party,
        code=facts.code,
        link=facts.link,
        language=chosen(facts.language) or DEFAULT,
        any_hour=facts.any_hour,
        expires_at=facts.expires_at,
        channel=address.channel if address else "",
        country=address.country if address else "",
        fault=address.fault if address else None,
    )


def _columns(facts: PartyFacts, addressee: Addressee, occasion: Occasion) -> dict[str, object]:
    """Who registers for what takes place is told its facts at once; who registers for what is off is told that."""
    left = facts.state == PartyState.CANCELLED
    reminders = sorted(LEAD) if facts.state == PartyState.CONFIRMED else []
    return {
        "lasting": [*sorted(LASTING), *reminders],
        "reminders": reminders,
        "occasion_version": occasion.version,
        "subject_id": facts.subject_id,
        "about": facts.about,
        "occasion_id": occasion.id,
        "recipient_id": addressee.recipient_id,
        "party": facts.party,
        "code": facts.code,
        "link": facts.link,
        "language": addressee.language,
        "any_hour": facts.any_hour,
        "state": facts.state,
        "version": facts.version,
        "told_version": occasion.version if occasion.on else 0,
        "expires_at": facts.expires_at,
        "reason": Reason.NO_LONGER_WANTED if left else Reason.STALE_VERSION,
    }
