"""What somebody has typed on the earlier screens of a form: sealed in their own browser for an hour, and nowhere else.

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

from shared.web import forms
from shared.web.served import talka

COOKIE = "talka_draft"
LASTS = 3600


def _lock() -> AESGCM:
    """Only this browser's name, with our secret, opens what we gave it."""
    secret = talka().service.settings.secret_key.encode()
    return AESGCM(hmac.digest(secret, f"draft {forms.visitor()}".encode(), hashlib.sha256))


def kept(path: str, name: str = COOKIE) -> dict[str, Any]:
    """What was kept for `path`; nothing if it is over, was tampered with or belongs to another browser or path."""
    return opened(path, request.cookies.get(name, ""))


def opened(path: str, kept: str) -> dict[str, Any]:
    """What was `sealed` for this browser and `path`; nothing if it was tampered with or belongs to another."""
    try:
        raw = urlsafe_b64decode(kept)
        pressed = _lock().decrypt(raw[:12], raw[12:], path.encode())
        found: dict[str, Any] = json.loads(pressed if pressed.startswith(b"{") else zlib.decompress(pressed))
    except (ValueError, InvalidTag):
        return {}
    return found


def forget(response: Response, path: str, name: str = COOKIE) -> Response:
    """Let the browser forget what it keeps for the pages under `path`."""
    response.delete_cookie(name, path=path, httponly=True, samesite="Lax")
    return response


def keep(response: Response, path: str, typed: dict[str, Any], name: str = COOKIE) -> Response:
    """Let the browser keep it for the pages under `path`."""
    return put(response, path, sealed(path, typed), name)


def sealed(path: str, typed: dict[str, Any]) -> str:
    """What this browser may keep for the pages under `path`; pressed, since no browser keeps a cookie beyond 4 KB."""
    nonce = secrets.token_bytes(12)
    pressed = zlib.compress(json.dumps(typed, ensure_ascii=False).encode())
    return urlsafe_b64encode(nonce + _lock().encrypt(nonce, pressed, path.encode())).decode()


def put(response: Response, path: str, sealed: str, name: str = COOKIE) -> Response:
    """Let the browser keep what was `sealed` for the pages under `path`."""
    secure = talka().service.settings.secure_cookies
    response.set_cookie(name, sealed, max_age=LASTS, path=path, httponly=True, samesite="Lax", secure=secure)
    return response
