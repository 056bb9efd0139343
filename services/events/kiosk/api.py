"""JSON routes for the staff who keep kiosks."""

from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from services.events.kiosk import operations, queries
from services.events.kiosk.operations import EDITORS
from services.events.kiosk.schemas import (
    CallAnswer,
    CallFilter,
    CallView,
    KioskCode,
    KioskView,
    MonthQuery,
    NewKiosk,
    ReportView,
)
from services.events.organisations.domain import HELPERS
from shared.web import tokens
from shared.web.rest import Api, Page
from shared.web.rules import staff
from shared.web.served import talka

api = Api("kiosks", url_prefix="/api/events/v1")
KEEPERS = staff(*EDITORS)
READERS = staff(*HELPERS)
NAMED = ("languages", "doors", "requests", "services", "missed")


@api.get("/kiosks", allow=READERS, gives=KioskView, paged=True)
def kiosks(session: Session, query: dict[str, Any], after: tuple[str, ...] | None) -> Page:
    """The kiosks of the asker's organisations, the oldest first."""
    own = tokens.asker().organisations(*HELPERS)
    return Page(*queries.kiosks(session, own, limit=query["limit"], after=after))


@api.post("/kiosks", allow=KEEPERS, takes=NewKiosk, gives=KioskCode, status=201)
def register(session: Session, body: dict[str, Any]) -> Any:
    """Register a kiosk; the answer holds the code that pairs a device with it within 24 hours, once."""
    return operations.register_kiosk(session, tokens.asker(), **body)


@api.post("/kiosks/<uuid:kiosk_id>/code", allow=KEEPERS, gives=KioskCode)
def renew_code(session: Session, kiosk_id: UUID) -> Any:
    """Give a kiosk a new pairing code in place of the one before."""
    return operations.renew_code(session, tokens.asker(), kiosk_id)


@api.delete("/kiosks/<uuid:kiosk_id>", allow=KEEPERS)
def end(session: Session, kiosk_id: UUID, version: int | None) -> None:  # noqa: ARG001 - a kiosk is not edited
    """End a kiosk: its device is one no more, its counts stay."""
    operations.end_kiosk(session, tokens.asker(), kiosk_id)


@api.get("/kiosks/calls", allow=READERS, takes=CallFilter, gives=CallView, paged=True)
def calls(session: Session, query: dict[str, Any], after: tuple[str, ...] | None) -> Page:
    """Who wants to be called by the asker's organisations, the longest waiting first; the look is noted.

    Who wants a visit at home or a helper at the screen is among the requests of the volunteers service.
    """
    limit, called = query["limit"], query["called"]
    return Page(*operations.read_calls(session, tokens.asker(), answered=called, limit=limit, after=after))


@api.post("/kiosks/calls/<uuid:call_id>/answer", allow=READERS, takes=CallAnswer, gives=CallView)
def answer(session: Session, body: dict[str, Any], call_id: UUID) -> Any:
    """Note that somebody was called, which ends it, or was not reached, and is still to be called."""
    operations.answer_call(session, tokens.asker(), call_id, body["state"])
    return queries.call(session, call_id)


@api.get("/kiosks/counts", allow=READERS, takes=MonthQuery, gives=ReportView)
def counts(session: Session, query: dict[str, Any]) -> Any:
    """What was counted in a month at the kiosks of the asker's organisations, without persons."""
    today = datetime.now(ZoneInfo(talka().service.settings.zone)).date()
    month = date.fromisoformat(f"{query['month']}-01") if "month" in query else today
    found = queries.report(session, tokens.asker().organisations(*HELPERS), month)
    listed = {key: [{"name": name, "number": number} for name, number in found[key]] for key in NAMED}
    return found | listed
