"""What speaks now against volunteers who have been asked or have promised, by the rules that keep people safe."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, aliased

from services.volunteers.assistance.domain.helping import Document
from services.volunteers.assistance.domain.matching import Candidate, Unfit, bars
from services.volunteers.assistance.domain.requests import Kind
from services.volunteers.assistance.models import DocumentRow, Helper, Request
from services.volunteers.assistance.queries.blocks import blocked_by
from services.volunteers.assistance.queries.candidates import wish_of
from services.volunteers.people.models import Volunteer


def barred(session: Session, request: Request, volunteers: Collection[UUID]) -> dict[UUID, Unfit]:
    """Those of the volunteers whom a rule keeps from helping here, and what weighs most; one statement for all.

    Whether they are free is the calendar's to say.
    """
    wish = wish_of(request)
    wish = replace(wish, blocked=wish.blocked | blocked_by(session, request.person_key))
    licence, children = aliased(DocumentRow), aliased(DocumentRow)
    wanted = (
        select(Volunteer, Helper, licence, children)
        .outerjoin(Helper, Helper.volunteer_id == Volunteer.id)
        .outerjoin(licence, and_(licence.volunteer_id == Volunteer.id, licence.kind == Document.DRIVING_LICENCE))
        .outerjoin(children, and_(children.volunteer_id == Volunteer.id, children.kind == Document.CHILDREN))
        .where(Volunteer.id.in_(volunteers))
        .execution_options(populate_existing=True)
    )
    at_screen = request.kind == Kind.KIOSK_HELP
    judged = ((row[0].id, bars(wish, _candidate(*row, at_screen=at_screen))) for row in session.execute(wanted))
    return {id_: unfit for id_, unfit in judged if unfit is not None}


def _candidate(
    who: Volunteer, how: Helper | None, licence: DocumentRow | None, children: DocumentRow | None, *, at_screen: bool
) -> Candidate:
    """A volunteer as far as the rules of safety look; what only decides whom to ask first is left empty."""
    said: dict[str, Any] = {"vehicle": "none", "gender": None, "can_lift": at_screen}
    if how is not None:
        said = {"vehicle": how.vehicle, "gender": how.gender, "can_lift": how.can_lift or at_screen}
    return Candidate(
        id=who.id,
        name=who.name,
        active=who.state == "active",
        age_band=who.age_band,
        languages=frozenset(),
        kinds=frozenset(),
        areas=(),
        busy=False,
        known=False,
        last_asked=None,
        answer=None,
        licence=(licence.checked_on, licence.valid_until) if licence else None,
        children=(children.checked_on, children.valid_until) if children else None,
        **said,
    )
