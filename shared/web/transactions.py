"""A writing request as one transaction, committed before its answer leaves and undone if the answer is an error.

Under a key it is done once; when it comes again it is given the same answer.
"""

import hashlib
import hmac
import ipaddress
import json
import secrets
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Response, request
from sqlalchemy.orm import Session

from shared import answers, limits
from shared.web.served import talka

REPLAYED = "Idempotent-Replayed"
IPV6 = 6


@dataclass(frozen=True)
class Limited:
    """At most so many tries in so many seconds for each value of a field of the body; without one, for each address.

    `within`: the route counts it itself (`spend_within`), once it knows that there is something to count.
    """

    name: str
    _: KW_ONLY
    most: int
    seconds: int
    field: str | None = None
    within: bool = False


class _Refused(Exception):
    """Carries an error answer out of the transaction, so that it is undone."""

    def __init__(self, response: Response) -> None:
        super().__init__()
        self.response = response


def write(run: Callable[[Session], Response], *, key: str | None, asker: str, patient: bool = False) -> Response:
    """Run in one transaction. Under a key of the asker's the answer is kept for 24 hours, and given again instead.

    Only what changed something is kept: an error changes nothing and may be tried again. A patient asker who comes
    while the first request is worked on gets its answer too, since a browser shows the last of two clicks.
    """
    try:
        with talka().service.database.transaction() as session:
            return _run(session, run) if key is None else _run_once(session, run, key, asker, patient=patient)
    except _Refused as refused:
        return refused.response


def rehearse(run: Callable[[Session], Response]) -> Response:
    """What it would answer now; nothing that it changes stays."""
    try:
        with talka().service.database.transaction() as session:
            raise _Refused(run(session))  # noqa: TRY301 - the way out of a transaction that undoes it
    except _Refused as refused:
        return refused.response


def _run(session: Session, run: Callable[[Session], Response]) -> Response:
    response = run(session)
    if response.status_code >= 400:  # noqa: PLR2004 - errors begin there
        raise _Refused(response)
    return response


def _run_once(session: Session, run: Callable[[Session], Response], key: str, asker: str, *, patient: bool) -> Response:
    scope = _digest(asker, request.method, request.path, key)
    body = hashlib.sha256(request.get_data(cache=True)).digest()
    if sealed := answers.find(session, scope, body, patient=patient):
        return _unsealed(sealed, key)
    response = _run(session, run)
    answers.keep(session, scope, body, _sealed(response, key))
    return response


def _digest(*parts: str) -> bytes:
    """A digest that nobody can guess parts from without the service's secret."""
    secret = talka().service.settings.secret_key.encode()
    return hmac.digest(secret, json.dumps(parts).encode(), "sha256")


def _lock(key: str) -> AESGCM:
    """Half of it is the asker's key, which is stored nowhere: the table alone opens no answer, nor a cookie in one."""
    return AESGCM(_digest("answer", key))


def _sealed(response: Response, key: str) -> str:
    headers = [(name, value) for name, value in response.headers if name != "Content-Length"]
    head = json.dumps([response.status_code, headers])
    nonce = secrets.token_bytes(12)
    return b64encode(nonce + _lock(key).encrypt(nonce, f"{head}\n".encode() + response.get_data(), None)).decode()


def _unsealed(sealed: str, key: str) -> Response:
    content = b64decode(sealed)
    head, _, body = _lock(key).decrypt(content[:12], content[12:], None).partition(b"\n")
    status, headers = json.loads(head)
    response = Response(body, status)
    response.headers.clear()
    for name, value in [*headers, (REPLAYED, "true")]:
        response.headers.add(name, value)
    return response


def network_of(address: str) -> str:
    """What one household or office has for itself: an IPv4 address, or the 64 bits of an IPv6 network (RFC 6177)."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == IPV6 else address


def spend(limited: Limited, value: object) -> None:
    """Count one try against a limit, in a transaction of its own, so that a refused one counts too. Raises TooMany."""
    with talka().service.database.transaction() as session:
        wait = _spent(session, limited, value)
    limits.refuse(wait)


def spend_within(session: Session, limited: Limited, value: object) -> None:
    """Count it in the asker's own transaction, so that only what is done counts. Raises TooMany."""
    limits.refuse(_spent(session, limited, value))


def _spent(session: Session, limited: Limited, value: object) -> int | None:
    who = str(value).strip().lower() if limited.field else network_of(request.remote_addr or "")
    return limits.spend(session, limited.name, _digest("limit", who), most=limited.most, seconds=limited.seconds)
