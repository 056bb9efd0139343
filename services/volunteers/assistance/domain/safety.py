"""What keeps people safe is looked at again when a volunteer says yes: a licence may have ended meanwhile."""

from services.volunteers.assistance.domain.matching import Unfit
from shared.errors import Conflict, _
from shared.languages import gettext

_YOURS = {
    Unfit.GONE: _("you do not volunteer any more"),
    Unfit.MINOR: _("whoever helps here must be 18"),
    Unfit.GENDER: _("your profile does not say what the person wishes, a woman or a man"),
    Unfit.VEHICLE: _("your profile names no car that fits"),
    Unfit.LIFT: _("your profile says that you do not help on stairs"),
    Unfit.LICENCE: _("we have seen no driving licence of yours that holds that day"),
    Unfit.CHILDREN: _("we have seen no confirmation for work with children of yours that holds that day"),
}


class CannotBeYou(Conflict):
    """A volunteer says yes to whom a rule that keeps people safe speaks against by now."""

    code = "cannot-be-you"
    title = _("Thank you, but you cannot help here: {reason}. If this is wrong, please tell the coordinators.")

    def __init__(self, unfit: Unfit) -> None:
        """Say the reason to the volunteer themselves; `unfit` is any but BLOCKED, which they are not told, and BUSY."""
        super().__init__(reason=gettext(_YOURS[unfit]))
        self.unfit = unfit
