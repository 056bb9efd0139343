"""Pages of those who keep entries: what waits, and every change of one."""

from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import text

from services.events.directory import listeners, operations, queries
from services.events.directory.domain import id_of, read_json
from services.events.directory.operations import import_document
from shared.contracts.envelope import wrap
from shared.contracts.notifications import MessageDelivered, MessageFailed
from shared.database import Database
from tests.integration.events.conftest import token_of
from tests.integration.events.directory.conftest import INFORMING, grow_old, lose_text, token
from tests.support.factories.directory import a_service, an_id
from tests.support.factories.events import Worker, a_worker, an_organisation
from tests.support.statements import counted
from tests.support.visitor import Visitor, hidden

ENTRY = f"/organise/directory/{INFORMING}"
PUBLIC = f"/directory/services/{INFORMING}"


def entry(database: Database) -> dict[str, Any]:
    with database.reading() as session:
        return queries.entry(session, INFORMING)


def test_what_waits_for_somebody_stands_first(keeper: Visitor, database: Database) -> None:
    order = [UUID(id_of(f"service:{name}")) for name in ("spreading", "mediation", "accompanied")]
    with database.transaction() as session:
        operations.report_error(session, order[0], "other")
        grow_old(session, 12, order[1])
        grow_old(session, 7, order[2])
        session.execute(
            text("UPDATE directory_services SET confirmed_at = now() - interval '170 days' WHERE id = :id"),
            {"id": INFORMING},
        )
    page = keeper.open("/organise/directory/").page
    places = [page.index(f'"/organise/directory/{id_}"') for id_ in order]
    assert places[0] < min(places[1:])
    assert max(places) < page.index(f'"/organise/directory/{INFORMING}"')
    for words in ("Error reported", "Hidden: not checked for long", "Check is overdue", "To be checked soon"):
        assert words in keeper.text


def test_the_list_is_searched_with_mistakes(keeper: Visitor) -> None:
    accompanied = id_of("service:accompanied")
    assert accompanied in keeper.open("/organise/directory/?search=pavezejimas").page
    assert str(INFORMING) not in keeper.page
    assert "No entry of yours has these words." in keeper.open("/organise/directory/?search=zzzz&page=x").text


def test_others_see_none_of_it(town: Flask, database: Database) -> None:
    with database.transaction() as session:
        stranger = a_worker(session, an_organisation(session))
    visitor = Visitor(town, lang="en", talka_staff=token_of(stranger)).open("/organise/directory/")
    assert "You keep no entries yet." in visitor.text
    for page in ("", "/texts", "/facts", "/places/new", "/history"):
        assert visitor.open(ENTRY + page).status == 404


def test_texts_are_written_in_every_language_and_gaps_are_named(keeper: Visitor, database: Database) -> None:
    lose_text(database, "uk")
    assert "Texts are missing in:" in keeper.open(ENTRY).text
    keeper.open(f"{ENTRY}/texts")
    typed = {"name": "Informavimas", "x_name_uk": "Інформування", "description": "Pasakome", "x_name_ar": "معلومات"}
    assert "Saved." in keeper.send(f"{ENTRY}/texts", **typed).text
    now = entry(database)
    assert (now["name"], now["x_name_uk"], now["x_name_ar"]) == ("Informavimas", "Інформування", "معلومات")
    assert "x_description_uk" not in now
    keeper.open(f"{ENTRY}/texts").send(f"{ENTRY}/texts", x_name_uk="Лише")
    assert (keeper.status, "Please fill this in." in keeper.text) == (422, True)
    keeper.open(f"{ENTRY}/texts").send(f"{ENTRY}/texts", name="Kas", x_description_uk="Лише")
    assert (keeper.status, "Please fill this in." in keeper.text) == (422, True)


def test_two_people_do_not_overwrite_each_other(town: Flask, keeper: Visitor, worker: Worker) -> None:
    other = Visitor(town, lang="en", talka_staff=token_of(worker)).open(f"{ENTRY}/texts")
    keeper.open(f"{ENTRY}/texts").send(f"{ENTRY}/texts", name="Pirmas")
    other.send(f"{ENTRY}/texts", name="Antras")
    assert (other.status, "Somebody else has changed this meanwhile." in other.text) == (409, True)
    assert "Pirmas" in keeper.open(ENTRY).text


def test_phones_costs_and_documents_are_rows_that_come_and_go(keeper: Visitor, database: Database) -> None:
    facts = {
        "phones-0-number": "+370 611 11111",
        "phones-0-x_description_en": "All day",
        "cost_options-0-amount": "2,5",
    }
    facts |= {"required_documents-0-document": "Pasas", "required_documents-1-document": "Pažyma", "minimum_age": "60"}
    facts["phones-0-description"] = "Visą dieną"
    keeper.open(f"{ENTRY}/facts").send(f"{ENTRY}/facts", **facts)
    now = entry(database)
    assert ([one["number"] for one in now["phones"]], now["minimum_age"]) == (["+370 611 11111"], 60)
    assert (now["cost_options"][0]["amount"], now["cost_options"][0]["currency"]) == (2.5, "EUR")
    assert [one["document"] for one in now["required_documents"]] == ["Pasas", "Pažyma"]
    kept = now["required_documents"][1]["id"]
    keeper.open(f"{ENTRY}/facts").send(f"{ENTRY}/facts", **{"required_documents-1-document": "Pažyma"})
    now = entry(database)
    assert [(one["id"], one["document"]) for one in now["required_documents"]] == [(kept, "Pažyma")]
    assert "phones" not in now
    keeper.open(f"{ENTRY}/facts").send(f"{ENTRY}/facts", **{"phones-0-number": "namai"})
    assert (keeper.status, "This is not a phone number." in keeper.text) == (422, True)


PLACE = {"address_1": "Respublikos g. 1", "city": "Rokiškis", "state_province": "Panevėžio apskritis"}
PLACE |= {"postal_code": "LT-42136", "name": "Naujas", "accessibility-0-description": "Be laiptų"}
PLACE |= {"languages-0-code": "ru", "languages-0-note": "Antradieniais"}
HOURS: dict[str, Any] = {"schedules-0-byday": ["MO", "WE"], "schedules-0-opens_at": "08:00"}
HOURS |= {"schedules-0-closes_at": "12:00", "x_exceptions-0-day": "2026-12-23", "x_exceptions-0-reason": "Šventė"}


def test_a_place_is_added_changed_and_taken_away(keeper: Visitor, database: Database) -> None:
    keeper.open(f"{ENTRY}/places/new").send(f"{ENTRY}/places/new", **PLACE | HOURS)
    assert "Saved." in keeper.text
    place = next(one for one in entry(database)["service_at_locations"] if one["location"].get("name") == "Naujas")
    location, (row,) = place["location"], place["location"]["schedules"]
    assert (row["byday"], row["opens_at"], row["x_exceptions"][0]["day"]) == ("MO,WE", "08:00", "2026-12-23")
    assert (location["languages"][0]["code"], location["accessibility"][0]["description"]) == ("ru", "Be laiptų")
    for words in ("Respublikos g. 1", "Monday", "08:00–12:00", "Be laiptų", "Russian"):
        assert words in Visitor(keeper_app(keeper), lang="en").open(PUBLIC).text
    address = f"{ENTRY}/places/{place['id']}"
    keeper.open(address)
    action, fields = hidden(keeper.page, address)
    assert fields["schedules-0-id"] == row["id"]
    wrong = PLACE | {"schedules-0-opens_at": "08:00", "x_exceptions-0-opens_at": "09:00"}
    keeper.send(action, **wrong)
    assert keeper.status == 422
    for words in ("Choose at least one day.", "Give both times", "Please fill this in."):
        assert words in keeper.text
    keeper.open(address).send(action, **PLACE | HOURS | {"schedules-0-closes_at": "13:00"})
    _action, fields = hidden(keeper.open(address).page, f"{place['id']}/remove")
    keeper.page = "".join(f'type="hidden" name="{name}" value="{value}"' for name, value in fields.items())
    assert "Saved." in keeper.send(f"{address}/remove").text
    assert place["id"] not in str(entry(database))
    assert keeper.open(address).status == 404


def keeper_app(keeper: Visitor) -> Flask:
    return keeper._client.application


def test_a_known_place_serves_another_service_and_says_who_else_is_there(keeper: Visitor, database: Database) -> None:
    with database.reading() as session:
        (keeper_id,) = session.scalars(
            text("SELECT keeper_id FROM directory_services WHERE id = :id"), {"id": INFORMING}
        )
        known = next(one for one in queries.places(session, keeper_id) if "ekranas" in one["name"]["lt"])
    keeper.open(f"{ENTRY}/places/new")
    _action, fields = hidden(keeper.page, "/places/known")
    keeper.page = "".join(f'type="hidden" name="{name}" value="{value}"' for name, value in fields.items())
    keeper.send(f"{ENTRY}/places/known", location_id=str(known["id"]))
    places = {one["location"]["id"]: one["id"] for one in entry(database)["service_at_locations"]}
    assert str(known["id"]) in places
    assert "other service" in keeper.open(f"{ENTRY}/places/{places[str(known['id'])]}").text


def test_an_entry_is_added_as_a_draft_and_shown(keeper: Visitor, town: Flask, worker: Worker) -> None:
    keeper.open("/organise/directory/new").send("/organise/directory/new", name="Maistas")
    assert "Choose who offers it, or write who does." in keeper.text
    keeper.open("/organise/directory/new").send("/organise/directory/new", name="Maistas", provider="Caritas")
    assert "Nobody but you sees this entry." in keeper.text
    address = keeper.address
    public = address.replace("/organise/directory/", "/directory/services/")
    assert Visitor(town).open(public).status == 404
    keeper.send(f"{address}/show")
    assert "Caritas" in Visitor(town).open(public).text
    known = id_of("organization:centras")
    keeper.open("/organise/directory/new").send("/organise/directory/new", name="Vaistai", organization_id=known)
    assert "Nobody but you sees this entry." in keeper.text
    keeper.open("/organise/directory/new").send("/organise/directory/new", name="X", organization_id=an_id("no"))
    assert keeper.status == 422


def test_an_entry_is_paused_ended_and_shown_again(keeper: Visitor, town: Flask) -> None:
    everybody = Visitor(town)
    keeper.open(ENTRY).send(f"{ENTRY}/pause")
    assert "This service is not offered just now." in everybody.open(PUBLIC).text
    keeper.send(f"{ENTRY}/end")
    assert everybody.open(PUBLIC).status == 404
    keeper.send(f"{ENTRY}/show")
    assert "not offered just now" not in everybody.open(PUBLIC).text
    for words in ("Not offered just now", "Taken off the directory", "Shown to everybody", "Rasa"):
        assert words in keeper.open(f"{ENTRY}/history").text


def test_checks_are_set_asked_for_and_noted(keeper: Visitor, database: Database) -> None:
    keeper.open(ENTRY).send(f"{ENTRY}/checks", months="17", phone="8 458 71234")
    assert (keeper.status, "This must be between 1 and 16." in keeper.text) == (422, True)
    keeper.open(ENTRY).send(f"{ENTRY}/checks", months="1", email="office@example.lt", language="uk")
    assert "office@example.lt" in keeper.text
    assert "office@example.lt" not in Visitor(keeper_app(keeper)).open(PUBLIC).text
    assert "A link is on its way" in keeper.open(ENTRY).send(f"{ENTRY}/ask").text
    with database.reading() as session:
        assert token(session)
    assert "all of it holds today" in keeper.open(ENTRY).send(f"{ENTRY}/confirm").text
    with database.transaction() as session:
        session.execute(text("UPDATE directory_organizations SET email = NULL"))
        session.execute(text("UPDATE directory_services SET email = NULL, check_email = NULL"))
    assert (keeper.open(ENTRY).send(f"{ENTRY}/ask").status, "We know nobody to ask." in keeper.text) == (409, True)


def test_a_question_that_did_not_arrive_is_seen_with_its_day_until_it_is_asked_anew(
    keeper: Visitor, database: Database
) -> None:
    def hear(message: type[MessageFailed | MessageDelivered], about: str = "service", **facts: Any) -> str:
        """What the keeper then reads of the entry."""
        told = message(message_id=INFORMING, purpose="service_check_asked", about=about, subject_id=INFORMING, **facts)
        envelope = wrap("notifications", told, subject=INFORMING, version=1, correlation_id="c")
        with database.transaction() as session:
            listeners.subscriptions()[message](session, told, envelope)
        return keeper.open(ENTRY).text

    assert "Could not be reached" not in hear(MessageFailed, about="sign_up", state="failed")
    assert "Could not be reached, " in hear(MessageFailed, state="failed")
    assert "Our question did not arrive at this contact." in keeper.text
    assert "Could not be reached" in keeper.open("/organise/directory/").text
    assert "Could not be reached" not in hear(MessageDelivered, by="receipt")
    hear(MessageFailed, state="uncertain")
    keeper.send(f"{ENTRY}/ask")
    assert "Could not be reached" not in keeper.open(ENTRY).text
    keeper.send(f"{ENTRY}/ask")
    assert "Could not be reached" not in hear(MessageFailed, state="failed", subject_version=1), "of the first question"
    assert "Could not be reached" in hear(MessageFailed, state="failed", subject_version=2)


def test_a_correction_is_looked_at_fact_by_fact(keeper: Visitor, database: Database, worker: Worker) -> None:
    def proposed() -> UUID:
        with database.transaction() as session:
            operations.renew_check(session, "http://talka.test", worker, INFORMING)
            facts = {"status": "active", "phone": "+370 611 11111", "address": "Vytauto g. 25", "city": "Obeliai"}
            operations.propose_edit(session, token(session), facts)
            edit = queries.waiting_edit(session, INFORMING)
            assert edit
            id_: UUID = edit["id"]
            return id_

    address = f"{ENTRY}/edits/{proposed()}"
    assert "Obeliai" in keeper.open(ENTRY).text
    assert "Choose at least one change" in keeper.send(f"{address}/approve").text
    assert "Please fill this in." in keeper.open(ENTRY).send(f"{address}/reject").text
    assert "Rejected." in keeper.open(ENTRY).send(f"{address}/reject", reason="Netiesa").text
    assert keeper.send(f"{address}/approve", facts=["city"]).status == 409
    address = f"{ENTRY}/edits/{proposed()}"
    assert "Taken over." in keeper.open(ENTRY).send(f"{address}/approve", facts=["city"]).text
    assert "Obeliai" in str(entry(database))


def test_a_report_is_settled_once_and_looks_at_contacts_are_noted(keeper: Visitor, database: Database) -> None:
    with database.transaction() as session:
        operations.report_error(session, INFORMING, "hours", "Nedirba", "olena@example.lt")
        (report,) = queries.open_reports(session, INFORMING)
    assert "olena@example.lt" in keeper.open(ENTRY).text
    for _ in range(2):
        assert "Settled." in keeper.open(ENTRY).send(f"/organise/directory/reports/{report['id']}/settle").text
    assert keeper.send(f"/organise/directory/reports/{INFORMING}/settle").status == 404
    said = keeper.open(f"{ENTRY}/history").text
    assert "Looked at the contact" in said
    assert said.count("Report of an error settled") == 1
    with database.reading() as session:
        assert session.scalars(text("SELECT contact FROM directory_reports")).all() == [None]


def test_longer_pages_ask_nothing_more(keeper: Visitor, database: Database, worker: Worker) -> None:
    asked = []
    for names in ("a", "bcdefghijklm"):
        with database.transaction() as session:
            document = read_json({"services": [a_service(name) for name in names]})
            import_document(session, worker, next(iter(worker.roles)), document)
        place = an_id(f"place {names[0]}")
        service = f"/organise/directory/{an_id(f'service {names[0]}')}"
        paths = ("/organise/directory/", service, f"{service}/facts", f"{service}/places/{place}", f"{service}/history")
        for path in (*paths, "/organise/directory/new", f"{service}/places/new", f"{service}/hours"):
            with counted(database.engine) as seen:
                assert keeper.open(path).status == 200
            asked.append(len(seen))
    half = len(asked) // 2
    assert asked[:half] == asked[half:]


def test_groups_and_kinds_are_chosen_by_boxes(keeper: Visitor, database: Database) -> None:
    page = f"{ENTRY}/terms"
    senior, newcomer, screen = (id_of(term) for term in ("target:senior", "target:newcomer", "rokiskis:screen"))
    assert "For whom, and what kind of service" in keeper.open(ENTRY).text
    keeper.open(page).send(page, targets=[senior], terms=[screen])
    assert "Saved." in keeper.text
    assert {one["taxonomy_term"]["id"] for one in entry(database)["attributes"]} == {senior, screen}
    assert str(INFORMING) in keeper.open("/directory/?target=senior").page
    assert str(INFORMING) not in keeper.open("/directory/?target=newcomer").page
    checked = keeper.open(page).page
    assert f'value="{senior}" checked' in checked
    assert f'value="{newcomer}" checked' not in checked
    keeper.open(page).send(page, targets=["nothing"])
    assert (keeper.status, "Choose only what the list offers." in keeper.text) == (422, True)
    keeper.open(f"{page}?lang=ar")
    assert keeper.status == 200
