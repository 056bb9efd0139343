"""Who may do what: roles in an organisation, and the rules of signing in."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from shared.errors import Conflict, Forbidden, NotFound, _

LINK_LIVES = timedelta(minutes=15)


class Role(StrEnum):
    """What a staff member is in one organisation."""

    OWNER = "owner"
    ORGANISER = "organiser"
    SOCIAL_WORKER = "social_worker"
    CHECK_IN = "check_in"


class Part(StrEnum):
    """What an organisation is in a project that another one leads."""

    PARTNER = "partner"
    LOCAL_ACTION_GROUP = "local_action_group"


class StaffIsThere(Conflict):
    """A person is staff of an organisation once."""

    code = "staff-is-there"
    title = _("This person already belongs to your organisation.")


class LastOwner(Conflict):
    """Somebody must be able to let others in."""

    code = "last-owner"
    title = _("Your organisation needs an owner. Make somebody else owner first.")


class Person(Protocol):
    """The staff member who asks, with their role in each of their organisations."""

    @property
    def id(self) -> UUID:
        """Their id."""
        ...

    @property
    def roles(self) -> Mapping[UUID, str]:
        """Organisation -> role in it."""
        ...


@dataclass(frozen=True)
class Member:
    """A person who is not signed in, but acts: whoever runs the server, in the name of an owner."""

    id: UUID
    roles: Mapping[UUID, str]


def entitle(person: Person, organisation_id: UUID, roles: Collection[str]) -> None:
    """Let the person act for the organisation, or raise.

    Raises NotFound for a foreign organisation, whose things they cannot even see, and Forbidden if the role is not
    enough.
    """
    role = person.roles.get(organisation_id)
    if role is None:
        raise NotFound
    if role not in roles:
        raise Forbidden


def digest(token: str) -> bytes:
    """What is stored instead of a token: enough to recognise it, useless to whoever reads the table."""
    return hashlib.sha256(token.encode()).digest()
