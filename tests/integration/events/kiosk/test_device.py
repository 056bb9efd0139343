"""A device becomes a kiosk by a code that works once, and gets a list of what to keep for an hour without a network."""

import re
import threading

import pytest
from flask import Flask
from sqlalchemy import text

from services.events.kiosk import operations, queries
from services.events.kiosk.domain import CodeIsWrong, Door
from services.events.kiosk.operations import load_kiosk
from services.events.kiosk.pages.device import MOST
from shared.database import Database
from shared.errors import Forbidden, NotFound
from shared.languages import LANGUAGES
from tests.support.factories.board import a_post
from tests.support.factories.events import Worker, a_party, a_worker, an_event, an_organisation
from tests.support.factories.kiosk import PLACE, a_kiosk, a_service_id
from tests.support.visitor import Visitor


def test_a_code_shown_to_staff_makes_a_device_a_kiosk_once(staff: Visitor, elsewhere: Visitor, worker: Worker) -> None:
    facts = {"name": "Ekranas", "place": PLACE, "organisation_id": next(iter(worker.roles))}
    code = staff.open("/organise/kiosks/").send("/organise/kiosks/", **facts).text.split("Code for a device ")[2][:9]
    assert "No device yet" in staff.open("/organise/kiosks/").text
    typed = code.lower()
    elsewhere.open("/kiosk/en/pair").send("/kiosk/en/pair", code=typed)
    assert elsewhere.address == "/kiosk/lt/"
    assert "data-kiosk" in elsewhere.page
    assert "Runs on a device" in staff.open("/organise/kiosks/").text
    assert "last seen" in staff.text
    another = Visitor(elsewhere._client.application).open("/kiosk/en/pair")
    assert another.send("/kiosk/en/pair", code=typed).status == 410
    assert "This code is wrong, used or too old." in another.text
    assert another.send("/kiosk/en/pair", code="").status == 422


def test_of_two_devices_with_the_same_code_one_becomes_the_kiosk(database: Database, worker: Worker) -> None:
    with database.transaction() as session:
        code = a_kiosk(session, worker)["code"]
    outcomes: list[bool] = []
    ready = threading.Barrier(2)

    def give() -> None:
        ready.wait()
        try:
            with database.transaction() as session:
                operations.pair(session, code)
            outcomes.append(True)
        except CodeIsWrong:
            outcomes.append(False)

    devices = [threading.Thread(target=give) for _ in range(2)]
    for device in devices:
        device.start()
    for device in devices:
        device.join()
    assert sorted(outcomes) == [False, True]


def test_two_who_ask_at_once_get_the_same_short_address(town: Flask, database: Database) -> None:
    found: list[str] = []
    ready = threading.Barrier(2)

    def look() -> None:
        ready.wait()
        with database.transaction() as session:
            found.append(operations.shorten(session, a_service_id()))

    both = [threading.Thread(target=look) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert len(found) == 2
    assert len(set(found)) == 1


def test_a_code_is_over_after_a_day_and_replaced_by_a_new_one(database: Database, worker: Worker) -> None:
    with database.transaction() as session:
        made = a_kiosk(session, worker)
        newer = operations.renew_code(session, worker, made["id"])
    for code in (made["code"], "", "ZZZZZZZZ"):
        with pytest.raises(CodeIsWrong), database.transaction() as session:
            operations.pair(session, code)
    with database.transaction() as session:
        session.execute(text("UPDATE kiosks SET code_until = now()"))
    with pytest.raises(CodeIsWrong), database.transaction() as session:
        operations.pair(session, newer["code"])


def test_an_ended_kiosk_is_none_for_its_device(
    kiosk: Visitor, staff: Visitor, database: Database, worker: Worker
) -> None:
    assert "data-kiosk" in kiosk.open("/kiosk/lt/").page
    with database.transaction() as session:
        (id_,) = session.scalars(text("SELECT id FROM kiosks"))
    staff.open("/organise/kiosks/").send(f"/organise/kiosks/{id_}/end")
    assert "The kiosk is ended." in staff.text
    assert "data-kiosk" not in kiosk.open("/kiosk/lt/").page
    with pytest.raises(NotFound), database.transaction() as session:
        operations.end_kiosk(session, worker, id_)


def test_only_those_who_plan_for_the_organisation_keep_its_kiosks(database: Database, worker: Worker) -> None:
    with database.transaction() as session:
        made = a_kiosk(session, worker)
        stranger = a_worker(session, an_organisation(session, "Kita"), email="kita@example.lt")
        social = a_worker(session, next(iter(worker.roles)), "social_worker", "soc@example.lt")
    for person, refusal in ((stranger, NotFound), (social, Forbidden)):
        with pytest.raises(refusal), database.transaction() as session:
            operations.renew_code(session, person, made["id"])


def test_the_device_is_told_what_to_keep_in_every_language(kiosk: Visitor) -> None:
    listed = kiosk._client.get("/kiosk/copy.json").get_json()
    for language in LANGUAGES:
        for path in ("", "for/senior", "news", "offline", f"services/{a_service_id()}"):
            assert f"/kiosk/{language}/{path}" in listed["pages"]
        assert f"/kiosk/{language}/events" in listed["events"]
    assert not [
        one
        for one in listed["pages"]
        if one.endswith(("/phone", f"{a_service_id()}/help")) or "/help/" in one or "search" in one
    ]
    assert [one for one in listed["assets"] if "noto-sans-arabic" in one]
    pages = [one for one in (*listed["pages"], *listed["events"]) if one.startswith("/kiosk/ar/")]
    for address in (*pages, *listed["assets"]):
        with kiosk._client.get(address) as answer:
            assert answer.status_code == 200


def test_of_a_large_directory_the_copy_has_all_that_its_lists_lead_to(kiosk: Visitor, database: Database) -> None:
    """Others that come first by name, and are for nobody in particular, push out nothing behind the four doors."""
    others = text(
        "INSERT INTO directory_services SELECT (jsonb_populate_record(s, jsonb_build_object("
        """'id', gen_random_uuid(), 'name', jsonb_build_object('lt', 'AA ' || n)))).* """
        "FROM directory_services AS s, generate_series(1, 2000) AS n WHERE s.id = :id"
    )
    with database.transaction() as session:
        session.execute(others, {"id": a_service_id()})
    listed = kiosk._client.get("/kiosk/copy.json").get_json()
    kept = {one for one in listed["pages"] if one.startswith("/kiosk/uk/")}
    lists = sorted(one for one in kept if "/for/" in one)
    assert {one.rpartition("/")[2] for one in lists} >= {*Door, "everything?page=2"}
    for address in lists:
        leads = set(re.findall(r'href="(/kiosk/uk/services/[^"/]+)"', kiosk.open(address).page))
        assert leads
        assert (address, leads - kept) == (address, set())
    assert sum("/services/" in one for one in kept) == MOST


def test_the_copy_has_a_new_version_when_a_service_or_the_news_changes(
    kiosk: Visitor, database: Database, worker: Worker
) -> None:
    first = kiosk._client.get("/kiosk/copy.json").get_json()["version"]
    assert kiosk._client.get("/kiosk/copy.json").get_json()["version"] == first
    with database.transaction() as session:
        session.execute(text("UPDATE directory_services SET status = 'inactive'"))
    second = kiosk._client.get("/kiosk/copy.json").get_json()["version"]
    assert second != first
    with database.transaction() as session:
        a_post(session, worker)
    assert kiosk._client.get("/kiosk/copy.json").get_json()["version"] != second


def test_the_pages_of_events_have_a_version_of_their_own(kiosk: Visitor, database: Database, worker: Worker) -> None:
    def versions() -> tuple[str, str]:
        listed = kiosk._client.get("/kiosk/copy.json").get_json()
        return listed["version"], listed["events_version"]

    first = versions()
    with database.transaction() as session:
        event = an_event(session, worker)
    second = versions()
    assert (second[0] == first[0], second[1] == first[1]) == (True, False)
    with database.transaction() as session:
        a_party(session, event["occurrences"][0]["id"], 2)
    third = versions()
    with database.transaction() as session:
        session.execute(text('UPDATE events SET title = title || \'{"ar": "عنوان آخر"}\''))
    assert len({second[1], third[1], versions()[1]}) == 3
    assert versions() == versions()


def test_the_worker_stands_where_it_may_serve_the_screen_and_nothing_else(kiosk: Visitor) -> None:
    answer = kiosk._client.get("/kiosk/worker.js")
    assert answer.content_type.startswith("text/javascript")
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert kiosk._client.get("/kiosk/lt/").headers["Content-Security-Policy"].startswith("default-src 'self'")


def test_the_sample_kiosk_is_loaded_once(app: Flask, database: Database, worker: Worker) -> None:
    with database.transaction() as session:
        keeper = session.scalars(text("SELECT name FROM organisations")).one()
        facts = {"keeper": keeper, "name": "Ekranas", "place": PLACE}
        assert load_kiosk(session, facts) is True
        assert load_kiosk(session, facts) is False
        found, more = queries.kiosks(session, list(worker.roles), limit=5)
    assert [(one["place"], one["paired"]) for one in found] == [(PLACE, False)]
    assert more is None
