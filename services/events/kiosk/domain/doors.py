"""The doors of the start page: whom a person looks for help for. Behind each are services for some target groups."""

from enum import StrEnum

from shared.errors import _


class Door(StrEnum):
    """Whom somebody looks for help for."""

    SENIOR = "senior"
    DISABILITY = "disability"
    FAMILY = "family"
    NEWCOMER = "newcomer"
    EVERYTHING = "everything"


DOORS = (Door.SENIOR, Door.DISABILITY, Door.FAMILY, Door.NEWCOMER)
DOOR_NAMES = {
    Door.SENIOR: _("Older people"),
    Door.DISABILITY: _("People with disabilities"),
    Door.FAMILY: _("Families, little income"),
    Door.NEWCOMER: _("New in Lithuania"),
    Door.EVERYTHING: _("Everything"),
}
DOOR_TARGETS: dict[Door, tuple[str, ...]] = {
    Door.SENIOR: ("senior",),
    Door.DISABILITY: ("disability",),
    Door.FAMILY: ("large_family", "single_parent", "on_support"),
    Door.NEWCOMER: ("newcomer",),
    Door.EVERYTHING: (),
}
"""Codes of the directory's taxonomy `target`; none for the door that leads to all services."""
MOST_POSTS = 12
"""Posts that the screen shows, and that a device keeps a copy of: older ones are on the board."""
