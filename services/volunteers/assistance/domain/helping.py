"""What volunteers say of how they help single persons, and what a coordinator has checked of them."""

from datetime import date
from enum import StrEnum

from shared.errors import _
from shared.languages import gettext

ASSISTS = {
    "ride": _("driving people"),
    "accompaniment": _("coming along"),
    "home_visit": _("visiting people at home"),
    "interpreting": _("interpreting"),
}
"""Kinds of help one signs up for. Help at the kiosk is a shift."""
VEHICLES = {
    "none": _("no car"),
    "car": _("a car"),
    "wheelchair": _("a car that takes a wheelchair"),
}


class Document(StrEnum):
    """What a coordinator looks at; no copy is kept.

    `vaiku-qr` confirms that nothing bars somebody from working with children: Law on the Fundamentals of Protection of
    the Rights of the Child, article 30, in force since 2024-11-01.
    """

    DRIVING_LICENCE = "driving_licence"
    CHILDREN = "vaiku-qr"

    @property
    def label(self) -> str:
        """The document in the reader's language."""
        return gettext(_DOCUMENTS[self])


_DOCUMENTS = {
    Document.DRIVING_LICENCE: _("driving licence"),
    Document.CHILDREN: _("confirmation for work with children (QR code)"),
}


def is_valid(checked_on: date, valid_until: date | None, day: date) -> bool:
    """Whether a document that was looked at holds on a day."""
    return checked_on <= day and (valid_until is None or day <= valid_until)
