"""What comes in and goes out about reports."""

from marshmallow import Schema, fields, validate

from services.events.board.domain import SHOWN
from services.events.evidence.domain import Outcome, Service


class Asked(Schema):
    """From which day to which, both included, in Lithuania; without them, this year until today."""

    first = fields.Date(data_key="from", load_default=None)
    last = fields.Date(data_key="to", load_default=None)


class Copy(Asked):
    """In the public copy small numbers are not shown."""

    copy = fields.String(load_default="own", validate=validate.OneOf(["own", "public"]))


class FactView(Schema):
    """So many of a service, alike in all that is told of them."""

    service = fields.String(required=True, validate=validate.OneOf(list(Service)))
    month = fields.Date(required=True, metadata={"description": "Its first day."})
    target_group = fields.String(required=True)
    language = fields.String(required=True)
    outcome = fields.String(required=True, validate=validate.OneOf(list(Outcome)))
    reason = fields.String(required=True, metadata={"description": "Why a need was not met; may be empty."})
    number = fields.Integer(required=True)
    minutes = fields.Integer(required=True, metadata={"description": "What helpers gave."})
    part = fields.String(
        required=True, metadata={"description": "Of `spreading`: `messages` to chosen people, else empty: news."}
    )


class ShownView(Schema):
    """How often widgets on a website asked for what they show, as far as it reached us."""

    site = fields.String(
        required=True, metadata={"description": "The organisation's id; `unnamed` for sites that do not say whose."}
    )
    month = fields.Date(required=True, metadata={"description": "Its first day."})
    what = fields.String(required=True, validate=validate.OneOf(SHOWN))
    language = fields.String(required=True)
    number = fields.Integer(required=True)


class SpreadView(Schema):
    """The campaigns of a topic that began in a month; one of `number` is a phone or an e-mail address."""

    month = fields.Date(required=True, metadata={"description": "Its first day."})
    topic = fields.String(required=True)
    campaigns = fields.Integer(required=True)
    number = fields.Integer(required=True)
    met = fields.Integer(required=True, metadata={"description": "Arrived."})
    unmet = fields.Integer(required=True, metadata={"description": "Did not arrive."})
    withdrawn = fields.Integer(required=True, metadata={"description": "Never left."})
    open = fields.Integer(required=True, metadata={"description": "Not known yet."})


class ReportView(Schema):
    """What was done; `counted` are the services that something is counted for here."""

    first = fields.Date(data_key="from", required=True)
    last = fields.Date(data_key="to", required=True)
    checksum = fields.String(required=True, metadata={"description": "The same for the same facts."})
    counted = fields.List(fields.String(), required=True)
    items = fields.List(fields.Nested(FactView), required=True)
    websites = fields.List(fields.Nested(ShownView), required=True)
    campaigns = fields.List(fields.Nested(SpreadView), required=True)
