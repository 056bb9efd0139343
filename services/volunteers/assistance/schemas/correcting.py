"""What was wrong of a request: by a programme the facts that change, on the page of coordinators all of them."""

from functools import partial
from typing import Any

from marshmallow import fields, post_load

from services.volunteers.assistance.schemas.asking import Facts, OnADay, a_flag, a_moment, at_day

only_this = partial(a_flag, metadata={"description": "Not the way back and the other weeks, where it is as wrong."})
following = partial(a_flag, metadata={"description": "The new time is that of all weeks after this one too."})


def as_columns(facts: dict[str, Any]) -> dict[str, Any]:
    """Facts as columns of a request; of the person only those parts that are given."""
    person = {name: facts[name] for name in ("phone", "email", "language") if name in facts}
    rest = {name: value for name, value in facts.items() if name not in person}
    if person.get("phone"):
        person["phone"] = person["phone"].e164
    if "languages" in rest:
        rest["languages"] = list(dict.fromkeys(rest["languages"]))
    return rest | {"person": person} if person else rest


class Correction(Facts):
    """Facts of a request that are otherwise; what is not given stays as it is."""

    starts_at = a_moment()
    ends_at = a_moment()
    appointment_at = a_moment(allow_none=True)
    only_this = only_this()
    following = following()

    def __init__(self, **options: Any) -> None:
        """Take what is given; nothing is required, and nothing stands for what is not."""
        super().__init__(**{"partial": True} | options)

    @post_load
    def stored(self, facts: dict[str, Any], **_options: object) -> dict[str, Any]:
        """Give it as it is stored."""
        return as_columns(facts)


class FactsForm(Facts):
    """The form of coordinators where the times stand elsewhere: all facts, and the version in which they saw them."""

    version = fields.Integer(required=True, strict=True)
    only_this = only_this()

    @post_load
    def stored(self, facts: dict[str, Any], **_options: object) -> dict[str, Any]:
        """Give it as it is stored."""
        return as_columns(facts)


class CorrectionForm(Facts, OnADay):
    """The same with the times; the way back has a form of its own."""

    version = fields.Integer(required=True, strict=True)
    only_this = only_this()
    following = following()

    @post_load
    def stored(self, facts: dict[str, Any], **_options: object) -> dict[str, Any]:
        """Give it as it is stored."""
        moments = at_day(facts)
        moments.pop("return_at")
        return as_columns(moments)
