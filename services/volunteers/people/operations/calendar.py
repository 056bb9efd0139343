"""The calendar of what volunteers have promised. The table's exclusion constraint keeps two promises apart.

A new promise is inserted by whoever makes it, in one statement with its cause and ON CONFLICT DO NOTHING. Everything
else happens here, under locks on the persons concerned, taken in one order: so two changes never wait for each other.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.volunteers.people.models import Commitment, Volunteer

MOVE = text(
    "UPDATE commitments SET during = tstzrange(moved.begins, moved.ends), clash = true "
    "FROM unnest(CAST(:subjects AS uuid[]), CAST(:begins AS timestamptz[]), CAST(:ends AS timestamptz[])) "
    "AS moved (subject_id, begins, ends) WHERE kind = :kind AND commitments.subject_id = moved.subject_id"
)


def rearrange(
    session: Session,
    kind: str,
    *,
    gone: Collection[UUID] = (),
    moved: Mapping[UUID, tuple[datetime, datetime]] = MappingProxyType({}),
) -> set[UUID]:
    """Take promises out of the calendar and move others, all at once.

    Returns the moved ones that now overlap another of the same person. What clashed before and does no more becomes an
    ordinary promise again.
    """
    persons = _lock(session, kind, [*gone, *moved])
    session.execute(delete(Commitment).where(Commitment.kind == kind, Commitment.subject_id.in_(gone)))
    begins, ends = [begin for begin, _end in moved.values()], [end for _begin, end in moved.values()]
    # As clashes they stand outside the constraint, so that two that move together do not stumble over each other.
    session.execute(MOVE, {"kind": kind, "subjects": list(moved), "begins": begins, "ends": ends})
    return _settle(session, persons) & moved.keys()


def _lock(session: Session, kind: str, subjects: Collection[UUID]) -> Sequence[int]:
    persons = select(Commitment.volunteer_no).where(Commitment.kind == kind, Commitment.subject_id.in_(subjects))
    locked = select(Volunteer.no).where(Volunteer.no.in_(persons)).order_by(Volunteer.no)
    return session.scalars(locked.with_for_update(key_share=True)).all()


def _settle(session: Session, persons: Collection[int]) -> set[UUID]:
    """Make each clashing promise of these persons, the earliest first, an ordinary one; return those that cannot be."""
    clashing = select(Commitment.kind, Commitment.subject_id).where(
        Commitment.volunteer_no.in_(persons), Commitment.clash
    )
    still: set[UUID] = set()
    for kind, subject_id in session.execute(clashing.order_by(Commitment.during, Commitment.subject_id)).all():
        this = (Commitment.kind == kind, Commitment.subject_id == subject_id)
        try:
            with session.begin_nested():
                session.execute(update(Commitment).where(*this).values(clash=False))
        except IntegrityError:
            still.add(subject_id)
    return still
