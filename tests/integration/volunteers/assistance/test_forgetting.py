"""90 days after its end nobody can tell whose request it was; what a report counts is still there."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from services.volunteers.assistance.domain.requests import REQUEST
from services.volunteers.assistance.domain.visits import forgotten_at
from services.volunteers.assistance.models import Step
from services.volunteers.assistance.operations import claims, closing, visits
from services.volunteers.assistance.operations.forgetting import forget
from services.volunteers.assistance.queries.requests import by_token
from shared.errors import NotFound
from tests.support.factories.assistance import LINKS, a_contact, a_helper, a_request, asked, begun

PRIVATE = ("Zofija", "Kavoliškio", "poliklinika", "+37061299999", "+37067654321", "Durys")


def test_a_request_is_forgotten_ninety_days_after_its_end(volunteers_session: Session) -> None:
    session = volunteers_session
    helper = a_helper(session)
    daughter = a_contact(phone="+37067654321")
    request = a_request(session, target_group="senior", asker=daughter, note="Durys kieme", blocked=[helper.id])
    request.blocked = []
    session.flush()
    (offer,) = asked(session, request)
    claims.accept(session, LINKS, offer.id, "volunteer")
    begun(session, request)
    visits.report(session, LINKS, offer.id, helper.id, "Durys atrakintos")
    visits.finish(session, LINKS, offer.id, helper.id)
    left = session.scalar(text("SELECT due_at - now() FROM due WHERE kind = 'request_forgotten'"))
    assert left == timedelta(days=90)

    forget(session, request.id)
    session.flush()
    kept = session.execute(text("SELECT row_to_json(r)::text FROM requests AS r")).scalar_one()
    assert [word for word in PRIVATE if word in kept] == []
    assert session.scalars(select(Step.note).where(Step.note != "")).all() == []
    assert (request.kind, request.target_group, request.state) == ("ride", "senior", "done")
    assert request.person["language"] == "lt"
    with pytest.raises(NotFound):
        by_token(session, LINKS.token(REQUEST, request.id))


def test_what_goes_on_is_not_forgotten(volunteers_session: Session) -> None:
    request = a_request(volunteers_session)
    forget(volunteers_session, request.id)
    assert request.name == "Zofija Vaitkienė"


def test_the_first_of_a_series_is_kept_as_long_as_the_series() -> None:
    closed = datetime(2026, 12, 1, 9, tzinfo=UTC)
    assert forgotten_at(closed, None) == closed + timedelta(days=90)
    assert forgotten_at(closed, date(2027, 6, 1)) == datetime(2027, 6, 1, tzinfo=UTC) + timedelta(days=90)


def test_a_cancelled_request_is_forgotten_too(volunteers_session: Session) -> None:
    closing.cancel(volunteers_session, LINKS, a_request(volunteers_session).id)
    assert volunteers_session.scalar(text("SELECT count(*) FROM due WHERE kind = 'request_forgotten'")) == 1
