"""What every module of the web side needs to know of the application it runs in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask import current_app

from shared.messaging.service import Service

if TYPE_CHECKING:
    from shared.web.problems import Problem
    from shared.web.rules import Rule


@dataclass(frozen=True, kw_only=True)
class Talka:
    """The composed service, and for each endpoint the rule that says who may use it.

    `screens`: how an address begins whose pages have a frame of their own, and their page of a problem.
    """

    service: Service
    rules: "dict[str, Rule]" = field(default_factory=dict)
    screens: "dict[str, Callable[[Problem], str]]" = field(default_factory=dict)


def talka() -> Talka:
    """Of the application that handles the present request."""
    found: Talka = current_app.extensions["talka"]
    return found
