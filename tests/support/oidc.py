"""A town's own sign-in: an OpenID Connect provider on a port of its own, which can be made to misbehave."""

import base64
import hashlib
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask, abort, request
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from tests.support.chromium import served

CLIENT_ID, CLIENT_SECRET = "talka", "a secret of the town"


@dataclass
class TownSignIn:
    """The provider. `lies` replaces claims of the identities it signs; `away` makes it fail; it tells no `hides`."""

    issuer: str = ""
    email: str = "rasa@example.lt"
    lies: dict[str, Any] = field(default_factory=dict)
    away: bool = False
    hides: tuple[str, ...] = ()
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "1"}))
    shown_key: RSAKey | None = None
    asked: dict[str, dict[str, str]] = field(default_factory=dict)

    def agreed(self, address: str) -> str:
        """The person signs in where their browser was led to; answers where it is led back to."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert query["response_type"] == "code"
        assert query["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self.asked[code] = query
        return f"{query['redirect_uri']}?code={code}&state={query['state']}"

    def token(self) -> dict[str, str]:
        """What a code and the verifier that belongs to it are exchanged for, once."""
        asked = self.asked.pop(request.form["code"], None)
        proof = base64.urlsafe_b64encode(hashlib.sha256(request.form["code_verifier"].encode()).digest())
        known = request.authorization and (request.authorization.username, request.authorization.password)
        if asked is None or proof.rstrip(b"=").decode() != asked["code_challenge"]:
            abort(400)
        if known != (CLIENT_ID, CLIENT_SECRET) or request.form["redirect_uri"] != asked["redirect_uri"]:
            abort(401)
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "sub": "17",
            "exp": int(time.time()) + 300,
            "nonce": asked["nonce"],
            "email": self.email,
            "email_verified": True,
        }
        identity = jwt.encode({"alg": "RS256", "kid": "1"}, claims | self.lies, self.key)
        return {"access_token": "x", "token_type": "Bearer", "id_token": identity}


def app_of(provider: TownSignIn) -> Flask:
    """The provider's web side."""
    app = Flask("provider")

    @app.before_request
    def _is_there() -> None:
        if provider.away:
            abort(503)

    @app.get("/.well-known/openid-configuration")
    def _told() -> dict[str, str]:
        places = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        places = {name: path for name, path in places.items() if path not in provider.hides}
        return {"issuer": provider.issuer} | {name: f"{provider.issuer}/{path}" for name, path in places.items()}

    @app.get("/keys")
    def _keys() -> Any:
        return KeySet([provider.shown_key or provider.key]).as_dict(private=False)

    app.post("/token")(provider.token)
    return app


@pytest.fixture
def town_sign_in() -> Iterator[TownSignIn]:
    """A running provider."""
    provider = TownSignIn()
    with served(app_of(provider)) as provider.issuer:
        yield provider
