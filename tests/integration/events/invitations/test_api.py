"""Programmes invite partners, see what they have said, and withdraw invitations, by the rules of the page."""

from typing import Any

import pytest
from flask import Flask

from shared.database import Database
from shared.messaging.worker import Service
from tests.integration.events.conftest import Caller, calling, of
from tests.integration.events.invitations.conftest import ONA, date_of, letters
from tests.support.factories.events import Worker, a_worker
from tests.support.statements import counted
from tests.support.visitor import Visitor

GUEST = {"name": ONA.name, "email": ONA.email, "language": "lt"}


def listed(owner: Caller, path: str) -> list[dict[str, Any]]:
    return list(of(owner("GET", path))["items"])


def test_partners_are_invited_once_answer_and_are_written_to_anew(
    app: Flask, service: Service, owner: Caller, evening: dict[str, Any], partner: Worker
) -> None:
    path = f"/events/{evening['id']}/invitations"
    (choice,) = listed(owner, f"{path}/partners")
    assert (choice["id"], choice["people"]) == (str(next(iter(partner.roles))), 1)
    body = {"occurrence_id": str(date_of(evening)), "partners": [choice["id"]]} | GUEST
    assert [of(owner("POST", path, body)) for _time in range(2)] == [{"written": 2}, {"written": 0}]
    link = next(one.link for one in letters(service) if one.contact.email == ONA.email)
    link = link.removeprefix("http://talka.test")
    Visitor(app).open(link).send(link, answer="other", other_name="Petras", people="3", words="Atvyksime.")
    ona = next(one for one in listed(owner, path) if one["email"] == ONA.email)
    said = {"answer": "other", "people": 3, "other_name": "Petras", "words": "Atvyksime.", "organisation": None}
    assert said.items() <= ona.items()
    corrected = owner("POST", f"{path}/{ona['id']}/address", {"email": "Ona.P@vvg.example"})
    assert of(corrected)["email"] == "ona.p@vvg.example"
    other = next(one for one in listed(owner, path) if one["id"] != ona["id"])
    taken = owner("POST", f"{path}/{ona['id']}/address", {"email": other["email"]})
    assert (taken.status_code, of(taken)["type"]) == (409, "/problems/is-invited")


def test_what_is_wrong_is_said_and_invites_nobody(service: Service, owner: Caller, evening: dict[str, Any]) -> None:
    path, date = f"/events/{evening['id']}/invitations", {"occurrence_id": str(date_of(evening))}
    for wrong, field in (({}, "occurrence_id"), (date | {"name": "Ona"}, "email"), (date, "partners")):
        answer = owner("POST", path, wrong)
        assert (answer.status_code, field in of(answer)["errors"]) == (422, True)
    assert letters(service) == []


@pytest.fixture
def at_the_door(app: Flask, service: Service, worker: Worker) -> Caller:
    """Somebody who only checks people in."""
    with service.database.transaction() as session:
        return calling(app, a_worker(session, next(iter(worker.roles)), "check_in"))


def test_an_event_of_others_is_as_if_it_were_not_there(
    owner: Caller, stranger: Caller, at_the_door: Caller, anyone: Caller, evening: dict[str, Any]
) -> None:
    path, body = f"/events/{evening['id']}/invitations", {"occurrence_id": str(date_of(evening))} | GUEST
    owner("POST", path, body)
    (ona,) = listed(owner, path)
    tries: list[tuple[str, str, dict[str, Any] | None]] = [
        ("GET", path, None),
        ("GET", f"{path}/partners", None),
        ("POST", path, body),
        ("POST", f"{path}/{ona['id']}/address", {"email": "a@vvg.example"}),
        ("DELETE", f"{path}/{ona['id']}", None),
    ]
    for method, address, sent in tries:
        seen = [caller(method, address, sent).status_code for caller in (stranger, at_the_door, anyone)]
        assert seen == [404, 403, 401], address
    assert [one["email"] for one in listed(owner, path)] == [ONA.email]


def test_a_list_goes_on_and_asks_no_more_for_more(owner: Caller, database: Database, evening: dict[str, Any]) -> None:
    path, seen = f"/events/{evening['id']}/invitations", []
    for number in range(3):
        owner("POST", path, {"occurrence_id": str(date_of(evening))} | GUEST | {"email": f"ona{number}@vvg.example"})
        with counted(database.engine) as statements:
            listed(owner, path)
        seen.append(len(statements))
    assert len(set(seen)) == 1
    first = of(owner("GET", f"{path}?limit=2"))
    assert (len(first["items"]), len(listed(owner, f"{path}?limit=2&after={first['next']}"))) == (2, 1)
