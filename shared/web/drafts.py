"""What somebody has typed on the earlier screens of a form: sealed in their own browser for an hour, and nowhere else.

So each screen is a page of its own: going back, loading again and a lost connection lose nothing, and nothing personal
stands in an address.
"""

import hashlib
import hmac
import json
import secrets
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


def kept(path: str) -> dict[str, Any]:
    """What was kept for `path`; nothing if it is over, was tampered with or belongs to another browser or path."""
    try:
        sealed = urlsafe_b64decode(request.cookies.get(COOKIE, ""))
        found: dict[str, Any] = json.loads(_lock().decrypt(sealed[:12], sealed[12:], path.encode()))
    except (ValueError, InvalidTag):
        return {}
    return found


def forget(response: Response, path: str) -> Response:
    """Let the browser forget what it keeps for the pages under `path`."""
    response.delete_cookie(COOKIE, path=path, httponly=True, samesite="Lax")
    return response


def keep(response: Response, path: str, typed: dict[str, Any]) -> Response:
    """Let the browser keep it for the pages under `path`."""
    nonce = secrets.token_bytes(12)
    sealed = urlsafe_b64encode(
        nonce + _lock().encrypt(nonce, json.dumps(typed, ensure_ascii=False).encode(), path.encode())
    )
    secure = talka().service.settings.secure_cookies
    response.set_cookie(COOKIE, sealed.decode(), max_age=LASTS, path=path, httponly=True, samesite="Lax", secure=secure)
    return response
