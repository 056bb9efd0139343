"""The JSON interface does what its OpenAPI document says, whatever it is sent."""

from collections.abc import Callable

import pytest
from flask import Flask

from services.volunteers.people.models import Volunteer
from shared.database import Database
from tests.support.factories.volunteers import a_volunteer, an_open_shift
from tests.support.fuzzing import faults

Headers = dict[str, str]


@pytest.mark.parametrize("asker", ["", "volunteer", "staff"], ids=["anybody", "volunteer", "staff"])
def test_no_request_meets_a_server_error_or_an_undocumented_answer(
    app: Flask,
    database: Database,
    bearer: Callable[[Volunteer], Headers],
    staff_bearer: Callable[..., Headers],
    asker: str,
) -> None:
    with database.transaction() as session:
        shift_id, person = an_open_shift(session), a_volunteer(session)
    headers: dict[str, Headers] = {"": {}, "volunteer": bearer(person), "staff": staff_bearer(shift_id)}
    assert faults(app, "/api/volunteers/openapi.json", headers[asker], asker, examples=8) == []
