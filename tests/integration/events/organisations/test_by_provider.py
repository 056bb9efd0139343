"""Staff sign in by the town's own sign-in, and nobody else does, whatever comes back from it."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from joserfc.jwk import RSAKey

from services.events.app import create_app
from shared.database import Database
from tests.support.factories.events import a_worker, an_organisation
from tests.support.ledger import audited
from tests.support.oidc import CLIENT_ID, CLIENT_SECRET, TownSignIn
from tests.support.services import NewSettings
from tests.support.visitor import hidden

LEAVE, BACK = "/organise/sign-in/provider", "/organise/sign-in/provider/back"


@pytest.fixture
def app(settings: NewSettings, town_sign_in: TownSignIn) -> Iterator[Flask]:
    """The service, which leads staff to the town's own sign-in; Rasa works there."""
    more = {
        "TALKA_OIDC_ISSUER": town_sign_in.issuer,
        "TALKA_OIDC_CLIENT_ID": CLIENT_ID,
        "TALKA_OIDC_CLIENT_SECRET": CLIENT_SECRET,
        "TALKA_OIDC_NAME": "Kaišiadorių savivaldybė",
    }
    app = create_app(settings("events", **more))
    database: Database = app.extensions["talka"].service.database
    with database.transaction() as session:
        a_worker(session, an_organisation(session), email="rasa@example.lt")
    yield app
    database.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser that has seen the ways to sign in."""
    client = app.test_client()
    client.get("/organise/sign-in?lang=en")
    return client


def led_back(client: FlaskClient, provider: TownSignIn) -> str:
    """Go to the provider and sign in there; the path that leads back."""
    return provider.agreed(client.get(LEAVE).location).removeprefix("http://talka.test")


def press(client: FlaskClient, page: str) -> Any:
    """Press the button of the page that says who was proved."""
    address, fields = hidden(page, LEAVE)
    return client.post(address, data=fields)


def test_whoever_the_town_knows_is_signed_in_by_one_button(client: FlaskClient, town_sign_in: TownSignIn) -> None:
    page = client.get("/organise/sign-in").text
    assert "Sign in with: Kaišiadorių savivaldybė" in page
    assert f'href="{LEAVE}"' in page
    back = client.get(led_back(client, town_sign_in))
    assert "rasa@example.lt" in back.text
    assert client.get("/organise/").status_code == 401
    signed_in = press(client, back.text)
    assert (signed_in.status_code, signed_in.location) == (303, "/organise/")
    assert client.get("/organise/").status_code == 200


def test_whoever_came_for_a_page_is_led_on_to_it(client: FlaskClient, town_sign_in: TownSignIn) -> None:
    page = client.get("/organise/projects/").text
    assert f'href="{LEAVE}?to=/organise/projects/"' in page
    back = town_sign_in.agreed(client.get(f"{LEAVE}?to=/organise/projects/").location)
    signed_in = press(client, client.get(back.removeprefix("http://talka.test")).text)
    assert (signed_in.status_code, signed_in.location) == (303, "/organise/projects/")


def test_a_browser_that_was_never_here_is_signed_in_by_a_link_straight_to_the_provider(
    app: Flask, town_sign_in: TownSignIn
) -> None:
    """As from a bookmark or the town's own pages; what is sealed for the way back opens for a name that it needs."""
    new = app.test_client()
    back = new.get(led_back(new, town_sign_in))
    assert back.status_code == 200
    assert press(new, back.text).status_code == 303
    assert new.get("/organise/").status_code == 200


def test_the_sign_in_is_noted_and_cannot_be_pressed_again_after_signing_out(
    app: Flask, client: FlaskClient, town_sign_in: TownSignIn
) -> None:
    page = client.get(led_back(client, town_sign_in)).text
    press(client, page)
    database: Database = app.extensions["talka"].service.database
    with database.transaction() as session:
        assert audited(session)[-1] == "signed_in"
    client.delete_cookie("talka_staff")
    address, fields = hidden(client.get("/organise/sign-in").text, "/organise/sign-in")
    again = client.post(LEAVE, data=fields)
    assert again.status_code == 410
    assert "Please begin again." in again.text
    assert address == "/organise/sign-in"


def test_whoever_works_nowhere_here_is_told_whom_to_ask(client: FlaskClient, town_sign_in: TownSignIn) -> None:
    town_sign_in.email = "somebody@example.lt"
    refused = press(client, client.get(led_back(client, town_sign_in)).text)
    assert refused.status_code == 403
    assert "Ask an owner of your organisation to let you in." in refused.text
    assert client.get("/organise/").status_code == 401


def test_an_answer_to_another_browser_is_worth_nothing(
    app: Flask, client: FlaskClient, town_sign_in: TownSignIn
) -> None:
    back = led_back(client, town_sign_in)
    other = app.test_client()
    other.get("/organise/sign-in?lang=en")
    for stranger in (other, app.test_client()):
        assert stranger.get(back).status_code == 410
    led_back(other, town_sign_in)
    assert other.get(back).status_code == 410
    assert len(town_sign_in.asked) == 2  # no code was given away


def test_a_code_is_good_once(client: FlaskClient, town_sign_in: TownSignIn) -> None:
    back = led_back(client, town_sign_in)
    assert client.get(back).status_code == 200
    assert client.get(back).status_code == 410


@pytest.mark.parametrize(
    "lie",
    [
        {"iss": "https://elsewhere.example"},
        {"aud": "somebody else"},
        {"nonce": "of another sign-in"},
        {"exp": 1},
        {"email_verified": False},
        {"email": None},
    ],
)
def test_an_identity_that_does_not_hold_is_not_believed(
    client: FlaskClient, town_sign_in: TownSignIn, lie: dict[str, Any]
) -> None:
    town_sign_in.lies = lie
    refused = client.get(led_back(client, town_sign_in))
    assert refused.status_code == 502
    assert "let us send you a link" in refused.text


def test_an_identity_that_another_key_has_signed_is_not_believed(client: FlaskClient, town_sign_in: TownSignIn) -> None:
    town_sign_in.shown_key = RSAKey.generate_key(2048, {"kid": "1"})
    assert client.get(led_back(client, town_sign_in)).status_code == 502


def test_a_provider_that_is_away_or_says_it_is_another_keeps_nobody_from_asking_for_a_link(
    client: FlaskClient, town_sign_in: TownSignIn
) -> None:
    back = led_back(client, town_sign_in)
    town_sign_in.away = True
    for address in (LEAVE, back):
        page = client.get(address)
        assert (page.status_code, 'name="email"' in page.text) == (502, True)
    town_sign_in.away, town_sign_in.hides = False, ("authorize",)
    assert client.get(LEAVE).status_code == 502
    town_sign_in.issuer = "https://elsewhere.example"
    assert client.get(LEAVE).status_code == 502


def test_without_a_provider_there_is_no_such_way(settings: NewSettings) -> None:
    app = create_app(settings("events"))
    client = app.test_client()
    assert LEAVE not in client.get("/organise/sign-in").text
    assert client.get(LEAVE).status_code == 404
    assert client.get(BACK).status_code == 404
    app.extensions["talka"].service.database.close()
