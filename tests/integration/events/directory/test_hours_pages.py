"""The form for hours of a service that has no place."""

from typing import Any

from flask import Flask

from services.events.directory.domain import id_of
from tests.support.visitor import Visitor

WEEK: dict[str, Any] = {"schedules-0-byday": ["MO", "WE"], "schedules-0-opens_at": "08:00"}
WEEK |= {"schedules-0-closes_at": "13:00", "x_exceptions-0-day": "2090-12-23", "x_exceptions-0-reason": "Šventė"}


def test_a_service_without_a_place_gets_hours_of_its_own(town: Flask, keeper: Visitor) -> None:
    """A phone line, or visits at home."""
    at_home = id_of("service:at_home")
    path = f"/organise/directory/{at_home}/hours"
    assert f'href="{path}"' in keeper.open(f"/organise/directory/{at_home}").page
    keeper.open(path).send(path, **{"schedules-0-opens_at": "08:00"})
    assert (keeper.status, "Choose at least one day." in keeper.text) == (422, True)
    keeper.open(path).send(path, **WEEK)
    assert "Saved." in keeper.text
    public = Visitor(town, lang="en").open(f"/directory/services/{at_home}").text
    for words in ("Monday , Wednesday 08:00–13:00", "23 December 2090: closed, Šventė"):
        assert words in public
    assert 'value="13:00"' in keeper.open(path).page
    keeper.fill(path, schedules__0__byday=[], schedules__0__opens_at="", schedules__0__closes_at="")
    assert (keeper.status, "Give the weekly hours first" in keeper.text) == (422, True)
