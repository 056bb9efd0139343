"""Which helpers call for help, as long as no coordinator has said what was done."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.engine import RowMapping
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from services.volunteers.assistance.domain.states import PANIC
from services.volunteers.assistance.models import Request, Step
from services.volunteers.people.models import Volunteer


def callers(session: Session, request: Request) -> Sequence[RowMapping]:
    """The helpers (`id`, `name`, `phone`, `email`, by name) whose call nobody has answered; it may be unknown who."""
    if not request.unanswered:
        return ()
    wanted = select(Volunteer.id, Volunteer.name, Volunteer.phone, Volunteer.email)
    called = wanted.where(Volunteer.id.in_(_calling(request.id))).order_by(Volunteer.name, Volunteer.id)
    return session.execute(called).mappings().all()


def names_of_callers() -> Any:
    """Their names as a column of a query of requests."""
    names = func.json_agg(aggregate_order_by(Volunteer.name, Volunteer.name, Volunteer.id))
    called = select(func.coalesce(names, func.json_build_array())).where(Volunteer.id.in_(_calling(Request.id)))
    return called.where(Request.unanswered).correlate(Request).scalar_subquery()


def _calling(request_id: UUID | InstrumentedAttribute[UUID]) -> Select[Any]:
    """Who has called since the last answer."""
    answer = aliased(Step)
    later = tuple_(answer.at, answer.id) > tuple_(Step.at, Step.id)
    answered = select(answer.id).where(answer.request_id == Step.request_id, answer.what == "call_answered", later)
    called = (Step.request_id == request_id, Step.what == f"alarm_{PANIC}", ~answered.exists())
    return select(Step.volunteer_id).where(*called).correlate(Request)
