"""A request is corrected by a programme and on the coordinators' page; a correction and a yes at once."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from services.volunteers.assistance.domain.waves import LAST_WAVE
from services.volunteers.assistance.models import Offer, Request
from services.volunteers.assistance.operations.claims import accept
from services.volunteers.assistance.operations.closing import cancel
from services.volunteers.assistance.operations.correcting import correct
from services.volunteers.assistance.operations.repeating import repeat
from services.volunteers.people.models import Commitment
from shared.database import Database
from tests.integration.volunteers.assistance.conftest import Staff
from tests.integration.volunteers.assistance.test_races import asked_of, at_once, saying
from tests.support.factories.assistance import COORDINATOR, LINKS, ROKISKIS, a_helper, a_request, ahead, asked
from tests.support.visitor import Visitor

API = "/api/volunteers/v1"
RIGHT = "Topolių g. 5"
Bearer = dict[str, str]


def a_ride(database: Database, **facts: Any) -> UUID:
    with database.transaction() as session:
        return a_request(session, **facts).id


def kept(database: Database, request_id: UUID) -> Request:
    with database.reading() as session:
        return session.get_one(Request, request_id)


def test_a_programme_corrects_what_it_gives_in_the_version_that_it_saw(
    client: FlaskClient, database: Database, staff_bearer: Callable[..., Bearer]
) -> None:
    request_id, staff = a_ride(database, return_at=ahead(hour=12)), staff_bearer(ROKISKIS, "social_worker")
    address, first = f"{API}/requests/{request_id}", {"If-Match": '"2"'}
    body = {"place": RIGHT, "phone": "8 612 88888", "languages": ["ru", "ru"], "only_this": True}
    done = client.patch(address, json=body, headers=staff | first)
    assert (done.status_code, done.headers["ETag"]) == (200, '"3"')
    now = done.get_json()
    assert (now["place"], now["person"]["phone"]) == (RIGHT, "+37061288888")
    assert (now["languages"], now["destination"]) == (["ru"], "Rokiškio poliklinika")
    assert client.patch(address, json={"place": RIGHT}, headers=staff | first).status_code == 200
    refused = [
        (staff | first, {"place": "Kita g. 1"}, 412),
        (staff, {"place": "Kita g. 1"}, 428),
        (staff | first, {"phone": "12"}, 422),
        (staff | first, {"kind": "home_visit"}, 422),
        (staff_bearer(uuid4()) | first, {"place": "Kita g. 1"}, 404),
        (staff_bearer(ROKISKIS, "check_in") | first, {"place": "Kita g. 1"}, 403),
    ]
    for headers, facts, status in refused:
        assert client.patch(address, json=facts, headers=headers).status_code == status
    assert kept(database, request_id).version == 3
    with database.reading() as session:
        assert session.scalars(select(Request.place).where(Request.leg_of == request_id)).one().endswith("g. 3-12")


@pytest.fixture
def coordinator(client: FlaskClient, staff: Staff, town: UUID) -> Visitor:
    """A coordinator's browser."""
    staff(town)
    cookie = client.get_cookie("talka_staff")
    assert cookie is not None
    return Visitor(client.application, talka_staff=cookie.value).open("/volunteer/requests/?lang=en")


def test_the_form_shows_what_is_known_and_a_time_left_alone_stays_to_the_second(
    database: Database, coordinator: Visitor
) -> None:
    starts_at = ahead().replace(second=7)
    request_id = a_ride(database, starts_at=starts_at, languages=["ka"], wheelchair=True, appointment_at=ahead(hour=10))
    page = f"/volunteer/requests/{request_id}"
    assert "Correct the request" in coordinator.open(page).page
    coordinator.open(f"{page}/correct").fill(f"{page}/correct")
    assert kept(database, request_id).version == 2
    coordinator.open(f"{page}/correct").fill(f"{page}/correct", place=RIGHT)
    found = kept(database, request_id)
    assert (found.place, found.starts_at, found.languages, found.wheelchair) == (RIGHT, starts_at, ["ka"], True)
    assert "address, the contact or the note was corrected" in coordinator.page
    coordinator.open(f"{page}/correct").fill(f"{page}/correct", day=ahead(5).date().isoformat())
    assert kept(database, request_id).starts_at.date() == ahead(5).date()


@pytest.mark.parametrize("ticked", [False, True])
def test_one_week_is_moved_on_the_page_or_as_ticked_all_after_it(
    database: Database, coordinator: Visitor, *, ticked: bool
) -> None:
    with database.transaction() as session:
        first = a_request(session, weekly_until=ahead(60).date())
        repeat(session, LINKS, first.id)
    page, moved = f"/volunteer/requests/{first.id}/correct", {"day": ahead(3).date().isoformat()}
    assert "Move all weeks after this one too" in coordinator.open(page).page
    coordinator.fill(page, **moved | ({"following": "true"} if ticked else {}))
    with database.reading() as session:
        starts = session.scalars(select(Request.starts_at).order_by(Request.starts_at)).all()
    zone = ZoneInfo("Europe/Vilnius")
    days = [(one.astimezone(zone).date() - before.astimezone(zone).date()).days for before, one in pairwise(starts)]
    assert days == ([7, 7, 7] if ticked else [6, 7, 7])


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(database: Database, coordinator: Visitor) -> None:
    request_id = a_ride(database)
    page = f"/volunteer/requests/{request_id}/correct"
    for field, typed, said in (("ends", "05:00", "The end must come after"), ("phone", "12", "not a phone number")):
        coordinator.open(page).fill(page, place=RIGHT, **{field: typed})
        assert said in coordinator.page
        assert RIGHT in coordinator.page
    coordinator.open(page)
    with database.transaction() as session:
        correct(session, LINKS, COORDINATOR, request_id, [ROKISKIS], 2, {"note": "Skambinti"})
    assert coordinator.fill(page, place=RIGHT).status == 412
    assert "Somebody else has changed this meanwhile." in coordinator.page
    assert kept(database, request_id).place == "Kavoliškio g. 3-12"
    with database.transaction() as session:
        cancel(session, LINKS, request_id)
    assert coordinator.fill(page, place=RIGHT).status == 409
    assert coordinator.open(page).address.endswith(str(request_id))


def test_times_that_stand_elsewhere_are_not_offered_and_the_other_way_is_named(
    database: Database, coordinator: Visitor
) -> None:
    mediated = a_ride(database, referral_id=uuid4(), return_at=ahead(hour=12))
    weekly = a_ride(database, weekly_until=ahead(60).date())
    both_ways = a_ride(database, return_at=ahead(hour=12))
    for one, times, destination in ((mediated, False, False), (weekly, True, True), (both_ways, True, True)):
        page = coordinator.open(f"/volunteer/requests/{one}/correct").page
        assert ('name="starts"' in page, 'name="destination"' in page) == (times, destination)
        assert 'name="only_this"' in page
        coordinator.fill(f"/volunteer/requests/{one}/correct", place=RIGHT)
        assert (kept(database, one).place, kept(database, one).destination) == (RIGHT, "Rokiškio poliklinika")
    with database.reading() as session:
        back = session.scalars(select(Request.id).where(Request.leg_of == both_ways)).one()
    assert f"/volunteer/requests/{back}/correct" in coordinator.open(f"/volunteer/requests/{both_ways}/correct").page
    assert "The way there" in coordinator.open(f"/volunteer/requests/{back}/correct").page


@pytest.mark.parametrize("round_", range(3))
def test_a_correction_and_a_yes_at_once_end_in_one_truth(database: Database, round_: int) -> None:
    request_id, (offer_id,) = asked_of(database, 1)
    seen = kept(database, request_id).version
    facts = {"starts_at": ahead(3 + round_), "ends_at": ahead(3 + round_, 10)}
    outcomes = at_once(
        saying(database, accept, LINKS, offer_id, "volunteer"),
        saying(database, correct, LINKS, COORDINATOR, request_id, [ROKISKIS], seen, facts),
    )
    assert outcomes in (["done", "Stale"], ["NobodyIsWaited", "done"], ["RequestIsOver", "done"])
    with database.reading() as session:
        request, yes = session.get_one(Request, request_id), outcomes[0] == "done"
        assert (request.state, request.taken) == (("assigned", 1) if yes else ("open", 0))
        assert (request.starts_at == facts["starts_at"]) is not yes
        assert session.scalar(select(func.count()).select_from(Commitment)) == yes
        assert session.get_one(Offer, offer_id).state == ("accepted" if yes else "withdrawn")


def test_corrections_of_both_ways_and_a_yes_to_each_wait_for_nobody_in_a_circle(database: Database) -> None:
    with database.transaction() as session:
        a_helper(session)
        there = a_request(session, return_at=ahead(hour=12))
        back = session.scalars(select(Request).where(Request.leg_of == there.id)).one()
        offers = [asked(session, there)[0].id]
        there.wave = LAST_WAVE  # the way back waits no longer
        offers.append(asked(session, back)[0].id)
        legs = [(there.id, there.version), (back.id, back.version)]
    outcomes = at_once(
        *(saying(database, accept, LINKS, offer_id, "volunteer") for offer_id in reversed(offers)),
        *(
            saying(database, correct, LINKS, COORDINATOR, id_, [ROKISKIS], version, {"wheelchair": True})
            for id_, version in reversed(legs)
        ),
    )
    assert set(outcomes) <= {"done", "Stale", "RequestIsOver"}
