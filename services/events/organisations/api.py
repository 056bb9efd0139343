"""JSON routes of organisations: signing in, and who works where."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.events.organisations import operations, queries
from services.events.organisations.domain import LINK_LIVES
from services.events.organisations.schemas import (
    MeView,
    NewStaff,
    OrganisationsView,
    RoleChange,
    SignedIn,
    SignInRequest,
    SignInStarted,
    SignInToken,
    StaffView,
)
from shared.web import tokens
from shared.web.rest import Api, Limited, Page
from shared.web.rules import anyone, staff
from shared.web.served import talka

api = Api("organisations", url_prefix="/api/events/v1")

QUARTER = int(LINK_LIVES.total_seconds())
SIGN_INS = (
    Limited("sign-in", most=5, seconds=QUARTER, field="email"),
    Limited("sign-in-address", most=30, seconds=QUARTER),
)


@api.post("/sign-in", allow=anyone, takes=SignInRequest, gives=SignInStarted, status=202, limits=SIGN_INS)
def request_sign_in(session: Session, body: dict[str, Any]) -> Any:
    """Ask for a one-use sign-in link by e-mail; the answer is the same for an unknown address."""
    operations.request_sign_in(session, body["email"], talka().service.settings.public_url)
    return {"expires_in": QUARTER}


@api.post("/sign-in/redeem", allow=anyone, takes=SignInToken, gives=SignedIn)
def redeem_sign_in(session: Session, body: dict[str, Any]) -> Any:
    """Exchange the last part of the link for a token; it works once."""
    who = operations.redeem_sign_in(session, body["token"])
    principal = tokens.Principal(
        kind="staff",
        id=who["id"],
        name=who["name"],
        language=who["language"],
        roles=who["roles"],
        rights=who["rights"],
    )
    token = tokens.issue(str(talka().service.settings.staff_private_key), principal)
    return {"token": token, "expires_in": tokens.LASTS["staff"], "staff": who}


@api.get("/me", allow=staff(), gives=MeView)
def me(session: Session) -> Any:
    """Who is signed in, and their roles as they are now; those in the token are as old as the token."""
    return queries.identity(session, tokens.asker().id)


@api.get("/organisations", allow=staff(), gives=OrganisationsView)
def own_organisations(session: Session) -> Any:
    """The asker's organisations with the projects they lead: what a new event is chosen from."""
    return {"items": queries.organisations(session, tokens.asker().roles)}


@api.get("/organisations/<uuid:organisation_id>/staff", allow=staff("owner"), gives=StaffView, paged=True)
def staff_of(session: Session, query: dict[str, Any], organisation_id: UUID, after: tuple[str, ...] | None) -> Page:
    """Who works for the organisation."""
    return Page(*operations.read_staff(session, tokens.asker(), organisation_id, limit=query["limit"], after=after))


@api.post(
    "/organisations/<uuid:organisation_id>/staff", allow=staff("owner"), takes=NewStaff, gives=StaffView, status=201
)
def add_staff(session: Session, body: dict[str, Any], organisation_id: UUID) -> Any:
    """Let a person work for the organisation."""
    return operations.add_staff(session, tokens.asker(), organisation_id, **body)


@api.put(
    "/organisations/<uuid:organisation_id>/staff/<uuid:staff_id>/role",
    allow=staff("owner"),
    takes=RoleChange,
    gives=StaffView,
)
def change_role(session: Session, body: dict[str, Any], organisation_id: UUID, staff_id: UUID) -> Any:
    """Give a staff member another role; they have to sign in anew."""
    return operations.change_role(session, tokens.asker(), organisation_id, staff_id, role=body["role"])


@api.delete("/organisations/<uuid:organisation_id>/staff/<uuid:staff_id>", allow=staff("owner"))
def remove_staff(session: Session, organisation_id: UUID, staff_id: UUID, version: int | None) -> None:  # noqa: ARG001 - a membership has one fact
    """End a person's work for the organisation; what they are signed in to ends with it."""
    operations.remove_staff(session, tokens.asker(), organisation_id, staff_id)
