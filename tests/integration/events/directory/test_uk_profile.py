"""The open interface under the steps of the United Kingdom's validator, which itself cannot be run here.

Written from what its source does (OpenReferralUK/oruk-validator) and the profile wants (OpenReferralUK/uk-profile).
"""

from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from jsonschema import Draft202012Validator

from shared.database import Database
from tests.integration.events.directory.test_hsds import LISTS, asked, found, see, town
from tests.support.hsds import TEXT, URI, page_schema, schema

__all__ = ["town"]
REQUIRED = ("services", "taxonomies", "service_at_locations")
ABOUT = {
    "type": "object",
    "required": ["version", "profile", "openapi_url"],
    "properties": {"version": TEXT, "profile": URI, "openapi_url": URI},
}
POINTS_AT = {
    "organization_id": "organizations",
    "taxonomy_id": "taxonomies",
    "parent_id": "taxonomy_terms",
    "service_id": "services",
}


def test_the_version_is_one_that_the_validator_reads(town: Flask) -> None:
    about = found(town, "")
    assert list(Draft202012Validator(ABOUT).iter_errors(about)) == []
    assert float(about["version"].removeprefix("HSDS-UK-").removeprefix("V")) == 3.1


def test_the_document_has_what_the_validator_looks_for_and_names_every_required_address(town: Flask) -> None:
    path = urlsplit(found(town, "")["openapi_url"]).path
    document: Any = town.test_client().get(path).json
    assert document["openapi"]
    assert document["info"]["title"]
    assert document["info"]["version"]
    for name in REQUIRED:
        assert document["paths"][f"/api/events/hsds/{name}"]["get"]
        assert document["paths"][f"/api/events/hsds/{name}/{{id}}"]["get"]


@pytest.mark.parametrize(("path", "name"), LISTS.items())
def test_first_middle_and_last_page_are_full_and_valid_and_their_ids_lead_on(town: Flask, path: str, name: str) -> None:
    pages = found(town, f"{path}?per_page=2")["total_pages"]
    for number in {1, max(pages // 2, 1), pages}:
        page = found(town, f"{path}?per_page=2&page={number}")
        see(page, page_schema(name))
        assert page["empty"] is False
        for one in page["contents"]:
            see(found(town, f"{path}/{one['id']}"), schema(name))


def test_every_service_has_an_address_wherever_it_stands(town: Flask) -> None:
    def services(item: Any) -> list[dict[str, Any]]:
        inner = item if isinstance(item, list) else list(item.values()) if isinstance(item, dict) else []
        own = [item] if isinstance(item, dict) and "status" in item else []
        return own + [one for each in inner for one in services(each)]

    everywhere = ("services", "services?full=true", "service_at_locations", "organizations?full_service=true")
    for path in everywhere:
        told = services(found(town, f"{path}{'&' if '?' in path else '?'}per_page=100")["contents"])
        assert told
        assert [one["id"] for one in told if not one.get("url", "").startswith("http")] == []
    (first, *_others) = found(town, "services")["contents"]
    page = urlsplit(first["url"]).path
    assert page == f"/directory/services/{first['id']}"
    assert town.test_client().get(page).status_code == 200


def test_every_id_that_is_named_leads_somewhere(town: Flask) -> None:
    pointers: set[tuple[str, str]] = set()

    def look(item: Any) -> None:
        for name, inner in item.items() if isinstance(item, dict) else enumerate(item):
            if isinstance(inner, dict | list):
                look(inner)
            elif name in POINTS_AT:
                pointers.add((POINTS_AT[name], inner))

    for path in LISTS:
        look(found(town, f"{path}?per_page=100"))
    assert pointers
    assert [one for one in pointers if asked(town, "/".join(one)).status_code != 200] == []


def test_pages_of_other_sites_may_read_every_answer_whatever_was_asked(town: Flask, database: Database) -> None:
    for path in ("", *LISTS, "locations", "services/not-an-id", "services?page=0", "nowhere/at/all"):
        for method in ("GET", "HEAD", "POST", "OPTIONS"):
            answer = town.test_client().open(f"/api/events/hsds/{path}", method=method)
            assert answer.headers.get("Access-Control-Allow-Origin") == "*", (method, path, answer.status_code)


def test_a_list_that_is_empty_is_a_valid_page_all_the_same(app: Flask) -> None:
    for path in ("services", "service_at_locations", "organizations"):
        page = found(app, f"{path}?search=zzzzzzzz")
        see(page, page_schema(LISTS[path]))
        assert (page["empty"], page["total_pages"], page["last_page"]) == (True, 0, True)
