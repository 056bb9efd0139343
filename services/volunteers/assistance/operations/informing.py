"""What helpers are told of a promise that holds: who comes beside them, or that the way there came to nothing."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from services.volunteers.assistance.domain.requests import Links
from services.volunteers.assistance.models import Offer, Request
from services.volunteers.assistance.operations.telling import errand_of
from services.volunteers.assistance.queries.beside import beside
from services.volunteers.people.models import Volunteer
from services.volunteers.people.queries import contact_of
from shared.contracts.volunteers import HelperInformed
from shared.messaging import outbox

Helpers = Sequence[tuple[Offer, Volunteer]]


def inform(
    session: Session, links: Links, request: Request, helpers: Helpers, news: str, names: tuple[str, ...] = ()
) -> None:
    """Tell each of these helpers of a request the news: `joined` by whom, `way_there_missed` or `corrected`."""
    for offer, volunteer in helpers:
        message = HelperInformed(
            request_id=request.id,
            errand=errand_of(request),
            helper=contact_of(volunteer),
            link=links.helping(offer.id),
            news=news,
            beside=names,
        )
        outbox.publish(session, message, subject=request.id, version=request.version)


def tell_beside(session: Session, links: Links, request: Request, helpers: Helpers) -> None:
    """Tell whoever helps the same person at the same time that these come too; the helpers read of them as assigned."""
    names = tuple(volunteer.name.split()[0] for _offer, volunteer in helpers)
    for other in beside(session, request):
        inform(session, links, other.request, [(other.offer, other.volunteer)], "joined", names)
