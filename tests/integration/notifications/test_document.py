"""The JSON interface does what its OpenAPI document says, whatever it is sent."""

from collections.abc import Callable
from uuid import UUID

import pytest

from tests.support.factories.notifications import Event, Town, by_sms, web_side
from tests.support.fuzzing import faults

Headers = dict[str, str]


@pytest.mark.parametrize("asker", ["", "staff"], ids=["anybody", "staff"])
def test_no_request_meets_a_server_error_or_an_undocumented_answer(
    town: Town, staff_of: Callable[[UUID], Headers], asker: str
) -> None:
    event = Event()
    town.hear_event(event, event.published())
    town.hear(event.confirmed(contact=by_sms()))
    town.send()
    headers = staff_of(event.organisation_id) if asker else {}
    with web_side(town) as app:
        assert faults(app, "/api/notifications/openapi.json", headers, asker, examples=8) == []
