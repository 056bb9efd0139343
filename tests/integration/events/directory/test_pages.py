"""The public pages of the directory, without a script."""

import pytest
from flask import Flask
from sqlalchemy import text

from services.events.directory.domain import id_of, read_json
from services.events.directory.operations import import_document
from shared.database import Database
from tests.integration.events.conftest import token_of
from tests.integration.events.directory.conftest import lose_text
from tests.support.factories.directory import a_service, an_id, whole_document
from tests.support.factories.events import Worker, a_worker
from tests.support.statements import counted
from tests.support.visitor import Visitor

EIGHT = "screen screen_help informing websites at_home mediation accompanied spreading"


def page(service: str) -> str:
    return f"/directory/services/{id_of(f'service:{service}')}"


def test_every_service_is_listed_and_has_a_page_in_every_language(town: Flask) -> None:
    for language in ("lt", "lt-simple", "en", "uk", "ru", "ar"):
        visitor = Visitor(town, lang=language).open("/directory/")
        for name in EIGHT.split():
            assert page(name) in visitor.page
        for name in EIGHT.split():
            assert visitor.open(page(name)).status == 200


def test_whoever_only_checks_people_in_is_not_led_to_a_refusal(
    town: Flask, keeper: Visitor, database: Database, worker: Worker
) -> None:
    with database.transaction() as session:
        at_the_door = a_worker(session, next(iter(worker.roles)), "check_in")
    assert "Ask for somebody" in keeper.open(page("mediation")).text
    assert (
        "Ask for somebody"
        not in Visitor(town, lang="en", talka_staff=token_of(at_the_door)).open(page("mediation")).text
    )


def test_a_service_says_what_one_needs_to_know(town: Flask) -> None:
    said = Visitor(town, lang="en").open(page("at_home")).text
    for words in ("Informing, consulting and mediating at home", "Seniors", "An identity document", "+370 600 00002"):
        assert words in said
    said = Visitor(town, lang="en").open(page("informing")).text
    for words in (
        "Vytauto g. 25",
        "Monday",
        "08:00–17:00",
        "No steps, a lift",
        "Ukrainian",
        "On Tuesdays",
        "Free of charge",
    ):
        assert words in said


def test_a_whole_letter_that_was_pasted_finds_what_its_beginning_finds(town: Flask) -> None:
    nothing = Visitor(town, lang="en").open(f"/directory/?search={'велосипед ' * 40}")
    assert page("screen") not in nothing.page
    assert page("accompanied") in Visitor(town, lang="en").open(f"/directory/?search={'taksi ' * 60}").page


def test_hours_stand_in_the_order_of_a_week(town: Flask) -> None:
    said = Visitor(town, lang="en").open(page("informing")).text
    assert said.index("Monday") < said.index("Friday")


def test_a_text_that_is_missing_is_shown_in_lithuanian_and_marked_so(town: Flask, database: Database) -> None:
    reader = Visitor(town, lang="ar")
    assert 'class="foreign" lang="lt"' not in reader.open(page("informing")).page
    lose_text(database, "ar")
    assert 'class="foreign" lang="lt"' in reader.open(page("informing")).page


def test_the_list_is_narrowed_by_words_group_place_and_language(town: Flask) -> None:
    visitor = Visitor(town, lang="en")
    for query, found, other in (
        ("search=pavezejimas", "accompanied", "screen"),
        ("target=newcomer", "screen", "spreading"),
        ("city=Rokiškis", "screen", "spreading"),
        ("spoken=uk", "informing", "screen"),
        ("search=pagalba&target=senior&city=Rokiškis", "screen_help", "websites"),
    ):
        visitor.open(f"/directory/?{query}")
        assert (page(found) in visitor.page, page(other) in visitor.page) == (True, False)


def test_a_search_that_was_widened_says_so(town: Flask) -> None:
    said = "Nothing has all of these words. These services have some of them."
    for address in ("/directory/?search={}", "/kiosk/en/search?words={}"):
        visitor = Visitor(town, lang="en").open(address.format("noriu pas gydytoją"))
        assert (said in visitor.text, id_of("service:accompanied") in visitor.page) == (True, True)
        assert said not in visitor.open(address.format("gydytojas")).text


def test_nothing_found_and_a_filter_that_is_none_are_said_kindly(town: Flask) -> None:
    visitor = Visitor(town, lang="en")
    assert "We found no service." in visitor.open("/directory/?search=zzzz").text
    assert visitor.open("/directory/?target=%3Cb%3E&page=x&colour=green").status == 200
    assert page("screen") in visitor.page


def test_a_page_of_the_list_leads_to_the_next(app: Flask, database: Database, worker: Worker) -> None:
    with database.transaction() as session:
        some = [a_service(f"{number:02}", phones=[]) for number in range(21)]
        import_document(session, worker, next(iter(worker.roles)), read_json({"services": some}))
    visitor = Visitor(app, lang="en").open("/directory/")
    assert ("Paslauga 19" in visitor.text, "Paslauga 20" in visitor.text) == (True, False)
    assert "Paslauga 20" in visitor.open("/directory/?page=2").text


def test_what_is_open_all_day_says_so_and_what_is_not_offered_is_closed(
    app: Flask, database: Database, worker: Worker
) -> None:
    always = {"id": an_id("hours"), "freq": "WEEKLY", "byday": "MO,TU,WE,TH,FR,SA,SU", "x_open_on_holidays": True}
    always |= {"opens_at": "00:00", "closes_at": "23:59"}
    never = {
        "id": an_id("never"),
        "freq": "MONTHLY",
        "bymonthday": "1",
        "description": "Susitarus",
        "valid_to": "2020-01-01",
    }
    services = [a_service("a", schedules=[always]), a_service("b", schedules=[never], status="temporarily closed")]
    with database.transaction() as session:
        import_document(session, worker, next(iter(worker.roles)), read_json({"services": services}))
    visitor = Visitor(app, lang="en")
    for path in ("/directory/services/", "/kiosk/en/services/"):
        always_open = visitor.open(f"{path}{an_id('service a')}").text
        for words in ("Open round the clock", "Every day, round the clock"):
            assert words in always_open
    for path in ("/directory/", "/kiosk/en/for/everything"):
        assert "Open round the clock" in visitor.open(path).text
    closed = visitor.open(f"/directory/services/{an_id('service b')}").text
    for words in ("Closed now", "Susitarus", "This service is not offered just now."):
        assert words in closed


ALL_WEEK = {"freq": "WEEKLY", "byday": "MO,TU,WE,TH,FR,SA,SU", "opens_at": "00:00", "closes_at": "23:59"}


@pytest.mark.parametrize("address", ["/directory/services/", "/kiosk/en/services/"])
def test_hours_for_a_limited_time_say_when_and_do_not_count_before_or_after(
    app: Flask, database: Database, worker: Worker, address: str
) -> None:
    """And days that differ are told by both, with both their times around a break at noon."""
    noon = [
        {"id": an_id("morning"), "day": "2090-12-28", "opens_at": "09:00", "closes_at": "11:00"},
        {"id": an_id("afternoon"), "day": "2090-12-28", "opens_at": "14:00", "closes_at": "17:00"},
    ]
    summer = {"id": an_id("summer"), "valid_from": "2090-06-01", "valid_to": "2090-08-31"} | ALL_WEEK
    past = {"id": an_id("past"), "valid_to": "2020-01-01"} | ALL_WEEK | {"closes_at": "22:00"}
    usual = {"id": an_id("usual"), "valid_from": "2020-01-01"} | ALL_WEEK | {"byday": "SU", "opens_at": "23:58"}
    services = [a_service("a", schedules=[summer, past, usual | {"x_exceptions": noon}])]
    with database.transaction() as session:
        import_document(session, worker, next(iter(worker.roles)), read_json({"services": services}))
    said = Visitor(app, lang="en").open(f"{address}{an_id('service a')}").text
    assert "Every day, round the clock (from 1 June 2090 to 31 August 2090) does not hold now" in said
    assert "Every day 00:00–22:00 (until 1 January 2020) does not hold now" in said
    assert "Sunday 23:58–23:59 (from 1 January 2020)" in said
    assert said.index("Sunday") < said.index("Every day"), "what holds now comes first"
    assert "28 December 2090: 09:00–11:00 ; 14:00–17:00" in said


def test_everything_that_hsds_can_say_has_a_place(app: Flask, database: Database, worker: Worker) -> None:
    with database.transaction() as session:
        import_document(session, worker, next(iter(worker.roles)), read_json(whole_document()))
    assert Visitor(app, lang="en").open(f"/directory/services/{an_id('the service')}").status == 200


def test_what_is_hidden_has_no_page(town: Flask, database: Database) -> None:
    with database.transaction() as session:
        session.execute(
            text("UPDATE directory_services SET is_draft = true WHERE id = :id"), {"id": id_of("service:screen")}
        )
    visitor = Visitor(town, lang="en")
    assert visitor.open(page("screen")).status == 404
    assert page("screen") not in visitor.open("/directory/").page


def test_a_longer_page_asks_nothing_more(app: Flask, database: Database, worker: Worker) -> None:
    asked = []
    for names in ("a", "bcdefgh"):
        with database.transaction() as session:
            document = read_json({"services": [a_service(name) for name in names]})
            import_document(session, worker, next(iter(worker.roles)), document)
        for path in (
            "/directory/",
            "/directory/?search=paslauga",
            f"/directory/services/{an_id(f'service {names[0]}')}",
        ):
            with counted(database.engine) as seen:
                assert Visitor(app, lang="en").open(path).status == 200
            asked.append(len(seen))
    assert asked == [5, 6, 1] * 2


def names_in_order(visitor: Visitor, names: list[str], address: str) -> list[str]:
    """The names as a page shows them one after the other."""
    said = visitor.open(address).text
    return sorted((name for name in names if name in said), key=said.index)


def test_a_list_stands_in_the_alphabet_of_its_reader(app: Flask, database: Database, worker: Worker) -> None:
    lithuanian = ["aplinkos", "Ąžuolo", "Čiurlionio", "Ypatinga", "Įvairi", "Knygų", "Šeimos", "Zarasų"]
    translated = {"Knygų": "Ґанок", "Zarasų": "Інше", "Ypatinga": "Їжа"}
    some = [a_service(name, name=f"{name} pagalba", phones=[]) for name in reversed(lithuanian)]
    for one in some:
        if said := translated.get(one["name"].partition(" ")[0]):
            one["x_name_uk"] = f"{said} поруч"
    with database.transaction() as session:
        import_document(session, worker, next(iter(worker.roles)), read_json({"services": some}))
    for address in ("/directory/", "/kiosk/lt/for/everything"):
        assert names_in_order(Visitor(app, lang="lt"), lithuanian[::-1], address) == lithuanian
    ukrainian = [*translated.values(), "aplinkos", "Šeimos"]
    for address in ("/directory/", "/kiosk/uk/for/everything"):
        assert names_in_order(Visitor(app, lang="uk"), ukrainian[::-1], address) == ukrainian


def test_what_an_import_says_has_ended_is_shown_nowhere_until_staff_show_it(
    keeper: Visitor, database: Database, worker: Worker
) -> None:
    path = page("mediation")
    with database.transaction() as session:
        session.execute(
            text("UPDATE directory_services SET status = 'defunct' WHERE id = :id"), {"id": id_of("service:mediation")}
        )
    for address in ("/directory/", "/kiosk/en/for/everything", "/api/events/hsds/services"):
        assert id_of("service:mediation") not in keeper.open(address).page
    service = path.rpartition("/")[2]
    for address in (path, f"/kiosk/en/services/{service}", f"/api/events/hsds/services/{service}"):
        assert keeper.open(address).status == 404
    entry = f"/organise/directory/{service}"
    assert "Nobody but you sees this entry." in keeper.open(entry).text
    keeper.send(f"{entry}/show")
    assert keeper.open(path).status == 200
