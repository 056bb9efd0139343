"""Links and codes derived from an id under a service's secret, so that none is stored (decision 0008).

`use` tells the links of one id apart: who knows one of them can guess no other. It must stay as it is for as long as
links are good that were given out with it.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from uuid import UUID

SHORT, LONG = 12, 16
"""Bytes of a token: 16 url-safe characters, or 22."""
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""32 letters and digits that nobody mistakes for another: no 0 and O, no 1 and I."""
CODE_LENGTH = 6


@dataclass(frozen=True)
class Derived:
    """Makes tokens and codes out of ids; what makes links of a feature says under which address each leads where."""

    secret_key: str
    public_url: str

    def mac(self, use: str, what: bytes) -> bytes:
        """32 bytes that nobody can tell without the key."""
        return hmac.digest(self.secret_key.encode(), use.encode() + what, "sha256")

    def made(self, use: str, id_: UUID, length: int = SHORT) -> str:
        """What a link ends in: url-safe characters that nobody can guess without the key."""
        return base64.urlsafe_b64encode(self.mac(use, id_.bytes)[:length]).decode().rstrip("=")

    def said(self, use: str, id_: UUID) -> str:
        """Six characters (30 bits, none of them in a token) to be said on the phone or at the door."""
        return "".join(ALPHABET[byte % len(ALPHABET)] for byte in self.mac(use, id_.bytes)[-CODE_LENGTH:])


def digest(token: str) -> bytes:
    """What is stored instead of a token: enough to recognise it, useless to whoever reads the table."""
    return hashlib.sha256(token.encode()).digest()
