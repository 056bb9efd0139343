"""Staff look at a request, at what a partner asks, or at how somebody helps.

Each look at people's data is noted before anything is shown.
"""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.orm import Session

from services.volunteers.assistance.queries.correcting import Correctable, correctable
from services.volunteers.assistance.queries.helping import HelperSeen, helper_of_organisations
from services.volunteers.assistance.queries.partners import AskSeen, seen
from services.volunteers.assistance.queries.requests import Whole, whole
from shared.audit import audit


def read_request(session: Session, who: UUID, request_id: UUID, organisations: Collection[UUID]) -> Whole:
    """A request with all that is known of it, for `who`, a coordinator of these organisations. Raises NotFound."""
    found = whole(session, request_id, organisations)
    audit(session, who, "request_read", request_id)
    return found


def read_to_correct(session: Session, who: UUID, request_id: UUID, organisations: Collection[UUID]) -> Correctable:
    """A request that `who`, a coordinator of these organisations, is about to correct. Raises NotFound."""
    found = correctable(session, request_id, organisations)
    audit(session, who, "request_read", request_id)
    return found


def read_ask(session: Session, who: UUID, ask_id: UUID, organisations: Collection[UUID]) -> AskSeen:
    """What a partner asks one of these organisations, for `who`, a coordinator of it. Raises NotFound."""
    found = seen(session, ask_id, organisations)
    audit(session, who, "partner_ask_read", ask_id)
    return found


def read_helper(session: Session, who: UUID, volunteer_id: UUID, organisations: Collection[UUID]) -> HelperSeen:
    """How a volunteer helps, for `who`, a coordinator of an organisation that may ask them. Raises NotFound."""
    found = helper_of_organisations(session, volunteer_id, organisations)
    audit(session, who, "helper_read", volunteer_id)
    return found
