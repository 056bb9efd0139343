"""Of a visit that is over since nobody has said how it went, no page and no answer claims that it took place."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from services.volunteers.assistance.domain.requests import REQUEST
from services.volunteers.assistance.models import Offer, Request
from services.volunteers.assistance.operations.choosing import choose
from services.volunteers.assistance.operations.visits import end_unsaid, finish
from services.volunteers.people.models import Volunteer
from shared.database import Database
from tests.integration.volunteers.assistance.conftest import Staff
from tests.support.factories.assistance import COORDINATOR, LINKS, ROKISKIS, a_helper, a_request, begun
from tests.support.visitor import Visitor

SignIn = Callable[[Volunteer], None]
Bearer = Callable[..., dict[str, str]]


def a_visit(database: Database, *, said: bool) -> tuple[Request, Offer, Volunteer]:
    """A ride that is over; the helper has said so, or nobody has said anything."""
    with database.transaction() as session:
        helper, request = a_helper(session), a_request(session)
        choose(session, LINKS, COORDINATOR, request.id, helper.id, [ROKISKIS], said_yes=True)
        begun(session, request, minutes=120)
        offer = session.scalars(select(Offer).where(Offer.request_id == request.id)).one()
        if said:
            finish(session, LINKS, offer.id, helper.id)
        else:
            end_unsaid(session, LINKS, request.id)
    return request, offer, helper


@pytest.mark.parametrize("said", [True, False])
def test_staff_the_person_and_the_helper_read_what_is_known(
    app: Flask, client: FlaskClient, database: Database, staff: Staff, sign_in: SignIn, *, said: bool
) -> None:
    request, offer, helper = a_visit(database, said=said)
    staff(ROKISKIS)
    board = client.get("/volunteer/requests/?lang=en&state=done").text
    whole = client.get(f"/volunteer/requests/{request.id}?lang=en").text
    for page in (board, whole):
        assert ("Not known how it went" in page) is not said
    assert ("nobody has told us how it went" in whole) is not said
    assert (">Done<" in whole or "– Done" in whole) is said
    own = Visitor(app, lang="en").open(f"/volunteer/requests/{LINKS.token(REQUEST, request.id)}").page
    assert ("We hope all went well." in own, "nobody has told us how it went" in own) == (said, not said)
    sign_in(helper)
    theirs = client.get(f"/volunteer/requests/mine/{offer.id}?lang=en").text
    assert ("nobody has told us how it went" in theirs) is not said


@pytest.mark.parametrize("said", [True, False])
def test_programmes_are_told_as_well(
    client: FlaskClient, database: Database, staff_bearer: Bearer, bearer: Bearer, *, said: bool
) -> None:
    request, _offer, helper = a_visit(database, said=said)
    asked = {"headers": staff_bearer(ROKISKIS, "social_worker")}
    whole = client.get(f"/api/volunteers/v1/requests/{request.id}", **asked).get_json()["request"]
    (listed,) = client.get("/api/volunteers/v1/requests", **asked).get_json()["items"]
    (own,) = client.get("/api/volunteers/v1/me/offers", headers=bearer(helper)).get_json()["items"]
    assert [(one["state"], one["unsaid"]) for one in (whole, listed, own)] == [("done", not said)] * 3
