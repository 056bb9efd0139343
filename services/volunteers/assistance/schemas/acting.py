"""What coordinators and helpers do with a request, and what volunteers say of how they help."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from services.volunteers.assistance.domain.helping import ASSISTS, VEHICLES
from services.volunteers.assistance.domain.requests import GENDERS, LONGEST_NOTE
from services.volunteers.assistance.domain.states import OUTCOMES, REASONS, Act, State
from services.volunteers.assistance.schemas.asking import a_day, a_flag, a_group
from services.volunteers.people.schemas import Line
from shared.errors import _

ENDS = {outcome: act for act, outcome in OUTCOMES.items()}
"""An outcome as it is asked for, and the act that leads to it."""
_REASONS = sorted({reason for reasons in REASONS.values() for reason in reasons})


class BoardFilter(Schema):
    """Which requests to list."""

    state = fields.String(validate=validate.OneOf(list(State)))


class NewEnd(Schema):
    """How a request ended. Every end without help has a reason."""

    outcome = fields.String(required=True, validate=validate.OneOf(list(ENDS)))
    reason = fields.String(load_default="", validate=validate.OneOf(["", *_REASONS]))


class Approval(Schema):
    """What a coordinator knows better of a stranger's request; what is not given stays as it was said."""

    target_group = a_group(load_default=None, allow_none=True)


class StopOfSeries(Schema):
    """Why a weekly request ends before its last day."""

    reason = fields.String(required=True, validate=validate.OneOf(list(REASONS[Act.CANCEL])))


class Choice(Schema):
    """A volunteer is asked by name; `said_yes`: they have promised on the phone."""

    volunteer_id = fields.UUID(required=True)
    said_yes = a_flag()


class Blocked(Schema):
    """A volunteer whom the person does not want to come."""

    volunteer_id = fields.UUID(required=True)


class Incident(Schema):
    """What a helper has seen, for the coordinators alone."""

    note = Line(required=True, validate=validate.Length(1, LONGEST_NOTE))


class CallAnswered(Schema):
    """What was done about a helper's call for help, for the coordinators alone."""

    note = Line(required=True, validate=validate.Length(1, LONGEST_NOTE))


class CancelReason(Schema):
    """Why whoever asked does not need help any more."""

    reason = fields.String(
        load_default="no_longer_needed", validate=validate.OneOf(["no_longer_needed", "ill", "other_help"])
    )


class HelpGiven(Schema):
    """How a volunteer helps single persons. Nothing ticked: not at all."""

    kinds = fields.List(fields.String(validate=validate.OneOf(list(ASSISTS))), load_default=list)
    organisations = fields.List(
        fields.UUID(), load_default=list, validate=validate.Length(max=50), metadata={"description": "Who may ask."}
    )
    areas = fields.List(
        Line(validate=validate.Length(1, 60)),
        load_default=list,
        validate=validate.Length(max=20),
        metadata={"description": "Towns, parts of them and villages; none means wherever the organisations work."},
    )
    vehicle = fields.String(load_default="none", validate=validate.OneOf(list(VEHICLES)))
    gender = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(list(GENDERS)))
    can_lift = a_flag()

    @validates_schema
    def somebody_may_ask(self, facts: dict[str, Any], **_options: object) -> None:
        """Refuse help that nobody may ask for."""
        if facts["kinds"] and not facts["organisations"]:
            raise ValidationError(_("Choose at least one organisation that may ask you."), "organisations")

    @post_load
    def each_once(self, facts: dict[str, Any], **_options: object) -> dict[str, Any]:
        """Name each thing once."""
        lists = ("kinds", "organisations", "areas")
        return facts | {name: list(dict.fromkeys(facts[name])) for name in lists}


class HelpForm(HelpGiven):
    """The same on a page: the places in one field, with commas between."""

    areas = fields.String(load_default="", validate=validate.Length(max=500))  # type: ignore[assignment]

    @post_load
    def each_once(self, facts: dict[str, Any], **_options: object) -> dict[str, Any]:
        """Name each thing once, and each place by itself."""
        places = [" ".join(place.split()) for place in facts["areas"].split(",")]
        once: dict[str, Any] = super().each_once(facts | {"areas": [place for place in places if place]})
        return once


class DocumentSeen(Schema):
    """A document that a coordinator has looked at; no copy is kept."""

    checked_on = a_day(required=True)
    valid_until = a_day(load_default=None, allow_none=True)

    @validates_schema(skip_on_field_errors=True)
    def in_order(self, facts: dict[str, Any], **_options: object) -> None:
        """Refuse a document that ended before it was looked at."""
        if facts["valid_until"] and facts["valid_until"] < facts["checked_on"]:
            raise ValidationError(_("It must hold on the day on which you looked at it."), "valid_until")
