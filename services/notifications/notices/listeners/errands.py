"""What notices hears of help to one person: requests, offers to volunteers, visits, alarms."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from services.notifications.messages.domain.facts import About, Terms
from services.notifications.notices.domain.letters import KEPT, Letter, Values, useful_until
from services.notifications.notices.domain.wording import (
    ErrandFacts,
    alarm_values,
    closed_for_helper,
    closed_values,
    errand_values,
    news_values,
    not_needed_values,
    offered_values,
    same_values,
    sought_anew_values,
    waiting_values,
)
from services.notifications.notices.listeners.hearing import Subscriptions, both, cause, matter, to
from services.notifications.notices.operations import hear_matter, raise_alarm
from services.notifications.recipients.domain import Purpose
from shared.contracts import events, organisations, visits, volunteers
from shared.contracts.envelope import Envelope
from shared.contracts.parts import Contact, Errand
from shared.database import moment

NEWS_OF_END = ("unmet", "cancelled")
"""Ends of which the person does not know by having been there."""


def _facts(errand: Errand, **series: datetime | None) -> ErrandFacts:
    return ErrandFacts(
        kind=errand.kind,
        starts_at=errand.starts_at,
        ends_at=errand.ends_at,
        zone=errand.zone,
        area=errand.area,
        destination=errand.destination,
        appointment_at=errand.appointment_at,
        **series,
    )


def _to_both(
    message: volunteers.RequestFacts, purpose: Purpose, values: Values, until: datetime, *, is_news: bool = True
) -> Iterator[Letter]:
    """The same to the person and to whoever asked for them, who passes on what `is_news` to whom nobody writes."""
    same: dict[str, Any] = {"purpose": purpose, "values": values, "link": message.link, "until": until, "agreed": True}
    for contact, call in both(message.person, message.asker):
        yield Letter(to=to(contact), call=call if is_news else "", **same)


def _to_helper(helper: Contact, errand: ErrandFacts, outcome: str, until: datetime) -> Letter:
    """What has become of the visit that the helper had promised."""
    values = closed_for_helper(errand, outcome)
    return Letter(to=to(helper), purpose=Purpose.REQUEST_CLOSED, values=values, link="", until=until)


def hear_opened(terms: Terms, session: Session, message: volunteers.RequestOpened, envelope: Envelope) -> None:
    """Help was asked for; of a weekly request the first tells of the whole."""
    now = moment(session)
    errand = _facts(message.errand, return_at=message.return_at, last_at=message.last_at)
    values = errand_values(errand, link=message.link, code=message.code)
    letters = list(_to_both(message, Purpose.REQUEST_OPENED, values, useful_until(message.errand.starts_at, now)))
    if message.of_series:
        letters = []
    hear_matter(session, terms, matter(About.REQUEST, envelope), letters, cause(session, envelope), now)


def hear_reopened(terms: Terms, session: Session, message: volunteers.RequestReopened, envelope: Envelope) -> None:
    """A helper cannot come: whoever waits hears it, and so does the other of two."""
    now, errand = moment(session), _facts(message.errand)
    until = useful_until(errand.starts_at, now)
    letters = list(_to_both(message, Purpose.REQUEST_REOPENED, errand_values(errand, link=message.link), until))
    if message.helper:
        letters.append(_to_helper(message.helper, errand, "reopened", until))
    hear_matter(session, terms, matter(About.REQUEST, envelope), letters, cause(session, envelope), now)


def hear_moved(terms: Terms, session: Session, message: volunteers.RequestMoved, envelope: Envelope) -> None:
    """Somebody is sought for another time, or other needs; who had promised the old reads which promise is released.

    Of weeks that are moved together, one tells of the whole.
    """
    now, errand = moment(session), _facts(message.errand)
    until = useful_until(errand.starts_at, now)
    values = sought_anew_values(_facts(message.errand, last_at=message.last_at), message.what, message.link)
    letters = [] if message.of_series else list(_to_both(message, Purpose.REQUEST_MOVED, values, until))
    if message.helper:
        promised = _facts(message.was) if message.was else errand
        letters.append(_to_helper(message.helper, promised, "needs" if message.what == "needs" else "moved", until))
    hear_matter(session, terms, matter(About.REQUEST, envelope), letters, cause(session, envelope), now)


def hear_assigned(terms: Terms, session: Session, message: volunteers.RequestAssigned, envelope: Envelope) -> None:
    """A volunteer helps: the person reads who all come, the volunteer who else does and where to look for the rest."""
    now, errand = moment(session), _facts(message.errand)
    until = useful_until(errand.starts_at, now)
    who = ", ".join(message.helper_names) or message.helper_name
    values = errand_values(errand, link=message.link, helper=who)
    helper = Letter(
        to=to(message.helper),
        purpose=Purpose.REQUEST_TAKEN,
        values=errand_values(errand, link=message.helper_link, beside=", ".join(message.beside)),
        link=message.helper_link,
        until=until,
        agreed=True,
        visit_at=errand.starts_at,
    )
    letters = [*_to_both(message, Purpose.REQUEST_ASSIGNED, values, until), helper]
    hear_matter(session, terms, matter(About.REQUEST, envelope), letters, cause(session, envelope), now)


def hear_closed(terms: Terms, session: Session, message: volunteers.RequestClosed, envelope: Envelope) -> None:
    """A request ended: the person hears how; the volunteer that it is called off, or thanks, or that they were missed.

    Who found nobody there knows it. Of help about which nobody has said a word for days nothing is claimed; of a weekly
    request that is stopped, one tells of the whole.
    """
    now, errand = moment(session), _facts(message.errand)
    until = useful_until(errand.starts_at, now)
    whole = _facts(message.errand, last_at=message.last_at)
    values = closed_values(whole, message.outcome, message.link, terms.phone)
    is_news = message.outcome in NEWS_OF_END and message.by not in ("person", "asker")
    both_read = _to_both(message, Purpose.REQUEST_CLOSED, values, until, is_news=is_news)
    letters = [] if message.of_series else list(both_read)
    if message.helper and (message.outcome != "no_show" or message.reason == "helper"):
        letters.append(_to_helper(message.helper, errand, message.outcome, until))
    if message.unsaid:
        letters.clear()
    closed = matter(About.REQUEST, envelope, over=True)
    hear_matter(session, terms, closed, letters, cause(session, envelope), now)


def hear_offered(terms: Terms, session: Session, message: volunteers.RequestOffered, envelope: Envelope) -> None:
    """A volunteer is asked; a text of theirs answers as long as a yes counts."""
    letter = Letter(
        to=to(message.volunteer),
        purpose=Purpose.REQUEST_OFFERED,
        values=offered_values(
            _facts(message.errand),
            message.link,
            message.expires_at,
            (message.asking, message.asked_for),
            message.return_at,
        ),
        link=message.link,
        until=message.expires_at,
        asks_until=message.counts_until or message.expires_at,
        agreed=True,
    )
    hear_matter(session, terms, matter(About.OFFER, envelope), [letter], cause(session, envelope), moment(session))


def hear_withdrawn(
    terms: Terms, session: Session, message: volunteers.RequestOfferWithdrawn, envelope: Envelope
) -> None:
    """Whoever was asked need not answer any more; who had not heard the question yet hears nothing."""
    now = moment(session)
    letter = Letter(
        to=to(message.volunteer),
        purpose=Purpose.REQUEST_OFFER_WITHDRAWN,
        values=not_needed_values(_facts(message.errand), message.reason),
        link="",
        until=useful_until(message.errand.starts_at, now),
        if_told=True,
    )
    hear_matter(session, terms, matter(About.OFFER, envelope, over=True), [letter], cause(session, envelope), now)


def hear_answered(
    terms: Terms, session: Session, _message: volunteers.RequestOfferAnswered, envelope: Envelope
) -> None:
    """A volunteer has answered: nobody is told, and no text of theirs is taken for the answer any more."""
    answered = matter(About.OFFER, envelope, over=True)
    hear_matter(session, terms, answered, [], cause(session, envelope), moment(session))


def hear_informed(terms: Terms, session: Session, message: volunteers.HelperInformed, envelope: Envelope) -> None:
    """News of a promise that holds; not once the request has ended."""
    now, errand = moment(session), _facts(message.errand)
    letter = Letter(
        to=to(message.helper),
        purpose=Purpose.HELPER_INFORMED,
        values=news_values(errand, message.news, message.beside, message.link),
        link=message.link,
        until=useful_until(errand.starts_at, now),
    )
    informed = matter(About.VISIT, envelope, over=True, raised=True)
    raise_alarm(session, terms, informed, letter, cause(session, envelope), now)


def hear_overdue(terms: Terms, session: Session, message: volunteers.VisitOverdue, envelope: Envelope) -> None:
    """A helper has not said that the visit is over; nobody asks if the request has been closed since.

    A yes says that all is well, a no that they need help.
    """
    now = moment(session)
    letter = Letter(
        to=to(message.helper),
        purpose=Purpose.VISIT_OVERDUE,
        values=errand_values(_facts(message.errand), link=message.link),
        link=message.link,
        until=now + KEPT,
        asks_until=now + KEPT,
        visit_at=message.errand.starts_at,
    )
    overdue = matter(About.VISIT, envelope, over=True, raised=True)
    raise_alarm(session, terms, overdue, letter, cause(session, envelope), now)


def hear_called(terms: Terms, session: Session, message: visits.HelpCalled, envelope: Envelope) -> None:
    """A helper has called for help by text: they read at once that it was heard, also if the visit is over."""
    now = moment(session)
    letter = Letter(
        to=to(message.helper),
        purpose=Purpose.HELP_CALLED,
        values=same_values(phone=terms.phone),
        link="",
        until=now + KEPT,
    )
    raise_alarm(session, terms, matter(About.VISIT, envelope, raised=True), letter, cause(session, envelope), now)


def hear_alerted(terms: Terms, session: Session, message: events.StaffAlerted, envelope: Envelope) -> None:
    """Somebody of the staff must act at once."""
    now = moment(session)
    letter = Letter(
        to=to(message.contact),
        purpose=Purpose.STAFF_ALERTED,
        values=alarm_values(_facts(message.errand), message.alarm, message.link, message.asking, message.answer_by),
        link=message.link,
        until=now + KEPT,
    )
    raise_alarm(session, terms, matter(About.ALARM, envelope, raised=True), letter, cause(session, envelope), now)


def hear_awaited(terms: Terms, session: Session, message: organisations.StaffAwaited, envelope: Envelope) -> None:
    """People wait for somebody of the staff; each such message is told, unless a newer one comes before it leaves.

    Whoever works for two organisations reads of both, so the organisation is what it is about.
    """
    now = moment(session)
    letter = Letter(
        to=to(message.contact),
        purpose=Purpose.STAFF_AWAITED,
        values=waiting_values([(one.what, one.number, one.link) for one in message.waiting]),
        link="",
        until=now + KEPT,
        newest=True,
    )
    waiting = replace(matter(About.ALARM, envelope, raised=True), id=message.organisation_id)
    raise_alarm(session, terms, waiting, letter, cause(session, envelope), now)


def hear_contact_changed(
    terms: Terms, session: Session, message: volunteers.VolunteerContactChanged, envelope: Envelope
) -> None:
    """The address that a volunteer had hears that it is theirs no more, and what to do if that was somebody else."""
    now = moment(session)
    letter = Letter(
        to=to(message.contact),
        purpose=Purpose.CONTACT_CHANGED,
        values=same_values(sender=terms.sender, phone=terms.phone),
        link="",
        until=now + KEPT,
    )
    raise_alarm(session, terms, matter(About.SIGN_IN, envelope, raised=True), letter, cause(session, envelope), now)


SUBSCRIPTIONS: Subscriptions = {
    volunteers.RequestOpened: hear_opened,
    volunteers.RequestReopened: hear_reopened,
    volunteers.RequestMoved: hear_moved,
    volunteers.RequestAssigned: hear_assigned,
    volunteers.RequestClosed: hear_closed,
    volunteers.RequestOffered: hear_offered,
    volunteers.RequestOfferWithdrawn: hear_withdrawn,
    volunteers.RequestOfferAnswered: hear_answered,
    volunteers.VisitOverdue: hear_overdue,
    visits.HelpCalled: hear_called,
    volunteers.HelperInformed: hear_informed,
    events.StaffAlerted: hear_alerted,
    organisations.StaffAwaited: hear_awaited,
    volunteers.VolunteerContactChanged: hear_contact_changed,
}
