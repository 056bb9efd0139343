"""How fresh an entry is: when it is to be checked, when it is taken for gone, how its provider is asked.

The two thresholds stand here alone; the moments made from them are the database's, by its clock.
"""

from datetime import timedelta

from shared.errors import Conflict, Gone, Invalid, _

USUAL_MONTHS, FEWEST_MONTHS, MOST_MONTHS = 6, 1, 16
"""Months between two checks of an entry: what its keeper need not choose, and what may be chosen."""
GRACE_MONTHS = 3
"""Months after a check was due, until which an entry is shown with a warning; then it is shown no more."""
AHEAD = timedelta(days=14)
"""So long before it is due, a check is announced to the keeper."""
LINK_LIVES = timedelta(days=14)
REMINDED_AFTER = timedelta(days=7)
CONTACT_KEPT = timedelta(days=90)
"""How long the contact of somebody who reported an error is kept, if nobody settles the report before."""
SETTLED_KEPT = timedelta(days=90)
"""How long is kept what somebody wrote, after it was settled or decided on."""
CHECK, REMINDER, FORGET = "service_check", "service_check_reminder", "directory_report_contact"
FORGET_WORDS, FORGET_EDIT = "directory_report_words", "directory_edit_words"
INDEX = "directory_index"
"""Kinds of due rows."""
CONFIRMED, CORRECTED = "confirmed", "corrected"
"""What was answered by a link."""
RENEWED = "renewed"
"""A link in whose place another one was sent."""


class CheckIsOver(Gone):
    """The link was answered, is too old, or another one was sent in its place."""

    code = "directory-check-is-over"
    title = _("This link is used or too old. Ask us for a new one, or tell us by phone what has changed.")


class NothingHasChanged(Invalid):
    """A correction that corrects nothing."""

    code = "directory-nothing-has-changed"
    title = _("You have changed nothing. If all of it still holds, go back and say so by one tap.")


class NobodyToAsk(Conflict):
    """An entry without any address of its provider."""

    code = "directory-nobody-to-ask"
    title = _("We know no address of this provider. Give a contact for checks first, or check it by phone.")


class EditIsDecided(Conflict):
    """Somebody else has approved or rejected it, or it was replaced."""

    code = "directory-edit-is-decided"
    title = _("This change waits no more. Look at the entry as it is now.")


class NothingIsChosen(Invalid):
    """An approval of nothing."""

    code = "directory-nothing-is-chosen"
    title = _("Choose at least one change to take over, or reject all of them and say why.")
