"""Codes that a phone's camera reads off paper or a screen. Only a service that shows one needs the library for it."""

import segno
from markupsafe import Markup


def qr(link: str) -> Markup:
    """The address as a QR code (ISO/IEC 18004) that is still read with a tenth of it covered; black on white."""
    drawn = segno.make(link, error="m", micro=False)
    return Markup(drawn.svg_inline(omitsize=True, light="white", svgclass=None, lineclass=None))  # noqa: S704 - made here
