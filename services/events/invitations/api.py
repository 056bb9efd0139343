"""JSON routes on which partners are invited to an event, by the same rules as the pages."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.events.invitations import operations, queries
from services.events.invitations.domain import InvitationLinks
from services.events.invitations.schemas import Address, InvitationView, NewInvitations, PartnerItem, Written
from services.events.programme.operations import EDITORS
from shared.web import tokens
from shared.web.rest import Api, Page
from shared.web.rules import staff
from shared.web.served import talka

api = Api("invitations", url_prefix="/api/events/v1")
PLANNERS = staff(*EDITORS)
ALL = "/events/<uuid:event_id>/invitations"
ONE = f"{ALL}/<uuid:invitation_id>"


def _links() -> InvitationLinks:
    settings = talka().service.settings
    return InvitationLinks(settings.secret_key, settings.public_url)


def _paged(found: list[dict[str, Any]], query: dict[str, Any], after: tuple[str, ...] | None) -> Page:
    start = int(after[0]) if after else 0
    end = start + query["limit"]
    return Page(found[start:end], (str(end),) if end < len(found) else None)


@api.get(ALL, allow=PLANNERS, gives=InvitationView, paged=True)
def invitations(session: Session, query: dict[str, Any], event_id: UUID, after: tuple[str, ...] | None) -> Page:
    """Who was invited to the dates of an event and what they have said, by date and name; the look is noted."""
    _event, people = operations.read_invitations(session, tokens.asker(), event_id)
    return _paged(people, query, after)


@api.get(f"{ALL}/partners", allow=PLANNERS, gives=PartnerItem, paged=True)
def partners(session: Session, query: dict[str, Any], event_id: UUID, after: tuple[str, ...] | None) -> Page:
    """Which partners of the event's project can be invited, by name."""
    operations.check_planner(session, tokens.asker(), event_id)
    return _paged(queries.partners_of(session, event_id), query, after)


@api.post(ALL, allow=PLANNERS, takes=NewInvitations, gives=Written)
def invite(session: Session, body: dict[str, Any], event_id: UUID) -> Any:
    """Invite the representatives of partners to a date, and perhaps somebody by name and e-mail."""
    return {"written": operations.invite(session, _links(), tokens.asker(), event_id, **body)}


@api.post(f"{ONE}/address", allow=PLANNERS, takes=Address, gives=InvitationView)
def correct(session: Session, body: dict[str, Any], event_id: UUID, invitation_id: UUID) -> Any:
    """Write to another address of somebody who is invited; their link stays the same."""
    email = body["email"].lower()
    operations.correct_address(session, _links(), tokens.asker(), event_id, invitation_id, email=email)
    return next(one for one in queries.invited(session, event_id) if one["id"] == invitation_id)


@api.delete(ONE, allow=PLANNERS)
def withdraw(session: Session, event_id: UUID, invitation_id: UUID, version: int | None) -> None:  # noqa: ARG001 - it is not edited
    """Invite somebody no more; they hear of it, and what they have answered is deleted."""
    operations.withdraw_invitation(session, tokens.asker(), event_id, invitation_id)
