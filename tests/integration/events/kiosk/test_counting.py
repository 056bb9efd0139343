"""Counts without persons: how often, on which day, in which language; words in vain only when asked on two days."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import text

from shared.database import Database
from tests.integration.events.conftest import Caller
from tests.support import statements
from tests.support.factories.events import Worker
from tests.support.factories.kiosk import a_kiosk, a_service_id
from tests.support.visitor import Visitor


def walk(visitor: Visitor) -> None:
    """What somebody does who finds one thing and not another."""
    for path in ("for/senior", f"services/{a_service_id()}", "search?words=valtis", "search?words=pagalba"):
        visitor.open(f"/kiosk/uk/{path}")


def counted(database: Database) -> list[tuple[str, str, str, int]]:
    wanted = text("SELECT language, what, thing, number FROM kiosk_counts ORDER BY what, thing")
    with database.transaction() as session:
        return [tuple(row) for row in session.execute(wanted)]


def words(database: Database) -> list[tuple[str | None, int]]:
    with database.transaction() as session:
        rows = session.execute(text("SELECT word, times FROM kiosk_missed ORDER BY times DESC, word"))
        return [(row.word, row.times) for row in rows]


def a_day_later(database: Database) -> None:
    with database.transaction() as session:
        session.execute(text("UPDATE kiosk_missed SET first_day = first_day - 1"))


def test_what_happens_at_a_kiosk_is_counted_by_day_and_language(kiosk: Visitor, database: Database) -> None:
    walk(kiosk)
    walk(kiosk)
    service = str(a_service_id())
    assert counted(database) == [
        ("uk", "door", "senior", 2),
        ("uk", "search", "", 4),
        ("uk", "service", service, 2),
    ]


def test_what_happens_elsewhere_is_not(kiosk: Visitor, elsewhere: Visitor, database: Database) -> None:
    walk(elsewhere)
    assert counted(database) == []
    assert words(database) == []


def test_a_word_in_vain_is_readable_only_from_the_second_day_on(kiosk: Visitor, database: Database) -> None:
    for _ in range(2):
        kiosk.open("/kiosk/lt/search?words=Baidarė")
    assert words(database) == [(None, 2)]
    a_day_later(database)
    kiosk.open("/kiosk/lt/search?words=baidare")
    assert words(database) == [("baidare", 3)]


@pytest.mark.parametrize("word", ["Psichologas", "Стоматолог", "Ąžuolai"])
def test_a_word_in_vain_is_shown_as_people_type_it(
    kiosk: Visitor, staff: Visitor, database: Database, word: str
) -> None:
    kiosk.open(f"/kiosk/lt/search?words={word}")
    assert word.lower() not in staff.open("/organise/kiosks/report").text
    a_day_later(database)
    kiosk.open(f"/kiosk/lt/search?words={word}")
    assert word.lower() in staff.open("/organise/kiosks/report").text


def test_of_a_search_that_finds_something_by_its_other_words_the_missing_one_is_noted(
    kiosk: Visitor, database: Database
) -> None:
    for _ in range(2):
        kiosk.open("/kiosk/lt/search?words=pagalba Baidarė")
        assert "These services have some of them" in kiosk.open("/kiosk/en/search?words=pagalba Baidarė").text
        a_day_later(database)
    assert words(database) == [("baidarė", 4)]


def test_what_services_have_but_none_together_is_not_in_vain(kiosk: Visitor, database: Database) -> None:
    kiosk.open("/kiosk/en/search?words=lankstinukai palydėti")
    assert "These services have some of them" in kiosk.text
    assert words(database) == []


def test_a_word_that_only_a_hidden_service_has_is_in_vain(kiosk: Visitor, database: Database) -> None:
    with database.transaction() as session:
        session.execute(text("UPDATE directory_services SET is_draft = true WHERE words @> ARRAY['lankstinukai']"))
    kiosk.open("/kiosk/en/search?words=lankstinukai palydėti")
    assert words(database) == [(None, 1)]


def test_the_second_day_may_be_in_the_next_month(kiosk: Visitor, database: Database) -> None:
    """Each month has its own count; that somebody looked for the word on a day of the month before is not forgotten."""
    kiosk.open("/kiosk/lt/search?words=baidarė")
    with database.transaction() as session:
        session.execute(text("UPDATE kiosk_missed SET month = month - interval '1 month', first_day = first_day - 1"))
    kiosk.open("/kiosk/lt/search?words=baidarė irklai")
    kiosk.open("/kiosk/lt/search?words=baidarė")
    assert words(database) == [("baidarė", 2), (None, 1), (None, 1)]


@pytest.mark.parametrize("searched", ["zzz 861234567", "zzzz@example.lt", "zz38001011234", "ž" * 60])
def test_what_looks_like_a_phone_a_code_or_an_address_is_never_kept(
    kiosk: Visitor, database: Database, searched: str
) -> None:
    kiosk.open(f"/kiosk/lt/search?words={searched}")
    a_day_later(database)
    kiosk.open(f"/kiosk/lt/search?words={searched}")
    assert [word for word, _times in words(database) if word and len(word) > 24] == []
    assert [word for word, _times in words(database) if word and any(one.isdigit() for one in word)] == []


def test_seals_of_words_that_nobody_asked_for_again_are_deleted(kiosk: Visitor, database: Database) -> None:
    kiosk.open("/kiosk/lt/search?words=baidare")
    with database.transaction() as session:
        session.execute(text("UPDATE kiosk_missed SET month = '2026-01-01'"))
    kiosk.open("/kiosk/lt/search?words=irklai")
    assert words(database) == [(None, 1)]


def test_the_report_shows_a_month_and_the_table_each_count(kiosk: Visitor, staff: Visitor, database: Database) -> None:
    assert "Nothing was counted in this month." in staff.open("/organise/kiosks/report").text
    walk(kiosk)
    kiosk.open("/kiosk/uk/help/helper").send("/kiosk/uk/help/helper", reach="here", spoken="uk")
    a_day_later(database)
    kiosk.open("/kiosk/uk/search?words=valtis")
    said = staff.open("/organise/kiosks/report").text
    for part in ("Ekranas", "Українська", "Older people", "Informavimas apie socialines paslaugas", "valtis"):
        assert part in said
    assert "I need a helper here" in said
    table = staff.open("/organise/kiosks/report.csv").page
    assert table.startswith("\ufeffDay,Kiosk,")
    assert ",Ekranas,uk,door,senior,1\r\n" in table
    assert "Nothing was counted" in staff.open("/organise/kiosks/report?month=2026-01").text
    assert staff.open("/organise/kiosks/report?month=<b>").status == 200


def test_no_formula_is_smuggled_into_a_spreadsheet(
    town: Flask, staff: Visitor, database: Database, worker: Worker
) -> None:
    with database.transaction() as session:
        made = a_kiosk(session, worker, name="=1+1")
        session.execute(
            text("INSERT INTO kiosk_counts VALUES (:id, timezone('Europe/Vilnius', now()), 'lt', 'door', 'senior', 1)"),
            {"id": made["id"]},
        )
    assert ",'=1+1,lt," in staff.open("/organise/kiosks/report.csv").page


def test_the_api_tells_staff_of_their_kiosks_alone(
    kiosk: Visitor, owner: Caller, stranger: Caller, anyone: Caller, database: Database, organisation_id: str
) -> None:
    walk(kiosk)
    facts = {"organisation_id": organisation_id, "name": "Antras", "place": "Rokiškis"}
    made = owner("POST", "/kiosks", facts).get_json()
    assert owner("POST", f"/kiosks/{made['id']}/code").get_json()["code"] != made["code"]
    page = owner("GET", "/kiosks?limit=1").get_json()
    assert [one["name"] for one in page["items"]] == ["Ekranas"]
    assert [one["name"] for one in owner("GET", f"/kiosks?after={page['next']}").get_json()["items"]] == ["Antras"]
    report = owner("GET", "/kiosks/counts").get_json()
    assert {"name": "senior", "number": 1} in report["doors"]
    assert date.fromisoformat(report["month"]).day == 1
    assert owner("GET", "/kiosks/counts?month=2026-01").get_json()["kiosks"] == []
    assert owner("GET", "/kiosks/counts?month=never").status_code == 422
    assert stranger("GET", "/kiosks").get_json()["items"] == []
    assert stranger("DELETE", f"/kiosks/{made['id']}").status_code == 404
    assert owner("DELETE", f"/kiosks/{made['id']}").status_code == 204
    assert anyone("GET", "/kiosks").status_code == 401


def calls(database: Database, worker: Worker, number: int) -> None:
    """So many people who want to be called, one after the other."""
    with database.transaction() as session:
        session.execute(
            text(
                "INSERT INTO kiosk_calls (id, organisation_id, asked_at, name, phone, language) "
                "SELECT gen_random_uuid(), :id, now() - make_interval(mins => n), 'A' || n, '+37061234567', 'lt' "
                "FROM generate_series(1, :number) AS n"
            ),
            {"id": next(iter(worker.roles)), "number": number},
        )


def test_calls_have_pages(staff: Visitor, database: Database, worker: Worker) -> None:
    calls(database, worker, 21)
    assert "A21" in staff.open("/organise/kiosks/calls").text
    link = staff.page.split("?after=")[1].split('"')[0]
    assert "A1 " in staff.open(f"/organise/kiosks/calls?after={link}").text


def test_longer_pages_of_staff_ask_nothing_more(staff: Visitor, database: Database, worker: Worker) -> None:
    asked = []
    for number in (1, 5):
        calls(database, worker, number)
        with database.transaction() as session:
            for name in range(number):
                kiosk_id = a_kiosk(session, worker, name=f"Ekranas {name}")["id"]
                counts = text("INSERT INTO kiosk_counts VALUES (:id, now(), 'lt', 'service', :service, 1)")
                session.execute(counts, {"id": kiosk_id, "service": str(a_service_id())})
        for page in ("", "calls", "report", "report.csv"):
            with statements.counted(database.engine) as seen:
                assert staff.open(f"/organise/kiosks/{page}").status == 200
            asked.append(len(seen))
    assert asked[:4] == asked[4:]
