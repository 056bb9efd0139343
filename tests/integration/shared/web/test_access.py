"""Who may do what: tokens that prove a person, rules that every route has."""

import base64
import hmac
import json
import time
from collections.abc import Callable
from dataclasses import replace

import pytest
import time_machine
from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import ECKey

from shared import rights
from shared.contracts.envelope import wrap
from shared.contracts.events import StaffRightsChanged
from shared.database import Database
from shared.web.rules import Rule, anyone, staff
from shared.web.served import Talka
from tests.support.services import signing_key
from tests.support.things import ORGANISATION, application, bearer, token

ME = "/api/events/v1/me"
VOLUNTEERS = "/api/events/v1/volunteers"
CALLBACK = "/api/events/v1/callback"


def get(client: FlaskClient, bearer: str, path: str = ME) -> int:
    return client.get(path, headers={"Authorization": f"Bearer {bearer}"}).status_code


def claims() -> dict[str, object]:
    payload = token().split(".")[1]
    read: dict[str, object] = json.loads(base64.urlsafe_b64decode(payload + "=="))
    return read


def signed_by_a_stranger() -> str:
    return jwt.encode({"alg": "ES256"}, claims(), ECKey.generate_key("P-256"))


def signed_with_the_public_key() -> str:
    head = base64.urlsafe_b64encode(b'{"alg":"HS256"}').decode().rstrip("=")
    content = f"{head}.{token().split('.')[1]}"
    signature = hmac.digest(signing_key("staff")[1].encode(), content.encode(), "sha256")
    return f"{content}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"


def not_signed() -> str:
    head = base64.urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")
    return f"{head}.{token().split('.')[1]}."


def changed() -> str:
    head, _payload, signature = token().split(".")
    payload = base64.urlsafe_b64encode(json.dumps(claims() | {"name": "Owner"}).encode()).decode().rstrip("=")
    return f"{head}.{payload}.{signature}"


def claiming(**more: object) -> Callable[[], str]:
    def made() -> str:
        return jwt.encode({"alg": "ES256"}, claims() | more, ECKey.import_key(signing_key("staff")[0]))

    return made


FORGERIES: dict[str, Callable[[], str]] = {
    "by a stranger": signed_by_a_stranger,
    "with the public key as a password": signed_with_the_public_key,
    "without signature": not_signed,
    "changed": changed,
    "for another audience": claiming(aud="elsewhere"),
    "of another issuer": claiming(iss="/talka/volunteers"),
    "of another kind": claiming(kind="volunteer"),
    "over": claiming(exp=1),
    "without a name": claiming(sub="x"),
    "with roles of another shape": claiming(roles=[1]),
    "with rights of another shape": claiming(rights="many"),
    "text": lambda: "text",
    "dots": lambda: "..",
    "nothing": lambda: "",
}


@pytest.mark.parametrize("forgery", FORGERIES.values(), ids=list(FORGERIES))
def test_a_forged_token_opens_nothing(client: FlaskClient, forgery: Callable[[], str]) -> None:
    assert get(client, forgery()) == 401


def test_a_genuine_token_tells_who_asks(client: FlaskClient) -> None:
    assert client.get(ME, headers=bearer(name="Rasa")).get_json() == {"name": "Rasa"}
    assert client.get(ME, headers=bearer("volunteer", name="Oksana")).get_json() == {"name": "Oksana"}


def test_a_token_ends_after_its_time(client: FlaskClient) -> None:
    staff_token, volunteer_token = token(), token("volunteer")
    now = time.time()
    with time_machine.travel(now + 13 * 3600):
        assert get(client, staff_token) == 401
        assert get(client, volunteer_token) == 200
    with time_machine.travel(now + 8 * 24 * 3600):
        assert get(client, volunteer_token) == 401


def test_one_kind_of_person_is_not_taken_for_the_other(client: FlaskClient) -> None:
    assert get(client, token(), VOLUNTEERS) == 401
    assert get(client, token("volunteer"), VOLUNTEERS) == 200


def test_a_role_must_be_one_of_those_named(client: FlaskClient) -> None:
    path = "/api/events/v1/things/01900000-0000-7000-8000-000000000009"
    body = {"json": {"name": "box"}, "headers": {"If-Match": '"1"'} | bearer(role="check_in")}
    assert client.patch(path, **body).status_code == 403
    body["headers"] = {"If-Match": '"1"'} | bearer(role="organiser")
    assert client.patch(path, **body).status_code == 404


def test_a_wrong_token_is_refused_even_where_none_is_needed(client: FlaskClient) -> None:
    assert get(client, "forged", "/api/events/v1/things") == 401
    assert client.get("/api/events/v1/things").status_code == 200


def test_a_cookie_is_as_good_as_a_bearer_and_a_wrong_one_as_none(client: FlaskClient) -> None:
    client.set_cookie("talka_staff", token())
    assert client.get(ME).status_code == 200
    client.set_cookie("talka_staff", "forged")
    assert client.get(ME).status_code == 401
    assert client.get("/api/events/v1/things").status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"}, 201),
        ({"Sec-Fetch-Site": "none"}, 201),
        ({"Origin": "http://talka.test"}, 201),
        ({"Origin": "http://localhost"}, 201),
        ({}, 201),
    ],
)
def test_another_sites_page_cannot_make_a_browser_change_anything(
    client: FlaskClient, headers: dict[str, str], status: int
) -> None:
    answer = client.post("/api/events/v1/things", json={"name": "box"}, headers=headers)
    assert answer.status_code == status


def test_the_gateway_is_known_by_its_secret(database: Database, client: FlaskClient) -> None:
    secret = "the secret of the gateway, in the open"
    assert client.get(CALLBACK, query_string={"secret": secret}).status_code == 404
    kannel = {"URL": "http://kannel.test", "USER": "u", "PASSWORD": "p", "SENDER": "s", "CALLBACK_SECRET": secret}
    variables = {f"TALKA_KANNEL_{name}": value for name, value in kannel.items()}
    with_gateway = application(
        database, "notifications", **variables, TALKA_KANNEL_CALLBACK_URL="http://talka.test/callback"
    ).test_client()
    assert with_gateway.get(CALLBACK, query_string={"secret": secret}).status_code == 200
    assert with_gateway.get(CALLBACK, headers={"X-Callback-Secret": secret}).status_code == 200
    assert with_gateway.get(CALLBACK, query_string={"secret": "guessed"}).status_code == 404
    assert with_gateway.get(CALLBACK).status_code == 404


def test_the_embedded_pages_exist_in_the_embedded_run_alone(database: Database, client: FlaskClient) -> None:
    assert client.get("/api/events/v1/phone").status_code == 404
    embedded = application(database, TALKA_EMBEDDED="1").test_client()
    assert embedded.get("/api/events/v1/phone").status_code == 200


def test_a_token_of_before_a_change_of_rights_opens_nothing(database: Database, client: FlaskClient) -> None:
    before, cookie = token(), application(database).test_client()
    cookie.set_cookie("talka_staff", before)
    message = StaffRightsChanged(staff_id=ORGANISATION)
    with database.transaction() as session:
        told = wrap("events", message, subject=ORGANISATION, version=2, correlation_id="test")
        for version in (2, 1):  # out of order: the older one changes nothing
            rights.hear(session, message, replace(told, version=version))
    assert get(client, before) == 401
    assert cookie.get(ME).status_code == 401
    assert get(client, claiming(rights=1)()) == 401
    assert get(client, claiming(rights=2)()) == 200
    assert get(client, token("volunteer")) == 200


def test_every_route_has_a_rule(client: FlaskClient) -> None:
    state: Talka = client.application.extensions["talka"]
    endpoints = {rule.endpoint for rule in client.application.url_map.iter_rules()}
    assert endpoints == set(state.rules)
    assert all(isinstance(rule, Rule) for rule in state.rules.values())
    assert state.rules["showcase.public"] is anyone


def test_a_role_that_does_not_exist_is_an_error_at_start() -> None:
    with pytest.raises(ValueError, match="emperor"):
        staff("emperor")
