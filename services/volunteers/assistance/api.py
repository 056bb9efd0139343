"""JSON routes of help to one person: asking and overseeing for staff, answering and visiting for volunteers."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.volunteers.assistance.domain.correcting import Reach
from services.volunteers.assistance.domain.helping import Document
from services.volunteers.assistance.domain.partners import NoPartnersNow
from services.volunteers.assistance.domain.requests import Links
from services.volunteers.assistance.operations import calling, choosing, claims, closing, partners, repeating, visits
from services.volunteers.assistance.operations.asking import approve, ask_as_staff
from services.volunteers.assistance.operations.correcting import correct
from services.volunteers.assistance.operations.helping import record_document, say_help
from services.volunteers.assistance.operations.overseeing import read_ask, read_request
from services.volunteers.assistance.queries import helping, offers, requests
from services.volunteers.assistance.queries.partners import AskSeen, asks_page
from services.volunteers.assistance.schemas.acting import (
    ENDS,
    Blocked,
    BoardFilter,
    CallAnswered,
    Choice,
    DocumentSeen,
    HelpGiven,
    Incident,
    NewEnd,
    StopOfSeries,
)
from services.volunteers.assistance.schemas.asking import NewRequest
from services.volunteers.assistance.schemas.correcting import Correction
from services.volunteers.assistance.schemas.views import (
    AskedView,
    BoardView,
    HelpView,
    PartnerAskView,
    RequestView,
    WholeView,
)
from services.volunteers.shifts.domain import COORDINATORS
from shared.errors import NotFound
from shared.web import tokens
from shared.web.rest import Api, Page
from shared.web.rules import staff, volunteer
from shared.web.served import talka

api = Api("assistance", url_prefix="/api/volunteers/v1")
coordinator = staff(*COORDINATORS)


@api.post("/requests", allow=coordinator, takes=NewRequest, gives=RequestView, status=201)
def new_request(session: Session, body: dict[str, Any]) -> Any:
    """Ask for help for a person, for an own organisation. Volunteers are asked at once, at night in the morning.

    With `return_at` the way back is a request of its own, cancelled with this one; `weekly_until` makes one each week.
    """
    if body["organisation_id"] not in _organisations():
        raise NotFound
    return ask_as_staff(session, _links(), tokens.asker().id, body)


@api.get("/requests", allow=coordinator, takes=BoardFilter, gives=BoardView, paged=True)
def list_requests(session: Session, query: dict[str, Any], after: Sequence[str] | None) -> Page:
    """List the requests of the own organisations: alarms first, then what waits for somebody, soonest first."""
    return Page(*requests.board(session, _organisations(), after=after, **query))


@api.get("/requests/<uuid:request_id>", allow=coordinator, gives=WholeView)
def one_request(session: Session, request_id: UUID) -> Any:
    """Show a request: its history, whom we asked, who fits, and who does not and why. The look is noted."""
    return read_request(session, tokens.asker().id, request_id, _organisations())


@api.patch("/requests/<uuid:request_id>", allow=coordinator, takes=Correction, gives=RequestView)
def correct_request(session: Session, body: dict[str, Any], request_id: UUID, version: int) -> Any:
    """Correct what is given; If-Match names the request's `version`. Not once somebody is there or it has ended.

    All but the times is corrected on the way back and in all weeks to come too, unless `only_this` is to be. What
    volunteers were asked with (times, area, needs) begins the search anew, and whoever has promised is released. Of
    weekly help, `following` gives all weeks after this one the new time too.
    """
    reach = Reach(**{name: body.pop(name, False) for name in ("only_this", "following")})
    return correct(session, _links(), tokens.asker().id, request_id, _organisations(), version, body, reach)


@api.post("/requests/<uuid:request_id>/approve", allow=coordinator)
def say_yes(session: Session, request_id: UUID) -> None:
    """Approve what a stranger asked; now volunteers are asked. What is wrong in it is corrected before."""
    approve(session, _links(), tokens.asker().id, request_id, _organisations())


@api.post("/requests/<uuid:request_id>/end", allow=coordinator, takes=NewEnd)
def end_request(session: Session, body: dict[str, Any], request_id: UUID) -> None:
    """Cancel a request or say how it ended. A cancelled one takes its way back along."""
    act, reason = ENDS[body["outcome"]], body["reason"]
    closing.close(session, _links(), tokens.asker().id, request_id, _organisations(), act=act, reason=reason)


@api.post("/requests/<uuid:request_id>/stop-series", allow=coordinator, takes=StopOfSeries)
def stop_series(session: Session, body: dict[str, Any], request_id: UUID) -> None:
    """End the weekly request to which this one belongs; all weeks still to come are cancelled."""
    repeating.stop(session, _links(), tokens.asker().id, request_id, _organisations(), body["reason"])


@api.post("/requests/<uuid:request_id>/offers", allow=coordinator, takes=Choice)
def choose_helper(session: Session, body: dict[str, Any], request_id: UUID) -> None:
    """Ask a volunteer by name, or note that they have promised on the phone."""
    choosing.choose(session, _links(), tokens.asker().id, request_id, organisations=_organisations(), **body)


@api.post("/requests/<uuid:request_id>/blocked", allow=coordinator, takes=Blocked)
def block_volunteer(session: Session, body: dict[str, Any], request_id: UUID) -> None:
    """Ask this volunteer no more for this person, and take back what they promised, by this and all other requests."""
    choosing.block(session, _links(), tokens.asker().id, request_id, body["volunteer_id"], _organisations())


@api.delete("/requests/<uuid:request_id>/blocked/<uuid:volunteer_id>", allow=coordinator)
def unblock_volunteer(session: Session, request_id: UUID, volunteer_id: UUID, version: int | None) -> None:  # noqa: ARG001 - it is not edited
    """Let this volunteer be asked for this person again."""
    choosing.unblock(session, tokens.asker().id, request_id, volunteer_id, _organisations())


@api.post("/requests/<uuid:request_id>/read", allow=coordinator)
def report_read(session: Session, request_id: UUID) -> None:
    """Note that one has read what a helper reports."""
    visits.read_report(session, tokens.asker().id, request_id, _organisations())


@api.post("/requests/<uuid:request_id>/call-answered", allow=coordinator, takes=CallAnswered)
def call_answered(session: Session, body: dict[str, Any], request_id: UUID) -> None:
    """Say what was done about a helper's call for help; until then it stands first on the board."""
    calling.answer_call(session, tokens.asker().id, request_id, _organisations(), body["note"])


@api.post("/requests/<uuid:request_id>/offers/<uuid:offer_id>/release", allow=coordinator)
def release_helper(session: Session, request_id: UUID, offer_id: UUID) -> None:
    """Take back the promise of a helper who cannot come; somebody else is sought."""
    choosing.let_go(session, _links(), tokens.asker().id, request_id, offer_id, _organisations())


@api.put(
    "/volunteers/<uuid:volunteer_id>/documents/driving_licence",
    allow=coordinator,
    takes=DocumentSeen,
    gives=DocumentSeen,
)
def driving_licence_seen(session: Session, body: dict[str, Any], volunteer_id: UUID) -> Any:
    """Note that one has looked at a volunteer's driving licence; no copy is kept."""
    return _seen(session, volunteer_id, Document.DRIVING_LICENCE, body)


@api.put(
    "/volunteers/<uuid:volunteer_id>/documents/vaiku-qr", allow=coordinator, takes=DocumentSeen, gives=DocumentSeen
)
def children_confirmation_seen(session: Session, body: dict[str, Any], volunteer_id: UUID) -> Any:
    """Note that one has looked at a volunteer's confirmation for work with children; no copy is kept."""
    return _seen(session, volunteer_id, Document.CHILDREN, body)


def _seen(session: Session, volunteer_id: UUID, kind: Document, body: dict[str, Any]) -> dict[str, Any]:
    record_document(session, tokens.asker().id, volunteer_id, _organisations(), kind=kind, **body)
    return body


@api.get("/partner-asks", allow=coordinator, gives=PartnerAskView, paged=True)
def list_partner_asks(session: Session, query: dict[str, Any], after: Sequence[str] | None) -> Page:
    """List what partners ask the own organisations and nobody has answered yet, the soonest first."""
    return Page(*asks_page(session, _organisations(), after=after, **query))


@api.get("/partner-asks/<uuid:ask_id>", allow=coordinator, gives=PartnerAskView)
def one_partner_ask(session: Session, ask_id: UUID) -> Any:
    """Show what a partner asks for: nothing private, and which own volunteers help. The look is noted.

    When the partnership has ended it is shown only to those whose volunteer has promised to come.
    """
    return _ask(session, ask_id)


@api.post("/partner-asks/<uuid:ask_id>/agree", allow=coordinator, gives=PartnerAskView)
def agree_with_partner(session: Session, ask_id: UUID) -> Any:
    """Let the own volunteers be asked who allowed it; a no may still turn into this while somebody is sought."""
    partners.agree(session, tokens.asker().id, ask_id, _organisations())
    return _ask(session, ask_id)


@api.post("/partner-asks/<uuid:ask_id>/refuse", allow=coordinator, gives=PartnerAskView)
def refuse_partner(session: Session, ask_id: UUID) -> Any:
    """Let none of the own volunteers be asked, or none more; what they have promised stays."""
    partners.refuse(session, tokens.asker().id, ask_id, _organisations())
    return _ask(session, ask_id)


def _ask(session: Session, ask_id: UUID) -> AskSeen:
    found = read_ask(session, tokens.asker().id, ask_id, _organisations())
    if found.ended and not found.helpers:
        raise NoPartnersNow
    return found


@api.get("/me/help", allow=volunteer, gives=HelpView)
def own_help(session: Session) -> Any:
    """How one helps single persons."""
    return helping.helper(session, tokens.asker().id)


@api.put("/me/help", allow=volunteer, takes=HelpGiven, gives=HelpView)
def change_own_help(session: Session, body: dict[str, Any]) -> Any:
    """Say how one helps single persons, in place of what was said before."""
    say_help(session, tokens.asker().id, body)
    return helping.helper(session, tokens.asker().id)


@api.get("/me/offers", allow=volunteer, gives=AskedView, paged=True)
def own_offers(session: Session, query: dict[str, Any], after: Sequence[str] | None) -> Page:
    """List what one is asked for and has promised, the soonest first; at most fifty."""
    return Page(offers.own(session, tokens.asker().id)[: query["limit"]] if after is None else [], None)


@api.post("/me/offers/<uuid:offer_id>/accept", allow=volunteer, gives=AskedView)
def accept_offer(session: Session, offer_id: UUID) -> Any:
    """Say yes. Whoever comes second is told so, and nothing has changed."""
    claims.accept(session, _links(), offer_id, "volunteer", tokens.asker().id)
    return offers.of_volunteer(session, offer_id, tokens.asker().id)


@api.post("/me/offers/<uuid:offer_id>/decline", allow=volunteer, gives=AskedView)
def decline_offer(session: Session, offer_id: UUID) -> Any:
    """Say no; it may still turn into a yes while somebody is sought."""
    claims.decline(session, offer_id, "volunteer", tokens.asker().id)
    return offers.of_volunteer(session, offer_id, tokens.asker().id)


@api.post("/me/offers/<uuid:offer_id>/drop-out", allow=volunteer, gives=AskedView)
def drop_out(session: Session, offer_id: UUID) -> Any:
    """Take a promise back; the person hears, and somebody else is sought."""
    claims.drop_out(session, _links(), offer_id, "volunteer", tokens.asker().id)
    return offers.of_volunteer(session, offer_id, tokens.asker().id)


@api.post("/me/offers/<uuid:offer_id>/arrive", allow=volunteer, gives=AskedView)
def arrive(session: Session, offer_id: UUID) -> Any:
    """Say that one is there."""
    visits.arrive(session, offer_id, tokens.asker().id)
    return offers.of_volunteer(session, offer_id, tokens.asker().id)


@api.post("/me/offers/<uuid:offer_id>/finish", allow=volunteer, gives=AskedView)
def finish(session: Session, offer_id: UUID) -> Any:
    """Say that it is over and all is well."""
    visits.finish(session, _links(), offer_id, tokens.asker().id)
    return offers.of_volunteer(session, offer_id, tokens.asker().id)


@api.post("/me/offers/<uuid:offer_id>/nobody-there", allow=volunteer, gives=AskedView)
def nobody_there(session: Session, offer_id: UUID) -> Any:
    """Say that the person was not there."""
    visits.miss(session, _links(), offer_id, tokens.asker().id)
    return offers.of_volunteer(session, offer_id, tokens.asker().id)


@api.post("/me/offers/<uuid:offer_id>/panic", allow=volunteer)
def call_for_help(session: Session, offer_id: UUID) -> None:
    """Call the coordinators: something is wrong where one is."""
    calling.call_for_help(session, _links(), offer_id, tokens.asker().id)


@api.post("/me/offers/<uuid:offer_id>/incidents", allow=volunteer, takes=Incident)
def report_incident(session: Session, body: dict[str, Any], offer_id: UUID) -> None:
    """Write down for the coordinators what one has seen."""
    visits.report(session, _links(), offer_id, tokens.asker().id, body["note"])


def _organisations() -> list[UUID]:
    """Those in which the asker may look after requests."""
    return tokens.asker().organisations(*COORDINATORS)


def _links() -> Links:
    settings = talka().service.settings
    return Links(settings.secret_key, settings.public_url)
