"""Why a need was not met, in words: what providers, people and volunteers gave as reasons."""

from services.events.mediation.domain import REASON_NAMES, WHY_NOT_NAMES
from shared.errors import _

OTHERWISE = _("Another reason")
UNMET_NAMES = {
    **{f"refused_{code}": name for code, name in REASON_NAMES.items()},
    **{f"not_got_{code}": name for code, name in WHY_NOT_NAMES.items()},
    "not_got_unsaid": _("Not said"),
    "expired": _("No answer came"),
    "assistance_nobody": _("Nobody was found"),
    "assistance_unmet": _("Nobody was found"),
    "assistance_no_time": _("There was too little time"),
    "assistance_declined": _("The organisation cannot help with this"),
    "assistance_person": _("The person was not there"),
    "assistance_helper": _("The helper did not come"),
    "message_failed": _("The message did not arrive"),
    "assistance_no_show": _("Did not take place"),
}
"""Code of a reason, after who gave it -> what it is called; others are OTHERWISE."""


def why(reason: str) -> str:
    """What a reason is called."""
    return UNMET_NAMES.get(reason, OTHERWISE)
