"""Signing out, the same in every service: the cookie is all there is."""

from typing import Any

from sqlalchemy.orm import Session

from shared.web import tokens
from shared.web.pages import Pages, redirect
from shared.web.rules import Rule, anyone


def add_sign_out(pages: Pages, to: str = "/", allow: Rule = anyone) -> None:
    """A route of these pages that signs the browser out and leads it `to` an address."""

    @pages.post("/sign-out", allow=allow)
    def sign_out(_session: Session) -> Any:
        """Sign the browser out."""
        response = redirect(to)
        tokens.forget(response)
        return response
