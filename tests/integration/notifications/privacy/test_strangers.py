"""Anybody may type anybody's phone here, and each code is a message: a day has limits, and staff help beyond them."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from tests.support.factories.notifications import PHONE, Town, web_side
from tests.support.visitor import Visitor

ASK = "/messages/privacy/"
CODES = "SELECT count(*) FROM messages WHERE purpose = 'privacy_code'"


@pytest.fixture
def app(town: Town) -> Iterator[Flask]:
    """The web side."""
    with web_side(town) as made:
        yield made


def an_hour_later(town: Town) -> None:
    town.rows("DELETE FROM limits WHERE until <= now() + interval '1 hour' RETURNING name")
    town.rows("UPDATE privacy_cases SET asked_at = asked_at - interval '1 hour' RETURNING id")


def asks(app: Flask, contact: str) -> Visitor:
    return Visitor(app).open(ASK).send(ASK, contact=contact)


def test_a_phone_is_sent_ten_codes_a_day_and_the_page_then_says_who_helps(app: Flask, town: Town) -> None:
    for _code in range(10):
        assert asks(app, PHONE).status == 200
        an_hour_later(town)
    refused = asks(app, PHONE)
    assert refused.status == 429
    assert "Call the organisation, which can do it for you, or try again tomorrow." in refused.text
    assert town.rows(CODES) == [(10,)]
    assert asks(app, "+370 612 00000").status == 200


def test_a_network_has_a_limit_over_all_addresses_and_what_gets_no_code_does_not_count(app: Flask, town: Town) -> None:
    service: Any = app.extensions["talka"].service
    object.__setattr__(service, "settings", replace(service.settings, strangers_a_day=2))
    for _try in range(3):
        assert asks(app, "8 458 52123").status == 422
    statuses = [asks(app, contact).status for contact in ("8 612 00001", "ona@example.org", "8 612 00002")]
    assert statuses == [200, 200, 429]
    assert town.rows(CODES) == [(2,)]
