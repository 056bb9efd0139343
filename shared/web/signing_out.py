"""Signing out, the same in every service: the cookie is all there is.

The browser loses its name too. What was typed in it is sealed for that name, so whoever sits down there next finds
nothing of it, signed in or not.
"""

from typing import Any

from sqlalchemy.orm import Session

from shared.web import forms, tokens
from shared.web.pages import Pages, redirect
from shared.web.rules import Rule, anyone


def add_sign_out(pages: Pages, to: str = "/", allow: Rule = anyone) -> None:
    """A route of these pages that signs the browser out and leads it `to` an address."""

    @pages.post("/sign-out", allow=allow)
    def sign_out(_session: Session) -> Any:
        """Sign the browser out."""
        response = redirect(to)
        tokens.forget(response)
        forms.forget(response)
        return response
