"""Where entries came from: what a source no longer has is named, and its keeper decides what becomes of it."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, not_, or_, select, update
from sqlalchemy.orm import Session

from services.events.directory.domain import HOME, Document
from services.events.directory.models import SERVICES
from services.events.directory.operations.comparing import among

ENDED = "defunct"
MOST_NAMED = 200


def note_source(session: Session, keeper_id: UUID, document: Document) -> list[dict[str, Any]]:
    """Note which entries come from the document's source, and name those on show that it no longer has, by name.

    `id` and `name` of the first 200. Those that came back are noted as there again. Nothing of a document that names no
    source, nor of one without any service, which is more likely a mistake than the end of all of them.
    """
    there = document.rows["service"]
    if not document.source or not there:
        return []
    own, of_it = SERVICES.c.keeper_id == keeper_id, SERVICES.c.source == document.source
    new = or_(SERVICES.c.source.is_distinct_from(document.source), SERVICES.c.left_out_at.is_not(None))
    known = {"source": document.source, "left_out_at": None}
    session.execute(update(SERVICES).where(own, among(SERVICES.c.id, there), new).values(known))
    gone = (own, of_it, not_(among(SERVICES.c.id, there)), ~SERVICES.c.is_draft, SERVICES.c.status != ENDED)
    first = (*gone, SERVICES.c.left_out_at.is_(None))
    session.execute(update(SERVICES).where(*first).values(left_out_at=func.now()))
    named = select(SERVICES.c.id, SERVICES.c.name).where(*gone).order_by(SERVICES.c.name[HOME].astext, SERVICES.c.id)
    return [dict(row) for row in session.execute(named.limit(MOST_NAMED)).mappings()]
