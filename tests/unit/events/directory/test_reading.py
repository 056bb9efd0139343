"""Documents of HSDS taken apart, and what is said of those that cannot be."""

from typing import Any

import pytest

from services.events.directory.domain import (
    DocumentIsTooLarge,
    DocumentIsWrong,
    documents,
    read_csv,
    read_json,
    write_csv,
)
from services.events.directory.domain.decoding import UNDECODED, UNQUOTED
from tests.support.factories.directory import a_service, an_id, an_organization, whole_document


def errors_of(content: object) -> dict[str, list[str]]:
    with pytest.raises(DocumentIsWrong) as refused:
        read_json(content)
    return refused.value.errors


def test_everything_that_hsds_can_say_is_read() -> None:
    document = read_json(whole_document())
    assert [name for name, rows in document.rows.items() if not rows] == []


def test_what_stands_under_something_knows_it() -> None:
    document = read_json({"services": [a_service(attributes=[an_attribute()])]})
    (phone,) = document.rows["phone"].values()
    (place,) = document.rows["service_at_location"].values()
    (attribute,) = document.rows["attribute"].values()
    (service_id,) = document.rows["service"]
    (location_id,) = document.rows["location"]
    assert phone == {"number": "+370 600 00000", "service_id": service_id}
    assert place == {"service_id": service_id, "location_id": location_id}
    assert (attribute["link_id"], attribute["link_entity"]) == (service_id, "service")


def an_attribute() -> dict[str, Any]:
    return {"id": an_id("attribute"), "link_entity": "service", "taxonomy_term_id": an_id("term")}


def test_what_is_only_referred_to_is_not_given_whole() -> None:
    document = read_json({"services": [a_service()]})
    assert [name for name, ids in document.whole.items() if ids] == [
        "location",
        "service",
        "service_at_location",
        "phone",
        "address",
    ]


def test_null_and_an_empty_text_say_nothing_and_foreign_keys_of_others_are_left_out() -> None:
    document = read_json({"services": [a_service(url=None, email="", phones=None, x_colour="green")], "x_more": 1})
    (facts,) = document.rows["service"].values()
    assert (facts.keys() & {"url", "email", "x_colour"}, document.rows["phone"]) == (set(), {})


@pytest.mark.parametrize("content", [None, [], 1, "", {}, {"version": "3.1"}, {"x_services": []}])
def test_what_is_no_document_is_refused(content: object) -> None:
    assert list(errors_of(content)) == ["_schema"]


@pytest.mark.parametrize(
    ("facts", "place"),
    [
        ({"id": 1}, "id"),
        ({"id": None}, "id"),
        ({"id": "an id"}, "id"),
        ({"name": ""}, "name"),
        ({"name": 7}, "name"),
        ({"name": "a\x00"}, "name"),
        ({"name": "a" * 10_001}, "name"),
        ({"x_description_en": "Help"}, "description"),
        ({"status": "open"}, "status"),
        ({"status": ["active"]}, "status"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"email": "nobody"}, "email"),
        ({"minimum_age": "18"}, "minimum_age"),
        ({"minimum_age": True}, "minimum_age"),
        ({"minimum_age": 1e13}, "minimum_age"),
        ({"minimum_age": 10**400}, "minimum_age"),
        ({"minimum_age": float("nan")}, "minimum_age"),
        ({"assured_date": "30.11.2026"}, "assured_date"),
        ({"last_modified": "2026-11-30T09:00:00"}, "last_modified"),
        ({"last_modified": "0001-01-01T00:00:00+14:00"}, "last_modified"),
        ({"last_modified": "yesterday"}, "last_modified"),
        ({"colour": "green"}, "colour"),
        ({"phones": {}}, "phones"),
        ({"phones": ["+370"]}, "phones.0"),
        ({"phones": [{"id": an_id("p")}]}, "phones.0.number"),
        ({"phones": [{"id": an_id("p"), "number": "1", "service_id": an_id("other")}]}, "phones.0.service_id"),
        ({"schedules": [{"id": an_id("s"), "opens_at": "9"}]}, "schedules.0.opens_at"),
        ({"schedules": [{"id": an_id("s"), "x_open_on_holidays": 1}]}, "schedules.0.x_open_on_holidays"),
        ({"schedules": [{"id": an_id("s"), "byday": "MON"}]}, "schedules.0.byday"),
        ({"schedules": [{"id": an_id("s"), "valid_from": "1000-01-01"}]}, "schedules.0.valid_from"),
        ({"organization": "Centras"}, "organization"),
        ({"organization_id": an_id("other")}, "organization.id"),
        ({"organization": None}, "organization_id"),
    ],
)
def test_what_is_wrong_is_said_where_it_stands(facts: dict[str, Any], place: str) -> None:
    assert f"services.0.{place}" in errors_of({"services": [a_service(**facts)]})


def test_a_document_may_not_say_two_things_of_the_same() -> None:
    twice = {"organizations": [an_organization(name="Kitas")], "services": [a_service()]}
    assert list(errors_of(twice)) == ["services.0.organization.name"]
    assert list(errors_of({"colour": 1, "services": []})) == ["colour"]


def test_errors_without_end_are_cut_off() -> None:
    assert len(errors_of({"services": [{}] * 1000})) == documents.MOST_ERRORS


def test_more_objects_than_a_directory_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "MOST_OBJECTS", 3)
    with pytest.raises(DocumentIsTooLarge):
        read_json({"services": [a_service()]})


SERVICE = "id,name,status,organization_id,minimum_age\r\n"
ROW = f"{an_id('s')},Pagalba,active,{an_id('o')},18\r\n"


def test_csv_files_are_read_each_by_its_name() -> None:
    document = read_csv({"service.csv": f"\ufeff{SERVICE}{ROW}", "phone.csv": "id,number,x_more\r\n"})
    (facts,) = document.rows["service"].values()
    assert (facts["name"], facts["minimum_age"]) == ({"lt": "Pagalba"}, 18)
    assert document.complete == {"service", "phone"}


@pytest.mark.parametrize(
    ("files", "place"),
    [
        ({}, "_schema"),
        ({"services.csv": ""}, "services.csv"),
        ({"service.csv": "id,colour\r\n"}, "service.colour"),
        ({"service.csv": f"{SERVICE}{ROW.strip()},more\r\n"}, "service:2"),
        ({"service.csv": f"{SERVICE}{an_id('s')},Pagalba\r\n"}, "service:2"),
        ({"service.csv": f"{SERVICE},Pagalba,active,,\r\n"}, "service:2.id"),
        ({"service.csv": f"{SERVICE}{an_id('s')},,active,,\r\n"}, "service:2.name"),
        ({"service.csv": f"{SERVICE}{ROW.replace('18', 'old')}"}, "service:2.minimum_age"),
        ({"service.csv": f"{SERVICE}{ROW.replace('18', '1_8')}"}, "service:2.minimum_age"),
        ({"service.csv": f"{SERVICE}{ROW.replace('18', '٣')}"}, "service:2.minimum_age"),
        ({"service.csv": f"{SERVICE}{ROW.replace('18', 'nan')}"}, "service:2.minimum_age"),
        ({"service.csv": f"{SERVICE}{ROW.replace('18', '1e999')}"}, "service:2.minimum_age"),
        ({"service.csv": f"{SERVICE.strip()},name\r\n{ROW.strip()},Kita\r\n"}, "service.name"),
        ({"service.csv": f'{SERVICE}{ROW}"{ROW}'}, "service:3"),
        ({"service.csv": f'{SERVICE}{an_id("s")},"Pagalba\r\nnamuose",active\r\n{ROW}x'}, "service:2"),
        (
            {"service.csv": f'{SERVICE}{an_id("s")},"Pagalba\r\nnamuose",active,{an_id("o")},18\r\n,,a,,\r\n'},
            "service:4.id",
        ),
        ({"schedule.csv": f"id,x_open_on_holidays\r\n{an_id('s')},perhaps\r\n"}, "schedule:2.x_open_on_holidays"),
    ],
)
def test_what_is_wrong_in_csv_is_said_by_file_line_and_column(files: dict[str, str], place: str) -> None:
    with pytest.raises(DocumentIsWrong) as refused:
        read_csv(files)
    assert place in refused.value.errors


WORDS = "Pagalba šeimai, „ŽUVŲ“ g., čia"
LINE = {",": f'"{WORDS}",active,{an_id("o")},"18.5"', ";": f"{WORDS};active;{an_id('o')};18,5"}


@pytest.mark.parametrize("between", [",", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1257"])
def test_csv_is_read_as_excel_in_lithuania_saves_it_too(between: str, encoding: str) -> None:
    """With a semicolon, a number has a comma; lines of empty cells are left where something was deleted."""
    said = f"{SERVICE.replace(',', between)}{an_id('s')}{between}{LINE[between]}\r\n{between * 4}\r\n\r\n"
    (facts,) = read_csv({"service.csv": said.encode(encoding)}).rows["service"].values()
    assert (facts["name"], facts["minimum_age"]) == ({"lt": WORDS}, 18.5)


@pytest.mark.parametrize(
    ("raw", "place", "why"),
    [
        (f"{SERVICE}{ROW}".encode() + b"\x83\x88", "service:3", UNDECODED),
        (f"{SERVICE}{ROW}".replace("Pagalba", "Globa ąčę").encode() + b"\xff", "service:3", UNDECODED),
        (f"{SERVICE}{ROW}".encode("utf-16"), "service:1", UNDECODED),
        (f'{SERVICE}{an_id("s")},"a\r\nb",active,,\r\n{ROW}"{ROW}'.encode(), "service:5", UNQUOTED),
        (f"{SERVICE}{ROW.replace('Pagalba', 'a' * 50_000)}".encode(), "service:2", UNQUOTED),
    ],
    ids=["neither", "broken UTF-8", "UTF-16", "a quote", "a cell without end"],
)
def test_a_file_that_nobody_can_read_names_the_line_and_says_why(raw: bytes, place: str, why: str) -> None:
    with pytest.raises(DocumentIsWrong) as refused:
        read_csv({"service.csv": raw})
    assert refused.value.errors[place] == [why]


def test_a_file_of_nothing_is_empty() -> None:
    assert write_csv("phone", []) == ""


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("https://senjorų-klubas.lt/žmonės?kas=aš", "https://xn--senjor-klubas-n1c.lt/%C5%BEmon%C4%97s?kas=a%C5%A1"),
        ('https://example.lt/a"b', "https://example.lt/a%22b"),
        ("https://example.lt/100%/a%20b#c", "https://example.lt/100%25/a%20b#c"),
        ("https://example.lt:8080/a?b=c", "https://example.lt:8080/a?b=c"),
        ("http://[2001:db8::1]/a", "http://[2001:db8::1]/a"),
        ("urn:isbn:„1“", "urn:isbn:%E2%80%9E1%E2%80%9C"),
    ],
)
def test_an_address_is_kept_as_a_uri(said: str, kept: str) -> None:
    (facts,) = read_json({"services": [a_service(url=said)]}).rows["service"].values()
    assert facts["url"] == kept


@pytest.mark.parametrize(
    "said", ["senjorų-klubas", 'https://a"b.lt/', "https://example.lt:port/", "https://[1/", "urn:x", "https://..lt/ą"]
)
def test_what_can_be_no_uri_is_refused(said: str) -> None:
    assert errors_of({"services": [a_service(url=said)]}) == {"services.0.url": ["Not a valid URL."]}
