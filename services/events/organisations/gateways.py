"""The town's own sign-in for staff: OpenID Connect, authorization code flow with PKCE (RFC 7636).

Nothing of the provider is kept; what it says of itself is asked for each time, since staff sign in once a day.
"""

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from services.events.organisations.domain import ProviderFailed
from shared.settings import Oidc

ALGORITHMS = ["RS256", "PS256", "ES256"]
"""What an identity may be signed with; a provider that offers `none` or a shared secret alone is not trusted."""
NEEDED = {"authorization_endpoint", "token_endpoint", "jwks_uri"}
PATIENCE = 5
"""Seconds for each of the three requests."""
LEEWAY = 60
"""Seconds by which the provider's clock may differ from ours."""


@dataclass(frozen=True, kw_only=True)
class Begun:
    """A sign-in under way: where the browser goes, and what must come back with it."""

    address: str
    state: str
    nonce: str
    verifier: str


class Provider:
    """The provider of the settings; `callback` is our address that it leads the browser back to."""

    def __init__(self, settings: Oidc, callback: str) -> None:
        """Ask nothing yet."""
        self._settings = settings
        self._callback = callback

    def begin(self) -> Begun:
        """Make up what nobody can guess, and the address to go to. Raises ProviderFailed."""
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        address, _ = self._client().create_authorization_url(
            self._told()["authorization_endpoint"], state=state, nonce=nonce, code_verifier=verifier
        )
        return Begun(address=address, state=state, nonce=nonce, verifier=verifier)

    def email(self, code: str, *, nonce: str, verifier: str) -> str:
        """The address of the person whom the code stands for, as the provider has proved it. Raises ProviderFailed.

        OpenID Connect Core 1.0, section 3.1.3.7: signature, issuer, audience, time and nonce are checked.
        """
        told = self._told()
        try:
            token = self._client().fetch_token(told["token_endpoint"], code=code, code_verifier=verifier)
            keys = KeySet.import_key_set(self._get(told["jwks_uri"]))
            identity = jwt.decode(token["id_token"], keys, algorithms=ALGORITHMS).claims
            self._expected(nonce).validate(identity)
        except (AuthlibBaseError, JoseError, requests.RequestException, KeyError, TypeError, ValueError) as error:
            raise ProviderFailed from error
        return str(identity["email"])

    def _expected(self, nonce: str) -> jwt.JWTClaimsRegistry:
        return jwt.JWTClaimsRegistry(
            now=int(time.time()),
            leeway=LEEWAY,
            iss={"essential": True, "value": self._settings.issuer},
            aud={"essential": True, "value": self._settings.client_id},
            nonce={"essential": True, "value": nonce},
            exp={"essential": True},
            email={"essential": True},
            email_verified={"essential": True, "value": True},
        )

    def _client(self) -> OAuth2Session:
        return OAuth2Session(
            self._settings.client_id,
            self._settings.client_secret,
            scope="openid email",
            redirect_uri=self._callback,
            code_challenge_method="S256",
            default_timeout=PATIENCE,
        )

    def _told(self) -> Mapping[str, Any]:
        """What the provider says of itself (OpenID Connect Discovery 1.0, section 4)."""
        try:
            told: dict[str, Any] = self._get(f"{self._settings.issuer.rstrip('/')}/.well-known/openid-configuration")
            if told["issuer"] != self._settings.issuer or not told.keys() >= NEEDED:
                raise ProviderFailed
        except (requests.RequestException, KeyError, TypeError, ValueError) as error:
            raise ProviderFailed from error
        return told

    @staticmethod
    def _get(address: str) -> Any:
        answer = requests.get(address, timeout=PATIENCE)
        answer.raise_for_status()
        return answer.json()
