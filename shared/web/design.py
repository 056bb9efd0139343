"""The living page of the design system: every piece that pages are made of, as the reader's language shows it."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from shared.errors import _
from shared.languages import gettext
from shared.web.pages import Pages, render
from shared.web.rules import embedded_only

pages = Pages("design", __name__, url_prefix="/design")
WRONG = _("Please fill this in.")
SAMPLE_TIME = datetime(2027, 5, 30, 15, 0, tzinfo=UTC)


@pages.get("/", allow=embedded_only)
def design(_session: Session) -> str:
    """Show each piece in each of its states."""
    errors = {"wrong": [gettext(WRONG)]}
    months = [gettext("{day}, {time}", day=number, time="18:00") for number in range(1, 5)]
    rows = list(zip(months, (8, 21, 30, 0), strict=True))
    return render("design.html", errors=errors, values={"right": "Ona", "several": ["b"]}, rows=rows, at=SAMPLE_TIME)
