"""What may be written back, and to whom not."""

from shared.errors import Conflict, _

LONGEST = 300
"""Characters of an answer in one's own words: an SMS of five parts in any alphabet, at most."""


class AnsweredMeanwhile(Conflict):
    """Somebody of us has answered since the writer read the conversation: the person would get two answers."""

    code = "answered-meanwhile"
    title = _("One of us has answered them meanwhile. Read that answer, and send yours only if it is still needed.")


class WantsNoMessages(Conflict):
    """Whoever sent this text has said stop since or before."""

    code = "wants-no-messages"
    title = _("They have asked us not to write to them. Please call them instead.")
