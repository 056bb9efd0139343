"""What may be written back, and to whom not."""

from shared.errors import Conflict, _

LONGEST = 300
"""Characters of an answer in one's own words: an SMS of five parts in any alphabet, at most."""


class WantsNoMessages(Conflict):
    """Whoever sent this text has said stop since or before."""

    code = "wants-no-messages"
    title = _("They have asked us not to write to them. Please call them instead.")
