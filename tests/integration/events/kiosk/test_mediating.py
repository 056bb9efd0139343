"""Help with getting a service, asked for at the screen: it waits for staff, and leaves no name and no number there."""

from typing import Any

import pytest
from sqlalchemy import text

from services.events.kiosk.domain import What
from services.events.kiosk.pages.limiting import ELSEWHERE
from shared.database import Database
from tests.support.factories.directory import an_id
from tests.support.factories.kiosk import a_service_id
from tests.support.ledger import told
from tests.support.visitor import Visitor

ENTRY = f"/kiosk/en/services/{a_service_id('at_home')}"
PATH = f"{ENTRY}/help"
WANTED = {"by": "person", "name": "Zofija", "phone": "0 612 34567", "reads": "uk", "need": "Exercises for a knee"}
WANTED |= {"agreed": "true"}
WAYS = ["ride", "accompaniment"]


def want(visitor: Visitor, **typed: Any) -> Visitor:
    return visitor.open(PATH).send(PATH, **WANTED | typed)


def referrals(database: Database) -> list[Any]:
    with database.reading() as session:
        return list(session.execute(text("SELECT * FROM referrals")))


def test_a_wish_waits_on_the_board_of_staff_and_nobody_is_asked_before_their_yes(
    kiosk: Visitor, staff: Visitor, database: Database
) -> None:
    assert f'href="{PATH}"' in kiosk.open(ENTRY).page
    assert want(kiosk, target="senior", kinds=["ride"]).address == "/kiosk/en/asked/service"
    assert "tells you the answer" in kiosk.text
    (kept,) = referrals(database)
    assert (kept.state, kept.by, kept.consent_how, kept.language) == ("asked", "person", "online", "uk")
    assert (kept.phone, kept.target_group) == ("+37061234567", "senior")
    assert (kept.need, kept.wanted) == ("Exercises for a knee", ["ride"])
    with database.reading() as session:
        assert told(session, "events.referral.") == []
    assert "Zofija" in staff.open("/organise/mediation/").text
    assert "Needed on the way A ride there" in staff.open(f"/organise/mediation/{kept.id}").text


def test_a_relative_and_the_person_hear_the_answer_each_in_their_own_language(
    kiosk: Visitor, database: Database
) -> None:
    assert want(kiosk, by="relative").status == 422
    assert "Please fill this in." in kiosk.text
    assert (
        want(kiosk, by="relative", asker_name="Ona", their_phone="0 699 99999", speaks="ru", kinds=WAYS).status == 200
    )
    (kept,) = referrals(database)
    assert (kept.by, kept.name, kept.phone, kept.language) == ("relative", "Zofija", "+37069999999", "ru")
    assert (kept.asker_name, kept.asker_phone, kept.asker_language) == ("Ona", "+37061234567", "uk")
    assert kept.wanted == WAYS


def test_who_has_no_phone_is_asked_for_in_the_language_of_whoever_asks(kiosk: Visitor, database: Database) -> None:
    assert want(kiosk, by="relative", asker_name="Ona").status == 200
    (kept,) = referrals(database)
    assert (kept.phone, kept.language, kept.channel) == (None, "uk", "none")


def test_what_was_typed_of_somebody_else_is_left_out_where_one_asks_for_oneself(
    kiosk: Visitor, database: Database
) -> None:
    assert want(kiosk, asker_name="Ona", their_phone="12", speaks="ru").status == 200
    (kept,) = referrals(database)
    assert (kept.by, kept.phone, kept.language, kept.asker_name) == ("person", "+37061234567", "uk", None)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"agreed": ""}, "Without this we cannot pass your request on."),
        ({"phone": "12"}, "This is not a phone number"),
        ({"need": ""}, "Please fill this in."),
        ({"kinds": ["ride"] * 3}, "Please correct this:"),
    ],
)
def test_without_consent_or_what_is_needed_nothing_is_asked(
    kiosk: Visitor, database: Database, wrong: dict[str, Any], said: str
) -> None:
    assert want(kiosk, **wrong).status == 422
    assert said in kiosk.text
    assert "Zofija" in kiosk.page
    assert referrals(database) == []


def test_sent_twice_it_waits_once_and_is_counted_without_a_person(kiosk: Visitor, database: Database) -> None:
    form = kiosk.open(PATH).page
    for _ in range(2):
        kiosk.page = form
        assert kiosk.send(PATH, **WANTED).status == 200
    assert len(referrals(database)) == 1
    with database.reading() as session:
        counts = session.execute(text("SELECT language, what, thing, number FROM kiosk_counts")).all()
        assert [tuple(row) for row in counts] == [("en", "request", "service", 1)]
        tables = session.scalars(text("SELECT tablename FROM pg_tables WHERE tablename LIKE 'kiosk%'")).all()
        for table in (*tables, "answers", "limits"):
            kept = session.scalars(text(f"SELECT CAST(t AS text) FROM {table} AS t")).all()  # noqa: S608 - our own
            assert not [row for row in kept if "61234567" in row or "Zofija" in row]


def test_the_month_s_report_calls_it_by_its_name(kiosk: Visitor, staff: Visitor) -> None:
    want(kiosk)
    assert "Help me get this 1" in staff.open("/organise/kiosks/report").text


def test_elsewhere_little_is_let_through_and_changes_nothing(elsewhere: Visitor, database: Database) -> None:
    for number in range(ELSEWHERE[What.REQUEST].most):
        assert want(elsewhere, phone=f"0 612 3456{number}").status == 200
    assert want(elsewhere).status == 429
    assert len(referrals(database)) == ELSEWHERE[What.REQUEST].most


def test_what_is_not_offered_is_not_asked_for(kiosk: Visitor, database: Database) -> None:
    gone = f"/kiosk/en/services/{an_id('nothing')}/help"
    assert kiosk.open(gone).status == 404
    kiosk.open(PATH)
    with database.transaction() as session:
        session.execute(text("UPDATE directory_services SET status = 'inactive'"))
    assert kiosk.send(PATH, **WANTED).status == 404
    assert PATH not in kiosk.open(ENTRY).page
    assert referrals(database) == []
