"""What somebody has typed on the earlier screens of a form: sealed in their own browser for an hour, and nowhere else.

It opens for the person who typed it: who signs in after them at the same computer reads nothing of it. What somebody
typed before they signed in is theirs afterwards too.

So each screen is a page of its own: going back, loading again and a lost connection lose nothing, and nothing personal
stands in an address.
"""

import hashlib
import hmac
import json
import secrets
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Response, request

from shared.web import forms, tokens
from shared.web.served import talka

COOKIE = "talka_draft"
LASTS = 3600
NOBODY = ""
"""Who types while nobody is signed in."""


def _lock(browser: str, person: str) -> AESGCM:
    """Only this browser's name and this person's, with our secret, open what we gave them."""
    secret = talka().service.settings.secret_key.encode()
    return AESGCM(hmac.digest(secret, f"draft {browser} {person}".encode(), hashlib.sha256))


def kept(path: str, name: str = COOKIE) -> dict[str, Any]:
    """What was kept for `path`; nothing if it is over, was tampered with or belongs to another browser or path."""
    return opened(path, request.cookies.get(name, ""))


def opened(path: str, kept: str) -> dict[str, Any]:
    """What was `sealed` for this browser, its person and `path`; nothing if it was tampered with or is another's."""
    for person in (*tokens.persons(), NOBODY):
        try:
            raw = urlsafe_b64decode(kept)
            pressed = _lock(forms.visitor(), person).decrypt(raw[:12], raw[12:], path.encode())
            found: dict[str, Any] = json.loads(zlib.decompress(pressed))
        except (ValueError, InvalidTag):
            continue
        return found
    return {}


def forget(response: Response, path: str, name: str = COOKIE) -> Response:
    """Let the browser forget what it keeps for the pages under `path`."""
    response.delete_cookie(name, path=path, httponly=True, samesite="Lax")
    return response


def keep(response: Response, path: str, typed: dict[str, Any], name: str = COOKIE) -> Response:
    """Let the browser keep it for the pages under `path`."""
    return put(response, path, sealed(path, typed), name)


def sealed(path: str, typed: dict[str, Any]) -> str:
    """What this browser may keep for the pages under `path`; pressed, since no browser keeps a cookie beyond 4 KB.

    It opens for the browser's name, so that a browser that was never here before gets one to remember with it.
    """
    nonce = secrets.token_bytes(12)
    pressed = zlib.compress(json.dumps(typed, ensure_ascii=False).encode())
    lock = _lock(forms.tie(), next(iter(tokens.persons()), NOBODY))
    return urlsafe_b64encode(nonce + lock.encrypt(nonce, pressed, path.encode())).decode()


def put(response: Response, path: str, sealed: str, name: str = COOKIE) -> Response:
    """Let the browser keep what was `sealed` for the pages under `path`."""
    secure = talka().service.settings.secure_cookies
    response.set_cookie(name, sealed, max_age=LASTS, path=path, httponly=True, samesite="Lax", secure=secure)
    return response
