"""Whoever asks for help says when and what matters by the clocks and in the words they have."""

import re
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from services.volunteers.assistance.models import Request
from shared.database import Database
from shared.web import strangers
from tests.integration.volunteers.assistance.conftest import RIDE, ZOFIJA
from tests.support.visitor import Visitor


def test_a_time_that_the_clocks_leave_out_is_said_at_its_field_and_nothing_typed_is_lost(
    app: Flask, town: UUID
) -> None:
    spring = {"day": "2027-03-28", "starts": "03:30", "ends": "05:00", "appointment": "", "returns": ""}
    person = Visitor(app, lang="en").open("/volunteer/help").send("/volunteer/help", **RIDE | spring)
    assert (person.status, "The clocks go forward".lower() in person.text.lower()) == (422, True)
    assert re.findall(r'<li><a href="#(\w+)">', person.page) == ["starts"]
    assert 'value="Rokiškis, Kavoliškis"' in person.page
    person.send("/volunteer/help/send", by="person", **ZOFIJA, **RIDE | spring)
    assert (person.status, 'href="#starts"' in person.page) == (422, True)


def test_a_ride_over_midnight_ends_and_goes_back_on_the_next_day(app: Flask, database: Database, town: UUID) -> None:
    night = {"starts": "23:30", "ends": "00:30", "appointment": "00:15", "returns": "02:00"}
    person = Visitor(app, lang="en").open("/volunteer/help").send("/volunteer/help", **RIDE | night)
    person.send("/volunteer/help/send", by="person", **ZOFIJA)
    with database.reading() as session:
        there, back = session.scalars(select(Request).order_by(Request.id)).all()
        assert there.ends_at - there.starts_at == timedelta(hours=1)
        assert there.appointment_at == there.starts_at + timedelta(minutes=45)
        assert back.starts_at - there.starts_at == timedelta(hours=2, minutes=30)


def test_whoever_needs_help_says_what_matters_to_them(app: Flask, database: Database, town: UUID) -> None:
    person = Visitor(app, lang="en").open("/volunteer/help").send("/volunteer/help", **RIDE)
    assert "<summary>What matters</summary>" in person.page
    matters = {"stairs": "true", "companion": "true", "prefers_gender": "woman", "load_minutes": "10"}
    person.send("/volunteer/help/send", by="person", **ZOFIJA | {"name": ""}, **matters)
    assert (person.status, "<details open>" in person.page) == (422, True)
    person.send("/volunteer/help/send", by="person", **ZOFIJA, **matters)
    with database.reading() as session:
        facts = (Request.stairs, Request.companion, Request.prefers_gender, Request.load_minutes)
        assert set(session.execute(select(*facts)).all()) == {(True, True, "woman", 10)}


def test_what_strangers_may_cause_for_one_phone_has_a_limit(
    app: Flask, town: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(strangers, "TO_CONTACT", replace(strangers.TO_CONTACT, most=1))
    said = []
    for name in ("Zofija", "Genė"):
        person = Visitor(app, lang="en").open("/volunteer/help").send("/volunteer/help", **RIDE)
        typed = ZOFIJA | {"name": name, "phone": "+37061299999", "asker_phone": "+37061288888"}
        said.append(person.send("/volunteer/help/send", by="relative", **typed).status)
    assert said == [200, 429]
