"""The pages of help to one person: `asking` for whoever needs it, `answering` for whom we ask, `helping` for helpers.

`board` is for coordinators. None needs a script.
"""

from services.volunteers.assistance.pages import answering, asking, board, helping

PAGES = (asking.pages, answering.pages, helping.pages, board.pages)
"""All of them, for the application to register."""
