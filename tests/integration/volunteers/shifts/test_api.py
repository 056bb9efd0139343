"""Shifts and sign-ups as a programme meets them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select, text
from uuid_utils.compat import uuid7

from services.volunteers.people.models import Volunteer
from services.volunteers.shifts.models import Shift
from services.volunteers.shifts.operations.opening import follow_event
from shared.database import Database
from tests.support.factories.volunteers import (
    a_planned_shift,
    a_sign_up,
    a_volunteer,
    an_event,
    an_open_shift,
    tomorrow,
    with_shifts,
)

API = "/api/volunteers/v1"
Bearer = Callable[..., dict[str, str]]


def codes(answer: Any) -> dict[str, str | None]:
    """Shift -> why the asker cannot take a place."""
    return {item["id"]: item["reason"] and item["reason"]["code"] for item in answer.get_json()["items"]}


def test_the_list_says_of_each_shift_why_one_cannot_take_it(
    client: FlaskClient, database: Database, bearer: Bearer
) -> None:
    with database.transaction() as session:
        person = a_volunteer(session, languages=["uk"])
        mine = an_open_shift(session, starts_at=tomorrow(9))
        a_sign_up(session, mine, person.id)
        full = an_open_shift(session, starts_at=tomorrow(15), places=1)
        a_sign_up(session, full, a_volunteer(session).id)
        overlapping = an_open_shift(session, starts_at=tomorrow(10))
        arabic = an_open_shift(session, starts_at=tomorrow(18), languages=("ar",))
        free = an_open_shift(session, starts_at=tomorrow(20))
    answer = client.get(f"{API}/shifts", headers=bearer(person))
    assert codes(answer) == {
        str(mine): "already-signed-up",
        str(overlapping): "overlapping-shift",
        str(full): "shift-is-full",
        str(arabic): "languages-are-missing",
        str(free): None,
    }
    fitting = client.get(f"{API}/shifts?fits_me=true", headers=bearer(person))
    assert codes(fitting) == {str(free): None}
    assert codes(client.get(f"{API}/shifts"))[str(full)] == "shift-is-full"
    assert codes(client.get(f"{API}/shifts?language=ar")) == {str(arabic): None}


def test_a_shift_says_what_one_has_to_know(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        shift_id = an_open_shift(session)
    shift = client.get(f"{API}/shifts/{shift_id}").get_json()
    assert (shift["places"], shift["taken"], shift["free"], shift["languages"]) == (3, 0, 3, ["uk"])
    assert shift["venue"] == {
        "name": "Kultūros centras",
        "address": "Gedimino g. 40, Kaišiadorys",
        "access": ["step_free"],
    }
    assert (shift["title"]["uk"], shift["event_title"]["lt"]) == ("Зустріти гостей", "Kultūrų pažinimas")
    assert (shift["reason"], shift["sign_up_id"]) == (None, None)


def test_the_list_is_paged_without_gaps_and_repeats_by_one_statement_each(
    client: FlaskClient, database: Database
) -> None:
    with database.transaction() as session:
        shifts = [a_planned_shift(starts_at=tomorrow(10)) for _ in range(5)]
        follow_event(session, an_event(*shifts), 1)
    statements: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    seen: list[str] = []
    after: str | None = ""
    while after is not None:
        answer = client.get(f"{API}/shifts?limit=2{after and f'&after={after}'}").get_json()
        seen += [item["id"] for item in answer["items"]]
        after = answer["next"]
    assert seen == sorted(str(shift.shift_id) for shift in shifts)
    assert len(statements) == 3


def test_a_place_is_taken_seen_and_given_back(client: FlaskClient, database: Database, bearer: Bearer) -> None:
    with database.transaction() as session:
        headers, shift_id = bearer(a_volunteer(session)), an_open_shift(session)
    answer = client.post(f"{API}/shifts/{shift_id}/sign-ups", headers=headers)
    assert answer.status_code == 201
    sign_up = answer.get_json()
    assert sign_up | {"id": ""} == {"id": "", "version": 1, "state": "confirmed", "shift_id": str(shift_id)}
    (own,) = client.get(f"{API}/me/sign-ups", headers=headers).get_json()["items"]
    assert (own["id"], own["shift"]["id"], own["state"], own["clash"]) == (
        sign_up["id"],
        str(shift_id),
        "confirmed",
        False,
    )
    assert client.get(f"{API}/shifts/{shift_id}", headers=headers).get_json()["sign_up_id"] == sign_up["id"]
    assert [client.delete(f"{API}/sign-ups/{sign_up['id']}", headers=headers).status_code for _ in range(2)] == [
        204,
        204,
    ]
    (own,) = client.get(f"{API}/me/sign-ups", headers=headers).get_json()["items"]
    assert (own["state"], own["cancelled_by"]) == ("cancelled", "volunteer")


def test_own_sign_ups_are_paged(client: FlaskClient, database: Database, bearer: Bearer) -> None:
    with database.transaction() as session:
        person = a_volunteer(session)
        for hour in (8, 11, 14):
            a_sign_up(session, an_open_shift(session, starts_at=tomorrow(hour)), person.id)
    first = client.get(f"{API}/me/sign-ups?limit=2", headers=bearer(person)).get_json()
    rest = client.get(f"{API}/me/sign-ups?limit=2&after={first['next']}", headers=bearer(person)).get_json()
    starts = [item["shift"]["starts_at"] for item in first["items"] + rest["items"]]
    assert (starts, rest["next"]) == (sorted(starts, reverse=True), None)
    assert len(starts) == 3


def test_the_same_request_under_one_key_takes_one_place(
    client: FlaskClient, database: Database, bearer: Bearer
) -> None:
    with database.transaction() as session:
        headers = bearer(a_volunteer(session)) | {"Idempotency-Key": "once"}
        shift_id = an_open_shift(session)
    answers = [client.post(f"{API}/shifts/{shift_id}/sign-ups", headers=headers) for _ in range(2)]
    assert answers[0].get_json() == answers[1].get_json()
    with database.transaction() as session:
        assert session.get_one(Shift, shift_id).taken == 1


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "All places in this shift are taken (places: 1).")],
)
def test_a_full_shift_is_refused_in_words_and_changes_nothing(
    client: FlaskClient, database: Database, bearer: Bearer, language: str, sentence: str
) -> None:
    with database.transaction() as session:
        shift_id, late = an_open_shift(session, places=1), a_volunteer(session)
        a_sign_up(session, shift_id, a_volunteer(session).id)
    answer = client.post(f"{API}/shifts/{shift_id}/sign-ups?lang={language}", headers=bearer(late))
    problem = answer.get_json()
    assert (answer.status_code, problem["type"], problem["title"]) == (409, "/problems/shift-is-full", sentence)
    with database.transaction() as session:
        assert session.get_one(Shift, shift_id).taken == 1
        assert session.scalar(text("SELECT count(*) FROM outbox")) == 1


def test_a_place_can_only_be_taken_by_a_volunteer_who_is_signed_in(
    client: FlaskClient, database: Database, staff_bearer: Bearer
) -> None:
    with database.transaction() as session:
        shift_id = an_open_shift(session)
    assert client.post(f"{API}/shifts/{shift_id}/sign-ups").status_code == 401
    assert client.post(f"{API}/shifts/{shift_id}/sign-ups", headers=staff_bearer(uuid7())).status_code == 401


@pytest.fixture
def covered(database: Database) -> tuple[UUID, UUID, UUID, UUID]:
    """An organisation with an event, a shift in it and a sign-up for that."""
    with database.transaction() as session:
        published = an_event(a_planned_shift(), a_planned_shift(starts_at=tomorrow(8)))
        follow_event(session, published, 1)
        shift_id = published.occurrences[0].shifts[0].shift_id
        sign_up = a_sign_up(session, shift_id, a_volunteer(session, phone="+37061234567").id)
    return published.organisation_id, published.event_id, shift_id, sign_up


def test_staff_see_who_covers_their_shifts(
    client: FlaskClient, covered: tuple[UUID, UUID, UUID, UUID], staff_bearer: Bearer
) -> None:
    organisation_id, event_id, shift_id, sign_up = covered
    headers = staff_bearer(organisation_id)
    shifts = client.get(f"{API}/events/{event_id}/shifts", headers=headers).get_json()["items"]
    assert [(shift["taken"], shift["free"]) for shift in shifts] == [(0, 3), (1, 2)]
    (coming,) = client.get(f"{API}/shifts/{shift_id}/sign-ups", headers=headers).get_json()["items"]
    assert (coming["id"], coming["phone"], coming["unreached"]) == (str(sign_up), "+37061234567", False)


def test_a_look_at_the_people_of_a_shift_is_noted(
    client: FlaskClient, database: Database, covered: tuple[UUID, UUID, UUID, UUID], staff_bearer: Bearer
) -> None:
    organisation_id, _event_id, shift_id, _sign_up = covered
    client.get(f"{API}/shifts/{shift_id}/sign-ups", headers=staff_bearer(uuid7()))
    with database.transaction() as session:
        assert session.execute(text("SELECT what FROM audit")).all() == []
    client.get(f"{API}/shifts/{shift_id}/sign-ups", headers=staff_bearer(organisation_id))
    with database.transaction() as session:
        assert session.execute(text("SELECT what, subject FROM audit")).all() == [("shift_people_read", shift_id)]


def test_people_of_a_shift_are_paged(client: FlaskClient, database: Database, staff_bearer: Bearer) -> None:
    with database.transaction() as session:
        published = an_event(a_planned_shift())
        follow_event(session, published, 1)
        shift_id = published.occurrences[0].shifts[0].shift_id
    for _ in range(3):
        with database.transaction() as session:
            a_sign_up(session, shift_id, a_volunteer(session).id)
    headers, path = staff_bearer(published.organisation_id), f"{API}/shifts/{shift_id}/sign-ups?limit=2"
    first = client.get(path, headers=headers).get_json()
    rest = client.get(f"{path}&after={first['next']}", headers=headers).get_json()
    assert (len({item["id"] for item in first["items"] + rest["items"]}), rest["next"]) == (3, None)


def test_to_a_foreign_organisation_there_is_no_such_thing(
    client: FlaskClient, database: Database, covered: tuple[UUID, UUID, UUID, UUID], staff_bearer: Bearer
) -> None:
    _organisation_id, event_id, shift_id, sign_up = covered
    headers = staff_bearer(uuid7())
    assert client.get(f"{API}/events/{event_id}/shifts", headers=headers).status_code == 404
    assert client.get(f"{API}/shifts/{shift_id}/sign-ups", headers=headers).status_code == 404
    assert client.delete(f"{API}/sign-ups/{sign_up}", headers=headers).status_code == 404
    with database.transaction() as session:
        assert session.get_one(Shift, shift_id).taken == 1


def test_who_only_checks_in_does_not_see_how_to_reach_volunteers(
    client: FlaskClient, covered: tuple[UUID, UUID, UUID, UUID], staff_bearer: Bearer
) -> None:
    organisation_id, event_id, shift_id, sign_up = covered
    headers = staff_bearer(organisation_id, "check_in")
    assert client.get(f"{API}/shifts/{shift_id}/sign-ups", headers=headers).status_code == 403
    assert client.delete(f"{API}/sign-ups/{sign_up}", headers=headers).status_code == 404
    assert client.get(f"{API}/events/{event_id}/shifts", headers=headers).status_code == 200


def test_staff_take_a_volunteer_out(
    client: FlaskClient, database: Database, covered: tuple[UUID, UUID, UUID, UUID], staff_bearer: Bearer
) -> None:
    organisation_id, _event_id, shift_id, sign_up = covered
    assert client.delete(f"{API}/sign-ups/{sign_up}", headers=staff_bearer(organisation_id)).status_code == 204
    with database.transaction() as session:
        assert session.get_one(Shift, shift_id).taken == 0


def test_nobody_gives_back_the_place_of_another_volunteer(
    client: FlaskClient, database: Database, covered: tuple[UUID, UUID, UUID, UUID], bearer: Bearer
) -> None:
    with database.transaction() as session:
        other = bearer(a_volunteer(session))
    assert client.delete(f"{API}/sign-ups/{covered[3]}", headers=other).status_code == 404
    assert client.delete(f"{API}/sign-ups/{covered[3]}").status_code == 401


def test_a_cancelled_shift_is_still_shown_to_whoever_has_its_address(client: FlaskClient, database: Database) -> None:
    shift = a_planned_shift()
    with database.transaction() as session:
        published = an_event(shift)
        follow_event(session, published, 1)
        follow_event(session, with_shifts(published, []), 2)
    assert client.get(f"{API}/shifts").get_json()["items"] == []
    assert client.get(f"{API}/shifts/{shift.shift_id}").get_json()["reason"]["code"] == "shift-is-cancelled"


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=101", "after=forged", "language=xx9", "fits_me=maybe", "colour=red"]
)
def test_wrong_filters_are_named(client: FlaskClient, query: str) -> None:
    answer = client.get(f"{API}/shifts?{query}")
    assert answer.status_code == 422
    assert list(answer.get_json()["errors"]) == [query.partition("=")[0]]


def test_an_unknown_shift_is_not_found(client: FlaskClient, database: Database, bearer: Bearer) -> None:
    with database.transaction() as session:
        person = session.scalars(select(Volunteer)).first() or a_volunteer(session)
    assert client.get(f"{API}/shifts/{uuid7()}").status_code == 404
    assert client.post(f"{API}/shifts/{uuid7()}/sign-ups", headers=bearer(person)).status_code == 404
