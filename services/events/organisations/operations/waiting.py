"""Staff hear that somebody waits for them: the first at once, whatever comes after it in one mail an hour at most.

What waits has a row with an id of its own, by which it becomes due; whoever tells of it locks the organisation alone,
and lets others pass. So features write such rows under their own locks, and nobody waits for anybody in a circle.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.events.organisations.domain import WAITS_AT, Wait
from services.events.organisations.models import Organisation, StaffAlert, StaffWait
from services.events.organisations.queries import publishing, staff_to_alert
from shared.contracts.organisations import StaffAwaited
from shared.contracts.parts import Waiting
from shared.database import moment
from shared.messaging import due, outbox

WAITS = "staff_waits"
"""A due row of something that waits: staff are to hear of it."""
WAITS_NO_MORE = "staff_waits_no_more"
"""A due row of what something waits for: by now that is past, whatever was heard of it in which order."""
AT_MOST = timedelta(hours=1)
"""From one mail of what waits to the next."""
AGAIN = timedelta(seconds=1)


def await_staff(
    session: Session, organisation_id: UUID, what: Wait, subject_id: UUID, *, until: datetime | None = None
) -> None:
    """Something waits for the organisation's staff, `until` a moment at most; what waits already is told of once more.

    What another service tells of may be settled before it is heard of here, so that waits until a moment.
    """
    _settle(session, StaffWait.subject_id == subject_id, StaffWait.organisation_id == organisation_id)
    id_ = uuid7()
    session.execute(insert(StaffWait).values(id=id_, subject_id=subject_id, organisation_id=organisation_id, what=what))
    due.schedule(session, WAITS, id_, moment(session))
    if until:
        due.schedule(session, WAITS_NO_MORE, subject_id, until)


def wait_no_more(session: Session, subject_id: UUID) -> None:
    """Somebody has seen to it, or nobody needs to any more; nothing happens if it did not wait."""
    _settle(session, StaffWait.subject_id == subject_id)


def _settle(session: Session, *which: ColumnElement[bool]) -> None:
    session.execute(delete(StaffWait).where(*which))


def tell_staff(session: Session, public_url: str, wait_id: UUID) -> None:
    """Tell each owner and social worker, organisers where there is neither, how much of what waits for them.

    Of posts owners and organisers are told, who approve of them.

    Nothing is said of what has been settled or told of meanwhile; nobody's name is.
    """
    organisation_id = session.scalar(select(StaffWait.organisation_id).where(StaffWait.id == wait_id))
    if organisation_id is None:
        return
    one = select(Organisation).where(Organisation.id == organisation_id).execution_options(populate_existing=True)
    organisation, now = session.scalar(one.with_for_update(key_share=True, skip_locked=True)), moment(session)
    if organisation is None:
        due.schedule(session, WAITS, wait_id, now + AGAIN)
    elif not _told(session, wait_id):
        if organisation.staff_told_at and organisation.staff_told_at + AT_MOST > now:
            due.schedule(session, WAITS, wait_id, organisation.staff_told_at + AT_MOST)
            return
        organisation.staff_told_at = now
        _tell(session, public_url, organisation_id)


def _told(session: Session, wait_id: UUID) -> bool:
    told = select(StaffAlert.request_id).where(StaffAlert.request_id == wait_id, StaffAlert.alarm == WAITS).limit(1)
    return session.scalar(told) is not None


def _tell(session: Session, public_url: str, organisation_id: UUID) -> None:
    here = StaffWait.organisation_id == organisation_id
    counted = select(StaffWait.what, func.count()).where(here).group_by(StaffWait.what).order_by(StaffWait.what)
    waiting = [
        Waiting(what=what, number=number, link=f"{public_url}{WAITS_AT[Wait(what)]}")
        for what, number in session.execute(counted)
    ]
    ids = session.scalars(select(StaffWait.id).where(here)).all()
    helpers, publishers = dict(staff_to_alert(session, organisation_id)), dict(publishing(session, organisation_id))
    for staff_id, contact in sorted((helpers | publishers).items()):
        theirs = tuple(one for one in waiting if staff_id in (publishers if one.what == Wait.POST else helpers))
        if theirs:
            _note(session, staff_id, ids)
            by_day = replace(contact, any_hour=False)
            told = StaffAwaited(staff_id=staff_id, organisation_id=organisation_id, contact=by_day, waiting=theirs)
            outbox.publish(session, told, subject=staff_id, version=1)


def _note(session: Session, staff_id: UUID, wait_ids: Collection[UUID]) -> None:
    rows = [{"request_id": id_, "alarm": WAITS, "staff_id": staff_id, "version": 0} for id_ in wait_ids]
    session.execute(upsert(StaffAlert).on_conflict_do_nothing(), rows)
