"""People are asked instead of the screen: for a call, a visit, a helper at once, a ride. Bad input changes nothing."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import text

from services.events.kiosk import operations
from services.events.kiosk.domain import Call, What, days_to_choose
from services.events.kiosk.pages.limiting import ELSEWHERE, TO_A_NUMBER
from shared.database import Database
from shared.errors import NotFound
from shared.messaging.due import process_due
from tests.support.factories.events import Worker
from tests.support.factories.kiosk import PLACE, a_service_id
from tests.support.ledger import audited, told
from tests.support.visitor import Visitor

CALL = {"name": "Zofija", "phone": "0 612 34567", "spoken": "ru", "target": "senior"}
DAY = days_to_choose(datetime.now(ZoneInfo("Europe/Vilnius")).date())[0]


def ask(visitor: Visitor, wish: str, **typed: Any) -> Visitor:
    path = f"/kiosk/en/help/{wish}"
    return visitor.open(path).send(path, **typed)


def messages(database: Database, about: str = "events.assistance.") -> list[Any]:
    with database.transaction() as session:
        return told(session, about)


def test_a_helper_is_asked_to_the_screen_without_a_name_or_a_phone(kiosk: Visitor, database: Database) -> None:
    assert ask(kiosk, "helper", reach="here", spoken="uk").address == "/kiosk/en/asked/helper"
    (asked,) = messages(database)
    assert (asked.errand.kind, asked.by, asked.name, asked.languages) == ("kiosk_help", "kiosk", "", ("uk",))
    assert PLACE in asked.place
    assert (asked.person.channel, asked.person.phone, asked.person.language) == ("none", None, "en")


def test_whoever_is_rung_for_the_screen_hears_where_it_stands_and_of_a_visit_the_town_alone(
    kiosk: Visitor, database: Database
) -> None:
    ask(kiosk, "helper", reach="here", spoken="uk")
    ask(kiosk, "visit", **CALL, place="Vytauto g. 3", day=DAY.isoformat(), half="morning")
    areas = {asked.errand.kind: asked.errand.area for asked in messages(database)}
    assert areas["kiosk_help"] == f"Ekranas, {PLACE}"
    assert PLACE not in areas["home_visit"]


def test_a_helper_who_shall_call_needs_a_phone(kiosk: Visitor, database: Database) -> None:
    assert ask(kiosk, "helper", reach="phone", spoken="uk").status == 422
    assert "Please type your phone number, or choose the first answer." in kiosk.text
    assert ask(kiosk, "helper", reach="phone", phone="0 612 34567", spoken="uk").status == 200
    assert [one.person.phone for one in messages(database)] == ["+37061234567"]


def test_a_visit_is_asked_for_a_working_day_on_the_clocks_of_the_town(kiosk: Visitor, database: Database) -> None:
    ask(kiosk, "visit", **CALL, place="Topolių g. 5", day=DAY.isoformat(), half="afternoon")
    (asked,) = messages(database)
    begins = asked.errand.starts_at.astimezone(ZoneInfo("Europe/Vilnius"))
    assert (asked.errand.kind, begins.date(), begins.hour) == ("home_visit", DAY, 13)
    assert (asked.place, asked.name, asked.target_group) == ("Topolių g. 5", "Zofija", "senior")
    assert (asked.person.channel, asked.person.phone) == ("sms", "+37061234567")


def test_a_ride_begins_before_the_appointment(kiosk: Visitor, database: Database) -> None:
    ask(kiosk, "ride", **CALL, place="Topolių g. 5", destination="Poliklinika", day=DAY.isoformat(), hour="10:00")
    (asked,) = messages(database)
    assert asked.errand.kind == "ride"
    assert asked.errand.destination == "Poliklinika"
    assert asked.errand.starts_at < asked.errand.appointment_at == asked.errand.ends_at


@pytest.mark.parametrize("wish", ["call", "visit", "helper", "ride"])
def test_an_empty_form_says_what_is_missing_and_changes_nothing(kiosk: Visitor, database: Database, wish: str) -> None:
    assert ask(kiosk, wish).status == 422
    assert "Please fill this in." in kiosk.text
    assert messages(database) == []


def test_a_form_sent_twice_counts_once(kiosk: Visitor, database: Database) -> None:
    kiosk.open("/kiosk/en/help/call")
    form = kiosk.page
    for _ in range(2):
        kiosk.page = form
        assert kiosk.send("/kiosk/en/help/call", **CALL).status == 200
    with database.transaction() as session:
        assert session.scalar(text("SELECT count(*) FROM kiosk_calls")) == 1


def test_whoever_wants_to_be_called_is_in_the_list_until_somebody_has_called(
    kiosk: Visitor, staff: Visitor, database: Database
) -> None:
    ask(kiosk, "call", **CALL)
    assert messages(database) == []
    staff.open("/organise/kiosks/calls")
    for words in ("Zofija", "+37061234567", "Русский", "Seniors", "Ekranas"):
        assert words in staff.text
    with database.transaction() as session:
        call = session.scalars(text("SELECT id FROM kiosk_calls")).one()
    for state, said in (("not_reached", "Noted: not reached."), ("done", "Noted: called.")):
        assert said in staff.send(f"/organise/kiosks/calls/{call}/{state}").text
    assert "Nobody waits for a call." in staff.text
    assert staff.open("/organise/kiosks/calls?show=called").text.count("Zofija") == 1
    staff.open("/organise/kiosks/calls?show=called")
    with database.transaction() as session:
        assert "kiosk_calls_read" in audited(session)
        assert "kiosk_call_done" in audited(session)


def test_two_colleagues_never_both_call(kiosk: Visitor, staff: Visitor, database: Database) -> None:
    ask(kiosk, "call", **CALL)
    with database.transaction() as session:
        call = session.scalars(text("SELECT id FROM kiosk_calls")).one()
    both = staff.open("/organise/kiosks/calls").page
    staff.send(f"/organise/kiosks/calls/{call}/done")
    staff.page = both
    assert staff.send(f"/organise/kiosks/calls/{call}/not_reached").status == 409
    assert "A colleague has called already." in staff.text


def test_a_contact_is_wiped_when_its_time_is_over(app: Flask, kiosk: Visitor, database: Database) -> None:
    ask(kiosk, "call", **CALL)
    with database.transaction() as session:
        late = "SELECT due_at > now() + interval '29 days' FROM due WHERE kind = 'kiosk_call_forgotten'"
        assert session.scalar(text(late)) is True
        session.execute(text("UPDATE due SET due_at = now() WHERE kind = 'kiosk_call_forgotten'"))
    assert process_due(app.extensions["talka"].service) == 2  # and staff hear that somebody waits
    with database.transaction() as session:
        assert session.execute(text("SELECT name, phone, language FROM kiosk_calls")).one() == ("", "", "ru")


def test_staff_hear_again_of_whoever_nobody_has_tried_to_call(
    app: Flask, kiosk: Visitor, staff: Visitor, database: Database
) -> None:
    ask(kiosk, "call", **CALL)

    def a_working_day_passes() -> list[str]:
        """What waits for staff afterwards."""
        with database.transaction() as session:
            session.execute(text("UPDATE due SET due_at = now() WHERE kind = 'kiosk_call_waits'"))
            session.execute(text("DELETE FROM staff_waits"))
        process_due(app.extensions["talka"].service)
        with database.transaction() as session:
            return list(session.scalars(text("SELECT what FROM staff_waits")))

    assert a_working_day_passes() == ["kiosk_call"]
    assert a_working_day_passes() == ["kiosk_call"]
    with database.transaction() as session:
        call = session.scalars(text("SELECT id FROM kiosk_calls")).one()
    staff.open("/organise/kiosks/calls").send(f"/organise/kiosks/calls/{call}/not_reached")
    assert a_working_day_passes() == []


def test_a_visit_waits_for_a_coordinator_wherever_it_was_typed_and_a_helper_at_the_kiosk_does_not(
    kiosk: Visitor, elsewhere: Visitor, database: Database
) -> None:
    visit = CALL | {"place": "Topolių g. 5", "day": DAY.isoformat(), "half": "morning"}

    def waiting() -> list[str]:
        with database.transaction() as session:
            return list(session.scalars(text("SELECT what FROM staff_waits")))

    ask(kiosk, "helper", reach="here", spoken="lt")
    assert waiting() == []
    for number, visitor in enumerate((kiosk, elsewhere), 1):
        ask(visitor, "visit", **visit)
        assert waiting() == ["request"] * number


def test_elsewhere_no_helper_is_sent_and_the_oldest_kiosk_answers(
    kiosk: Visitor, elsewhere: Visitor, database: Database
) -> None:
    assert "/help/helper" in kiosk.open("/kiosk/en/help").page
    assert "/help/helper" not in elsewhere.open("/kiosk/en/help").page
    assert ask(elsewhere, "helper", reach="here", spoken="lt").status == 409
    ask(elsewhere, "visit", **CALL, place="Topolių g. 5", day=DAY.isoformat(), half="morning")
    assert [one.by for one in messages(database)] == ["person"]


def test_where_nobody_has_a_kiosk_nobody_pretends_to_read(elsewhere: Visitor) -> None:
    assert "/help/call" not in elsewhere.open("/kiosk/en/help").page
    assert ask(elsewhere, "call", **CALL).status == 409
    assert "Nobody reads requests here yet." in elsewhere.text


def test_elsewhere_and_to_one_number_little_is_let_through(
    kiosk: Visitor, elsewhere: Visitor, database: Database
) -> None:
    for _ in range(ELSEWHERE[What.REQUEST].most):
        assert ask(elsewhere, "call", **CALL).status == 200
    assert ask(elsewhere, "call", **CALL | {"phone": "0 612 34568"}).status == 429
    for _ in range(TO_A_NUMBER[What.REQUEST].most - ELSEWHERE[What.REQUEST].most):
        assert ask(kiosk, "call", **CALL).status == 200
    assert ask(kiosk, "call", **CALL).status == 429
    assert ask(kiosk, "call", **CALL | {"phone": "0 612 34568"}).status == 200
    with database.transaction() as session:
        assert session.scalar(text("SELECT count(*) FROM kiosk_calls")) == TO_A_NUMBER[What.REQUEST].most + 1


def take_away(visitor: Visitor, phone: str) -> Visitor:
    path = f"/kiosk/uk/services/{a_service_id('at_home')}/phone"
    return visitor.open(path).send(path, phone=phone)


def test_a_page_goes_to_a_phone_whose_number_is_kept_nowhere(kiosk: Visitor, database: Database) -> None:
    assert take_away(kiosk, "0 612 34567").address == "/kiosk/uk/sent"
    (asked,) = messages(database, "events.kiosk.")
    assert (asked.contact.channel, asked.contact.phone, asked.contact.language) == ("sms", "+37061234567", "uk")
    assert "+370 600 00002" in asked.text["lt"]
    assert kiosk.open(asked.link.removeprefix("https://talka.test")).status == 200
    with database.transaction() as session:
        tables = session.scalars(text("SELECT tablename FROM pg_tables WHERE tablename LIKE 'kiosk%'")).all()
        for table in (*tables, "answers", "limits"):
            kept = session.scalars(text(f"SELECT CAST(t AS text) FROM {table} AS t")).all()  # noqa: S608 - our own
            assert not [row for row in kept if "61234567" in row]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("0 458 71234", "landline"),
        ("+1 201 555 0123", "numbers of this country"),
        ("12", "This is not a phone number"),
        ("", "Please fill this in."),
    ],
)
def test_a_number_that_gets_no_sms_is_said_to_be_none(
    kiosk: Visitor, database: Database, typed: str, said: str
) -> None:
    path = f"/kiosk/en/services/{a_service_id()}/phone"
    assert kiosk.open(path).send(path, phone=typed).status == 422
    assert said in kiosk.text
    assert messages(database, "events.kiosk.") == []


def test_one_number_is_not_flooded(kiosk: Visitor, database: Database) -> None:
    for _ in range(TO_A_NUMBER[What.TAKE_AWAY].most):
        assert take_away(kiosk, "0 612 34567").status == 200
    assert take_away(kiosk, "8 612 34567").status == 429
    assert len(messages(database, "events.kiosk.")) == TO_A_NUMBER[What.TAKE_AWAY].most


def test_a_call_that_is_not_there_is_not_answered(database: Database, worker: Worker) -> None:
    with pytest.raises(NotFound), database.transaction() as session:
        operations.answer_call(session, worker, a_service_id(), Call.DONE)


def test_the_phone_of_the_organisation_is_taken_away_where_the_service_has_none(
    kiosk: Visitor, database: Database
) -> None:
    """As the service's page shows it."""
    with database.transaction() as session:
        moved = "UPDATE directory_phones SET service_id = NULL, organization_id = s.organization_id "
        which = "FROM directory_services AS s WHERE s.id = service_id AND s.id = :id"
        session.execute(text(moved + which), {"id": a_service_id("at_home")})
    take_away(kiosk, "0 612 34567")
    (asked,) = messages(database, "events.kiosk.")
    assert "+370 600 00002" in asked.text["lt"]


def test_a_hidden_service_is_sent_to_no_phone(kiosk: Visitor, database: Database) -> None:
    path = f"/kiosk/en/services/{a_service_id()}/phone"
    kiosk.open(path)
    with database.transaction() as session:
        session.execute(text("UPDATE directory_services SET is_draft = true"))
    for page in (kiosk.send(path, phone="0 612 34567"), kiosk.send(path, phone="12"), kiosk.open(path)):
        assert (page.status, "This service is not here any more." in page.text) == (404, True)
    assert messages(database, "events.kiosk.") == []


def test_no_hour_of_an_appointment_is_chosen_beforehand(kiosk: Visitor, database: Database) -> None:
    typed = CALL | {"place": "Topolių g. 5", "destination": "Poliklinika", "day": DAY.isoformat(), "hour": ""}
    assert '<option value="" selected>Please choose' in kiosk.open("/kiosk/en/help/ride").page
    assert ask(kiosk, "ride", **typed).status == 422
    assert messages(database) == []


def test_where_a_phone_is_all_that_is_asked_for_nobody_is_told_to_type_an_email(kiosk: Visitor) -> None:
    path = f"/kiosk/en/services/{a_service_id()}/phone"
    assert "e-mail" not in kiosk.open(path).send(path, phone="+1 201 555 0123").text
