"""Pages about the pages themselves, linked in every foot: what is kept of people, and who can use it and who cannot.

They promise what the code does today and no more: whoever changes what is kept, or for how long, changes them too.
"""

from datetime import date

from sqlalchemy.orm import Session

from shared.web.pages import Pages, render
from shared.web.rules import anyone

pages = Pages("about", __name__)
INSPECTORATE = "https://vdai.lrv.lt/"
"""Where people complain about what is done with their data (GDPR article 77); a link alone, nothing is fetched."""
ASSESSED = date(2026, 11, 30)
"""When the accessibility statement was last gone through against the tests that it names."""


@pages.get("/privacy", allow=anyone, public=True)
def privacy(_session: Session) -> str:
    """What is kept for which purpose and for how long, and whom to ask."""
    return render("privacy.html", inspectorate=INSPECTORATE)


@pages.get("/accessibility", allow=anyone, public=True)
def accessibility(_session: Session) -> str:
    """What we aim at, how it is tested, and what is known to be missing."""
    return render("accessibility.html", assessed=ASSESSED)
