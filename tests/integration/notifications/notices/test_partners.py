"""What a partner's coordinators and volunteers read: who asks them, and for whom."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from uuid_utils.compat import uuid7

from tests.support.factories.notices import CLINIC, Request
from tests.support.factories.notifications import Town, by_email


def test_a_partners_volunteer_reads_who_asks_and_for_whom_and_others_read_neither(town: Town) -> None:
    names: dict[str, Any] = {"asking": "Rokiškio dekanato Caritas", "asked_for": "Rokiškio socialinės paramos centras"}
    by_mail = replace(Request().offered(uuid7(), **names), volunteer=by_email("lt", CLINIC))
    for message in (by_mail, Request().offered(uuid7(), **names), Request().offered(uuid7())):
        town.hear(message, 1)
        town.send()
    mail, text_message, own = (item.body for item in town.arrived())
    assert "Klausia: Rokiškio dekanato Caritas\nPagalbos ieško: Rokiškio socialinės paramos centras" in mail
    assert "Klausia: Rokiskio dekanato Caritas" in text_message
    assert "Klausia" not in own


def test_a_partners_coordinator_reads_who_asks_what_for_and_until_when(town: Town) -> None:
    until = datetime(2026, 12, 1, 11, tzinfo=UTC)
    asked = Request().alerted("partner_asks", by_email("lt", CLINIC), asking="Rokiškio centras", answer_by=until)
    town.hear(asked, 1)
    town.send()
    (mail,) = town.arrived()
    assert "ar paklausite savo savanorių" in mail.subject
    assert "Klausia: Rokiškio centras" in mail.body
    assert "Atsakymo laukiama iki: " in mail.body
    assert "poliklinika" not in mail.body
