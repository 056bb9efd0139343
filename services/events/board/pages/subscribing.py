"""Pages on which anybody asks for the news by e-mail, proves the address, and ends it."""

from typing import Any

from sqlalchemy.orm import Session

from services.events.board import operations, queries
from services.events.board.domain import CATEGORY_NAMES, SubscriptionIsOver, SubscriptionLinks
from services.events.board.schemas import NewsForm
from shared.languages import LANGUAGES, NAMES, current, gettext
from shared.web.pages import Limited, Pages, render
from shared.web.rules import anyone
from shared.web.served import talka
from shared.web.speaking import options, prefer

pages = Pages("board_subscribing", url_prefix="/board")
DAY = 24 * 3600
TRIES = (
    Limited("board-subscribe", most=3, seconds=DAY, field="email"),
    Limited("board-subscribe-address", most=20, seconds=DAY),
)


def _links() -> SubscriptionLinks:
    settings = talka().service.settings
    return SubscriptionLinks(settings.secret_key, settings.public_url)


@pages.get("/subscribe", allow=anyone)
def subscribe(_session: Session) -> Any:
    """The form: address, language, and what about."""
    return _form({"language": current(), "categories": list(CATEGORY_NAMES)}, {})


@pages.post("/subscribe", allow=anyone, limits=TRIES)
def ask(session: Session) -> Any:
    """Send a link to the address; the answer is the same whether it gets news already or not."""
    values, errors = pages.form(NewsForm)
    if errors:
        return _form(values, errors), 422
    operations.ask_for_news(session, _links(), **values)
    return render("board/subscription.html", step="asked", email=values["email"])


@pages.get("/confirm/<token>", allow=anyone)
def open_confirmation(session: Session, token: str) -> Any:
    """A button, and nothing is begun yet: mail scanners open links too."""
    return _shown(session, token, "confirm")


@pages.post("/confirm/<token>", allow=anyone)
def confirm(session: Session, token: str) -> Any:
    """Begin to send news."""
    found = queries.subscription(session, "confirm", token)
    operations.confirm_subscription(session, token)
    prefer(found["language"])
    return render("board/subscription.html", step="confirmed")


@pages.get("/stop/<token>", allow=anyone)
def open_stop(session: Session, token: str) -> Any:
    """What one gets, and the button that ends it."""
    return _shown(session, token, "stop")


@pages.post("/stop/<token>", allow=anyone)
def stop(session: Session, token: str) -> Any:
    """End it; again changes nothing."""
    operations.stop_subscription(session, token)
    return render("board/subscription.html", step="stopped")


def _shown(session: Session, token: str, step: str) -> Any:
    try:
        found = queries.subscription(session, step, token)
    except SubscriptionIsOver:
        return render("board/subscription.html", step="over"), 410
    prefer(found["language"])
    step = "known" if step == "confirm" and found["confirmed_at"] else step
    facts = {
        "token": token,
        "chosen": [gettext(name) for code, name in CATEGORY_NAMES.items() if code in found["categories"]],
    }
    return render("board/subscription.html", step=step, **facts)


def _form(values: dict[str, Any], errors: dict[str, list[str]]) -> str:
    return render(
        "board/subscribe.html",
        values=values,
        errors=errors,
        category_options=options(CATEGORY_NAMES),
        language_options=[(tag, NAMES[tag]) for tag in LANGUAGES],
    )
