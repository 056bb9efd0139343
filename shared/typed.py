"""Texts as people type them into a field; what a field means in one service alone stands in that service's schemas."""

from typing import Any

from marshmallow import fields


class Paragraphs(fields.String):
    """Text of several lines, without blanks around it, each end of a line one sign.

    Browsers send CR and LF for it (HTML, form submission) and count it once in `maxlength`: so do we, or a text that
    just fits would be refused.
    """

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> str:
        typed = super()._deserialize(value, attr, data, **options) or ""
        return "\n".join(typed.splitlines()).strip()
