"""Who may do what: roles in an organisation, and the rules of signing in."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from shared.errors import Conflict, DomainError, Forbidden, Gone, Invalid, NotFound, _

LINK_LIVES = timedelta(minutes=15)
NOBODY = "–"
"""The name of a staff member who has been erased."""


class Role(StrEnum):
    """What a staff member is in one organisation."""

    OWNER = "owner"
    ORGANISER = "organiser"
    SOCIAL_WORKER = "social_worker"
    CHECK_IN = "check_in"


ROLE_NAMES = {
    Role.OWNER: _("Owner"),
    Role.ORGANISER: _("Organiser"),
    Role.SOCIAL_WORKER: _("Social worker"),
    Role.CHECK_IN: _("At the door"),
}


class Wait(StrEnum):
    """What waits for staff: somebody's wish for a service, one to be called, one at a kiosk, a provider's correction.

    `request` is help that volunteers give, of which a coordinator has to approve; `post` is a partner's news, which the
    lead of the project reads first; `report` is an error that somebody has found in the directory.
    """

    REFERRAL = "referral"
    CALL = "call"
    KIOSK_CALL = "kiosk_call"
    EDIT = "edit"
    REQUEST = "request"
    POST = "post"
    REPORT = "report"


WAITS_AT = {
    Wait.REFERRAL: "/organise/mediation/?show=ours",
    Wait.CALL: "/organise/mediation/?show=call",
    Wait.KIOSK_CALL: "/organise/kiosks/calls",
    Wait.EDIT: "/organise/directory/",
    Wait.REQUEST: "/volunteer/requests/",
    Wait.POST: "/organise/board/",
    Wait.REPORT: "/organise/directory/",
}
"""The pages on which staff see to it; they ask for a sign-in."""
PUBLISHERS = (Role.OWNER, Role.ORGANISER)
"""Who answers for what is made public, also by partners; social workers see to whoever waits."""
HELPERS = (Role.OWNER, Role.ORGANISER, Role.SOCIAL_WORKER)
"""Who may book and cancel for a party. Whoever only checks people in at the door sees them and changes nothing."""


LOOKS = ("staff_read", "referral_read", "referrals_read", "kiosk_calls_read", "people_searched")
"""What the audit notes of whoever only looked at people's data, where it is of an organisation as a whole."""


class Part(StrEnum):
    """What an organisation is in a project that another one leads."""

    PARTNER = "partner"
    LOCAL_ACTION_GROUP = "local_action_group"


PART_NAMES = {
    Part.PARTNER: _("Partner"),
    Part.LOCAL_ACTION_GROUP: _("Local action group"),
}


class StaffIsThere(Conflict):
    """A person is staff of an organisation once."""

    code = "staff-is-there"
    title = _("This person already belongs to your organisation.")


@dataclass(frozen=True)
class Owner:
    """Whoever shall own an organisation that is new here, and the language they read."""

    name: str
    email: str
    language: str


class PartnerIsThere(Conflict):
    """An organisation takes part in a project once."""

    code = "partner-is-there"
    title = _("This organisation already takes part.")


class LeadsIt(Conflict):
    """Nobody is a partner of themselves."""

    code = "leads-it"
    title = _("Your own organisation leads this project.")


class OwnerIsMissing(Invalid):
    """An organisation that nobody could sign in for."""

    code = "owner-is-missing"
    title = _("This organisation is new here. Say who will be its owner.")

    def __init__(self) -> None:
        """The two fields that tell who."""
        super().__init__({"owner_name": [self.title], "owner_email": [self.title]})


class LastOwner(Conflict):
    """Somebody must be able to let others in."""

    code = "last-owner"
    title = _("Your organisation needs an owner. Make somebody else owner first.")


class NotEmployed(Forbidden):
    """The town knows the person, and no organisation here does."""

    code = "not-employed"
    title = _("Nobody with this e-mail works here. Ask an owner of your organisation to let you in.")


class ProviderFailed(DomainError):
    """The town's own sign-in is away, refuses, or says something that cannot be trusted."""

    code = "provider-failed"
    title = _("This way of signing in does not work just now. Try again, or let us send you a link.")


class ReturnIsOver(Gone):
    """What came back belongs to nothing that this browser has begun a moment ago."""

    code = "return-is-over"
    title = _("This sign-in took too long, or was begun in another browser. Please begin again.")


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
