"""What volunteers say of how they help, and what a coordinator has checked of them."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.volunteers.assistance.domain.helping import Document
from services.volunteers.assistance.models import DocumentRow, Helper
from services.volunteers.assistance.operations.checking import look_again
from services.volunteers.people import queries as people
from shared.audit import audit
from shared.errors import NotFound


def say_help(session: Session, volunteer_id: UUID, facts: dict[str, Any]) -> None:
    """Keep how a volunteer helps, in place of what they said before; what they have promised is looked at again.

    Raises Unauthenticated for one who has left.
    """
    people.volunteer(session, volunteer_id)
    said = insert(Helper).values(volunteer_id=volunteer_id, **facts)
    again = said.on_conflict_do_update(index_elements=["volunteer_id"], set_=facts | {"version": Helper.version + 1})
    session.execute(again)
    look_again(session, volunteer_id)


def record_document(
    session: Session,
    who: UUID,
    volunteer_id: UUID,
    organisations: Collection[UUID],
    *,
    kind: Document,
    checked_on: date,
    valid_until: date | None,
) -> None:
    """Note that `who`, a coordinator of an organisation that may ask this volunteer, has looked at a document.

    The last look counts, also for what they have promised already. Raises NotFound for a volunteer whom none of the
    organisations may ask.
    """
    theirs = select(Helper.volunteer_id).where(Helper.volunteer_id == volunteer_id)
    theirs = theirs.where(Helper.organisations.overlap(list(organisations)))
    if session.scalar(theirs.with_for_update(key_share=True)) is None:
        raise NotFound
    seen = {"checked_on": checked_on, "valid_until": valid_until, "checked_by": who}
    new = insert(DocumentRow).values(volunteer_id=volunteer_id, kind=kind, **seen)
    session.execute(new.on_conflict_do_update(index_elements=["volunteer_id", "kind"], set_=seen))
    look_again(session, volunteer_id)
    audit(session, who, "document_checked", volunteer_id)
