"""Asking what is kept: a phone or an e-mail, and the code that proves it; staff do it for a caller."""

from typing import Any
from uuid import UUID

from flask import Response, request, url_for
from sqlalchemy.orm import Session

from services.notifications.messages.domain.facts import Terms
from services.notifications.privacy.domain.cases import MOST_TRIES, CodeIsWrong
from services.notifications.privacy.operations.opening import Asked, open_case, redeem
from services.notifications.privacy.pages.proof import PATH, lead_to_own
from services.notifications.privacy.schemas import CallerCase, CaseCode, NewCase
from services.notifications.recipients.domain import Address, Channel
from shared.contracts.parts import Contact
from shared.errors import Invalid, TooMany
from shared.languages import current
from shared.web.pages import Limited, Pages, redirect, render
from shared.web.rules import anyone, staff
from shared.web.served import talka
from shared.web.strangers import spend_message
from shared.web.tokens import asker

WRONG, TOO_MANY = 422, 429
QUARTER, HOUR = 900, 3600
CODES = (
    Limited("privacy", most=3, seconds=HOUR, field="contact"),
    Limited("privacy-address", most=20, seconds=HOUR),
)
TRIES = (
    Limited("privacy-code", most=MOST_TRIES, seconds=QUARTER, field="case_id"),
    Limited("privacy-code-address", most=60, seconds=QUARTER),
)
FOR_CALLERS = staff("owner", "social_worker")


def privacy_pages(terms: Terms) -> Pages:
    """The pages; what a message says depends on the terms."""
    pages = Pages("privacy", __name__, url_prefix=PATH)

    @pages.get("/", allow=anyone)
    def ask(session: Session) -> str:  # noqa: ARG001 - an empty form asks nothing of the database
        """The form for a phone or an e-mail."""
        return _ask({}, {})

    @pages.post("/", allow=anyone, limits=CODES)
    def send_code(session: Session) -> Any:
        """Send a code, and go on to where it is typed."""
        loaded, errors = pages.form(NewCase)
        status = WRONG
        if not errors:
            try:
                spend_message(session, _contact(loaded["address"]))
                return _to_code(open_case(session, terms, _asked(loaded["address"])))
            except (Invalid, TooMany) as refused:
                errors = pages.errors(refused)
                status = TOO_MANY if isinstance(refused, TooMany) else WRONG
        return _ask(pages.typed(NewCase), errors), status

    @pages.get("/<uuid:case_id>", allow=anyone)
    def code(session: Session, case_id: UUID) -> str:  # noqa: ARG001 - whether it exists is nobody's business
        """The form for the code; a link may carry it, but only the button uses it up."""
        return _code(case_id, {"code": request.args.get("code")}, {})

    @pages.post("/<uuid:case_id>", allow=anyone, limits=TRIES)
    def prove(session: Session, case_id: UUID) -> Any:
        """Take the code, and show what is kept."""
        loaded, errors = pages.form(CaseCode)
        if not errors:
            try:
                return lead_to_own(redeem(session, **loaded, key=terms.key))
            except CodeIsWrong as refused:
                errors = pages.errors(refused)
        return _code(case_id, pages.typed(CaseCode), errors), WRONG

    _add_callers(pages, terms)
    return pages


def _add_callers(pages: Pages, terms: Terms) -> None:
    @pages.get("/caller", allow=FOR_CALLERS)
    def caller(session: Session) -> str:  # noqa: ARG001 - an empty form asks nothing of the database
        """The form for whoever calls us."""
        return _caller({}, {})

    @pages.post("/caller", allow=FOR_CALLERS, limits=(Limited("privacy-caller", most=60, seconds=HOUR),))
    def open_for_caller(session: Session) -> Any:
        """Send the caller a code, or show what is kept to staff who have called a landline back."""
        loaded, errors = pages.form(CallerCase)
        if not errors:
            called_back = loaded["how"] == "called_back"
            asked = _asked(loaded["address"], staff_id=asker().id, called_back=called_back)
            try:
                case_id = open_case(session, terms, asked)
            except Invalid as refused:
                errors = pages.errors(refused)
            else:
                return lead_to_own(case_id) if called_back else _to_code(case_id)
        return _caller(pages.typed(CallerCase), errors), WRONG


def _contact(address: Address) -> Contact:
    """Where the code goes, as days' limits count it: it may be anybody's, and go to those who said stop as well."""
    of_mail = address.channel == Channel.EMAIL
    phone, email = (None, address.value) if of_mail else (address.value, None)
    return Contact(channel=address.channel, phone=phone, email=email, language=current())


def _asked(address: Any, **more: Any) -> Asked:
    served = frozenset(talka().service.settings.sms_prices)
    return Asked(address=address, language=current(), served=served, **more)


def _to_code(case_id: UUID) -> Response:
    return redirect(url_for("privacy.code", case_id=case_id))


def _ask(values: dict[str, Any], errors: dict[str, list[str]]) -> str:
    return render("privacy/ask.html", values=values, errors=errors)


def _code(case_id: UUID, values: dict[str, Any], errors: dict[str, list[str]]) -> str:
    return render("privacy/code.html", case_id=case_id, values=values, errors=errors)


def _caller(values: dict[str, Any], errors: dict[str, list[str]]) -> str:
    return render("privacy/caller.html", values=values, errors=errors)
