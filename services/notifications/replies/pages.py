"""What people text us, for those who read it; and the embedded run's phone and mailbox, where messages land."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from flask import Response, request, url_for
from markupsafe import Markup, escape
from sqlalchemy.orm import Session

from services.notifications.channels.domain.links import split_links
from services.notifications.channels.queries.arrived import arrived, boxes
from services.notifications.messages.domain.states import HELPERS
from services.notifications.messages.queries.promises import helping_of
from services.notifications.replies import operations, queries
from shared.addresses import phone
from shared.web.pages import Pages, redirect, render
from shared.web.rules import built_in_phone, embedded_only, staff
from shared.web.served import talka
from shared.web.tokens import asker

pages = Pages("replies", __name__, url_prefix="/messages")
NEWEST = 200
LATELY = 20
HELPING = 3


def clickable(text: str) -> Markup:
    """The text with its links as links and its lines as lines."""
    pieces = (
        Markup('<a href="{}">{}</a>').format(piece, piece) if is_link else escape(piece)
        for piece, is_link in split_links(text)
    )
    return Markup("").join(pieces).replace("\n", Markup("<br>"))


@pages.get("/texts", allow=staff(*HELPERS))
def texts(session: Session) -> str:
    """The texts that we could do nothing with, for one of us to read, and those that were read lately."""
    own = asker().organisations(*HELPERS)
    found = queries.texts_to_read(session, own, limit=NEWEST)
    helping = helping_of(session, own, {item.recipient_id for item in found}, most=HELPING)
    done = queries.texts_read(session, own, limit=LATELY)
    return render("replies/texts.html", texts=found, helping=helping, done=done, zone=talka().service.settings.zone)


@pages.post("/texts/<uuid:text_id>/read", allow=staff(*HELPERS))
def read(session: Session, text_id: UUID) -> Response:
    """Note that one has read a text and done what it asks, and go on to the next."""
    operations.read_text(session, asker().id, asker().organisations(*HELPERS), text_id, datetime.now(UTC))
    return redirect(url_for("replies.texts"))


@pages.get("/", allow=embedded_only)
def all_boxes(session: Session) -> str:
    """Every phone and mailbox that something has arrived at."""
    found = boxes(session)
    phones = [box for box in found if box.channel == "sms"]
    return render("replies/boxes.html", phones=phones, mailboxes=[box for box in found if box.channel == "email"])


@pages.get("/phones/<string:number>", allow=embedded_only)
def phone_screen(session: Session, number: str) -> str:
    """One phone: what it got and what was sent from it, as bubbles in the order in which they came."""
    got = [(item.handed_over_at, item, None) for item in arrived(session, address=number, limit=NEWEST)]
    sent = [(text.at, None, text) for text in queries.texts_from(session, number)]
    bubbles = sorted([*got, *sent], key=lambda bubble: bubble[0])
    return render(
        "replies/phone.html", number=number, bubbles=bubbles, clickable=clickable, zone=talka().service.settings.zone
    )


@pages.post("/phones/<string:number>", allow=built_in_phone)
def text_from_phone(session: Session, number: str) -> Response:
    """Text back."""
    if typed := request.form.get("text", "").strip()[:1000]:
        incoming = operations.Incoming("builtin", str(uuid4()), phone(number).e164, typed)
        operations.keep_text(session, incoming, talka().service.settings.secret_key.encode(), datetime.now(UTC))
    return redirect(request.path)


@pages.get("/mailboxes/<string:address>", allow=embedded_only)
def mailbox(session: Session, address: str) -> str:
    """One mailbox: its mails with their calendar entries, the newest first."""
    mails = list(reversed(arrived(session, address=address, limit=NEWEST)))
    return render(
        "replies/mailbox.html", address=address, mails=mails, clickable=clickable, zone=talka().service.settings.zone
    )
