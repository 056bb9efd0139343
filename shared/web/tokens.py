"""Access tokens: who is asking. Signed with ES256 by `events` for staff and by `volunteers` for volunteers."""

import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from uuid import UUID

from flask import Response, g, has_request_context, request
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from shared import rights
from shared.errors import Unauthenticated
from shared.settings import Settings
from shared.web.served import talka

ISSUERS = {"staff": "/talka/events", "volunteer": "/talka/volunteers"}
COOKIES = {"staff": "talka_staff", "volunteer": "talka_volunteer"}
LASTS = {"staff": 12 * 3600, "volunteer": 7 * 24 * 3600}
"""Seconds a sign-in lasts: staff work a day; volunteers get a code by SMS, which costs money, and can do less harm."""
LEEWAY = 60
"""Seconds by which the clocks of two machines may differ."""
AUDIENCE = "talka"
ALGORITHMS = ["ES256"]


@dataclass(frozen=True, kw_only=True)
class Principal:
    """A person who is signed in. `kind` is `staff` or `volunteer`; `roles` maps an organisation to a role in it.

    `rights` is how often what staff may do had changed when they signed in.
    """

    kind: str
    id: UUID
    name: str
    language: str
    roles: Mapping[UUID, str] = field(default_factory=dict)
    rights: int = 0

    def organisations(self, *roles: str) -> list[UUID]:
        """Those in which they have one of these roles."""
        return [organisation for organisation, role in self.roles.items() if role in roles]


@lru_cache(maxsize=16)
def _key(pem: str) -> ECKey:
    return ECKey.import_key(pem)


def issue(private_key: str, principal: Principal) -> str:
    """A signed token for the principal, good for as long as LASTS says; the key is ES256 in PEM form."""
    now = int(time.time())
    claims = {
        "iss": ISSUERS[principal.kind],
        "aud": AUDIENCE,
        "sub": str(principal.id),
        "iat": now,
        "exp": now + LASTS[principal.kind],
        "kind": principal.kind,
        "name": principal.name,
        "lang": principal.language,
        "roles": {str(organisation): role for organisation, role in principal.roles.items()},
        "rights": principal.rights,
    }
    return jwt.encode({"alg": "ES256"}, claims, _key(private_key), algorithms=ALGORITHMS)


def read(token: str, kind: str, public_key: str) -> Principal:
    """The principal of this kind that the token speaks for.

    Raises Unauthenticated for a token that is forged, over, of another kind or not a token at all.
    """
    registry = jwt.JWTClaimsRegistry(
        leeway=LEEWAY,
        iss={"essential": True, "value": ISSUERS[kind]},
        aud={"essential": True, "value": AUDIENCE},
        kind={"essential": True, "value": kind},
        exp={"essential": True},
        sub={"essential": True},
    )
    try:
        claims = jwt.decode(token, _key(public_key), algorithms=ALGORITHMS).claims
        registry.validate(claims)
        return _principal(claims)
    except (JoseError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unauthenticated from error


def _principal(claims: Mapping[str, Any]) -> Principal:
    return Principal(
        kind=claims["kind"],
        id=UUID(claims["sub"]),
        name=claims["name"],
        language=claims["lang"],
        roles={UUID(organisation): role for organisation, role in claims["roles"].items()},
        rights=int(claims["rights"]),
    )


def public_key(settings: Settings, kind: str) -> str:
    """The key that tokens of this kind are checked with."""
    return {"staff": settings.staff_public_key, "volunteer": settings.volunteer_public_key}[kind]


def presented(kinds: tuple[str, ...]) -> Principal | None:
    """Who presents a token of one of these kinds: as bearer, else in a cookie; None without one.

    Raises Unauthenticated for a wrong bearer; a wrong cookie is as good as none, since nobody chose to send it.
    """
    scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return _bearer(bearer.strip(), kinds)
    for kind in kinds:
        if token := request.cookies.get(COOKIES[kind]):
            try:
                return _checked(token, kind)
            except Unauthenticated:
                continue
    return None


def _bearer(token: str, kinds: tuple[str, ...]) -> Principal:
    for kind in kinds:
        try:
            return _checked(token, kind)
        except Unauthenticated:
            continue
    raise Unauthenticated


def _checked(token: str, kind: str) -> Principal:
    """The principal, unless what they may do has changed since: a removed organiser is out with the next request."""
    service = talka().service
    principal = read(token, kind, public_key(service.settings, kind))
    if kind == "staff":
        with service.database.reading() as session:
            if rights.version(session, principal.id) > principal.rights:
                raise Unauthenticated
    return principal


def persons() -> list[str]:
    """Who is signed in in this browser, by kind and id, whomever the route asks for; staff first, nobody if empty.

    It says whose something is. What somebody may do the route's rule decides, which knows of changed rights too.
    """
    settings = talka().service.settings
    found = []
    for kind, cookie in COOKIES.items():
        with suppress(Unauthenticated):
            found.append(f"{kind} {read(request.cookies.get(cookie, ''), kind, public_key(settings, kind)).id}")
    return found


def current() -> Principal | None:
    """Who is asking, as the route's rule has found; None if nobody is signed in or there is no request."""
    found: Principal | None = g.get("principal") if has_request_context() else None
    return found


def asker() -> Principal:
    """Who is asking, where somebody must be signed in. Raises Unauthenticated."""
    if (who := current()) is None:
        raise Unauthenticated
    return who


def remember(response: Response, kind: str, token: str) -> None:
    """Sign the browser in: put the token into its cookie."""
    response.set_cookie(
        COOKIES[kind],
        token,
        max_age=LASTS[kind],
        httponly=True,
        samesite="Lax",
        secure=talka().service.settings.secure_cookies,
    )


def forget(response: Response) -> None:
    """Sign the browser out of everything."""
    for cookie in COOKIES.values():
        response.delete_cookie(cookie, httponly=True, samesite="Lax", secure=talka().service.settings.secure_cookies)
