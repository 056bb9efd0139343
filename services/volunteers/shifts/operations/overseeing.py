"""Coordinators look at the people of a shift: each look is noted before anything is shown."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy.engine import RowMapping
from sqlalchemy.orm import Session

from services.volunteers.shifts.queries.shifts import Place
from services.volunteers.shifts.queries.sign_ups import people_of_shift
from shared.audit import audit


def read_people(
    session: Session,
    who: UUID,
    shift_id: UUID,
    organisations: Collection[UUID],
    *,
    limit: int,
    after: Sequence[str] | None = None,
) -> tuple[Sequence[RowMapping], Place | None]:
    """Who comes to a shift, for `who`, a coordinator of these organisations. Raises NotFound for another's shift."""
    found = people_of_shift(session, shift_id, organisations, limit=limit, after=after)
    audit(session, who, "shift_people_read", shift_id)
    return found
