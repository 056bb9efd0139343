"""Permission rules: who may use a route. Every route names one; one without cannot be registered.

A rule looks at the person alone. Whether a thing belongs to their organisation, the operation asks.
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass

from flask import g, request

from shared.errors import Forbidden, NotFound, Unauthenticated
from shared.web.served import talka
from shared.web.tokens import Principal, current, presented

ROLES = ("owner", "organiser", "social_worker", "check_in")
KINDS = ("staff", "volunteer")


@dataclass(frozen=True)
class Rule:
    """`kinds` are the tokens that are looked for, `check` raises a DomainError for whoever may not pass."""

    name: str
    kinds: tuple[str, ...]
    check: Callable[[Principal | None], None]


def _pass(_principal: Principal | None) -> None:
    return


def _known(principal: Principal | None) -> None:
    if principal is None:
        raise Unauthenticated


def staff(*roles: str) -> Rule:
    """Staff who have one of the roles in at least one organisation; any role if none is named."""
    if unknown := set(roles) - set(ROLES):
        raise ValueError(f"no such role: {', '.join(sorted(unknown))}")

    def check(principal: Principal | None) -> None:
        if principal is None:
            raise Unauthenticated
        if not set(roles or ROLES).intersection(principal.roles.values()):
            raise Forbidden

    return Rule(f"staff({', '.join(roles)})", ("staff",), check)


def _gateway(_principal: Principal | None) -> None:
    kannel = talka().service.settings.kannel
    given = request.headers.get("X-Callback-Secret") or request.args.get("secret", "")
    if kannel is None or not hmac.compare_digest(given.encode(), kannel.callback_secret.encode()):
        raise NotFound


def _embedded(_principal: Principal | None) -> None:
    if not talka().service.settings.embedded:
        raise NotFound


def _built_in_phone(principal: Principal | None) -> None:
    _embedded(principal)
    if talka().service.settings.kannel:
        raise NotFound


anyone = Rule("anyone", KINDS, _pass)
everyone = Rule("everyone", (), _pass)
"""What is the same for everybody, so that nobody is asked who they are; caches and pages of other sites may have it."""
signed_in = Rule("signed_in", KINDS, _known)
volunteer = Rule("volunteer", ("volunteer",), _known)
gateway = Rule("gateway", (), _gateway)
"""The SMS gateway, known by the secret in its callback: `?secret=` or the header X-Callback-Secret."""
embedded_only = Rule("embedded_only", KINDS, _embedded)
"""Pages that exist in the embedded run alone, such as the built-in phone and mailbox."""
built_in_phone = Rule("built_in_phone", KINDS, _built_in_phone)
"""Texting back from the built-in phone: nobody may speak for a real phone once a real gateway brings its texts."""
own_port = Rule("own_port", (), _pass)
"""For those who reach the service's own port; the front does not forward these."""


def identify() -> None:
    """Find out who asks. Raises Unauthenticated for a wrong bearer token."""
    rule = _rule()
    g.principal = presented(rule.kinds) if rule and rule.kinds else None


def enforce() -> None:
    """Ask the route's rule before anything of the request is read. Raises the rule's DomainError."""
    if rule := _rule():
        rule.check(current())


def _rule() -> Rule | None:
    """Of the present route; None where Flask itself says that there is no such address."""
    return talka().rules[request.endpoint] if request.endpoint else None
