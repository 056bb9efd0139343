"""When an organisation's own volunteers cannot help, its partners are asked whether theirs may be asked.

Until when they are waited for is the clock of the waves; who is whose partner the events service tells.
"""

from enum import StrEnum

from shared.errors import Conflict, Gone, _


class Answer(StrEnum):
    """What a partner has said so far. What was asked for another time is `withdrawn`, unless they had agreed."""

    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class NoPartnersNow(Conflict):
    """Nobody is asked in the name of an organisation that takes part in nothing with the one that needs help."""

    code = "no-partners-now"
    title = _("You do not take part in a project together any more, so nobody is asked in your name.")


class NobodyIsSought(Gone):
    """Somebody helps by now, or nobody has to."""

    code = "nobody-is-sought"
    title = _("Nobody is sought for this any more. Thank you!")
