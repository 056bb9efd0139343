"""A volunteer's own shifts: what comes next stands first, and where two overlap both are named."""

import re
from collections.abc import Callable
from html import unescape
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from services.volunteers.people.models import Volunteer
from services.volunteers.shifts import pages
from services.volunteers.shifts.operations.opening import follow_event
from services.volunteers.shifts.operations.signing_up import withdraw
from shared.database import Database
from tests.support.factories.volunteers import (
    LINK,
    a_planned_shift,
    a_sign_up,
    a_volunteer,
    an_event,
    an_open_shift,
    later,
    tomorrow,
    with_shifts,
)

SignIn = Callable[[Volunteer], None]


def shown(page: str) -> list[str]:
    """The shifts whose cards are on a page, from the top."""
    return re.findall(r'<li class="card"><h2><a href="/volunteer/shifts/([0-9a-f-]{36})"', page)


def the_notice(page: str, shift_id: UUID) -> str:
    """What is said of an overlap on the card of this shift."""
    card = page.split(f'<li class="card"><h2><a href="/volunteer/shifts/{shift_id}"')[1].split(
        '<li class="card">', maxsplit=1
    )[0]
    return "".join(re.findall(r'<div class="notice bad".*?</div>', unescape(card), re.DOTALL))


def test_what_comes_next_stands_first_and_what_was_given_back_only_among_all(
    client: FlaskClient, database: Database, sign_in: SignIn
) -> None:
    with database.transaction() as session:
        person = a_volunteer(session)
        late, soon, given_back = (an_open_shift(session, starts_at=tomorrow(hour)) for hour in (18, 8, 12))
        for shift_id in (late, soon):
            a_sign_up(session, shift_id, person.id)
        withdraw(session, a_sign_up(session, given_back, person.id), person.id, link=LINK)
    sign_in(person)
    assert shown(client.get("/volunteer/my").text) == [str(soon), str(late)]
    assert shown(client.get("/volunteer/my?all=1").text) == [str(late), str(given_back), str(soon)]


def test_a_long_list_of_what_is_ahead_goes_on_where_it_ended(
    client: FlaskClient, database: Database, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "PAGE", 2)
    with database.transaction() as session:
        person = a_volunteer(session)
        mine = [an_open_shift(session, starts_at=tomorrow(hour)) for hour in (8, 12, 16)]
        for shift_id in mine:
            a_sign_up(session, shift_id, person.id)
    sign_in(person)
    first = client.get("/volunteer/my").text
    (rest,) = re.findall(r'href="(\?after=[^"]+)"', first)
    assert shown(first) + shown(client.get(f"/volunteer/my{unescape(rest)}").text) == [str(one) for one in mine]


def test_of_two_shifts_that_overlap_since_one_was_moved_each_names_the_other(
    client: FlaskClient, database: Database, sign_in: SignIn
) -> None:
    with database.transaction() as session:
        person = a_volunteer(session)
        kept = an_open_shift(session, starts_at=tomorrow(15))
        shift = a_planned_shift(starts_at=tomorrow(8))
        event = an_event(shift)
        follow_event(session, event, 1)
        promises = [a_sign_up(session, shift_id, person.id) for shift_id in (kept, shift.shift_id)]
        follow_event(session, with_shifts(event, [later(shift, 8)]), 2)
    sign_in(person)
    page = client.get("/volunteer/my?lang=en").text
    assert f"/volunteer/shifts/{shift.shift_id}" in the_notice(page, kept)
    assert f"/volunteer/shifts/{kept}" in the_notice(page, shift.shift_id)

    with database.transaction() as session:
        withdraw(session, promises[0], person.id, link=LINK)
    assert the_notice(client.get("/volunteer/my?lang=en").text, shift.shift_id) == ""
