"""The pages of help to one person: `asking` for whoever needs it, `answering` for whom we ask, `helping` for helpers.

`board` and `correcting` are for coordinators, `partners` for those of a partner. None needs a script.
"""

from services.volunteers.assistance.pages import answering, asking, board, correcting, helping, partners

PAGES = (asking.pages, answering.pages, helping.pages, board.pages, correcting.pages, partners.pages)
"""All of them, for the application to register."""
