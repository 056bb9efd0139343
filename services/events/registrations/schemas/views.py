"""What goes out about registrations."""

from functools import partial

from marshmallow import Schema, fields

from services.events.organisations.schemas import a_moment
from services.events.programme.schemas import VenueView
from services.events.registrations.domain import Cause, Outcome

a_cause = partial(
    fields.String, required=True, metadata={"enum": list(Cause), "description": "Why the places became free."}
)


class RegistrationMade(Schema):
    """A new registration: confirmed, or waiting at `position`."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    occurrence_id = fields.UUID(required=True)
    event_id = fields.UUID(required=True)
    state = fields.String(required=True, metadata={"description": "confirmed or waiting"})
    party = fields.Integer(required=True)
    code = fields.String(required=True)
    link = fields.String(required=True)
    position = fields.Integer(required=True, allow_none=True)


class PartyView(Schema):
    """What a party said of itself."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    state = fields.String(required=True, metadata={"description": "confirmed, waiting, offered or cancelled"})
    party = fields.Integer(required=True)
    names = fields.List(fields.String(), required=True)
    code = fields.String(required=True)
    channel = fields.String(required=True, metadata={"description": "sms, email or none"})
    phone = fields.String(required=True, allow_none=True)
    email = fields.String(required=True, allow_none=True)
    language = fields.String(required=True)
    needs = fields.List(fields.String(), required=True)
    note = fields.String(required=True)
    offer_expires_at = a_moment(required=True, allow_none=True)
    cancelled_by = fields.String(required=True, allow_none=True)


class RegistrationView(PartyView):
    """A registration as its party sees it."""

    occurrence_id = fields.UUID(required=True)
    event_id = fields.UUID(required=True)
    title = fields.Dict(required=True)
    organisation = fields.String(required=True)
    starts_at = a_moment(required=True)
    ends_at = a_moment(required=True)
    zone = fields.String(required=True)
    venue = fields.Nested(VenueView, required=True)
    occurrence_state = fields.String(required=True)
    link = fields.String(required=True)
    position = fields.Integer(required=True, allow_none=True)


class ParticipantView(PartyView):
    """A party as staff see it."""

    turn = fields.Integer(required=True, metadata={"description": "Its place in the order of registering."})
    booked_by = fields.UUID(required=True, allow_none=True, metadata={"description": "The staff member who helped."})
    unreached = fields.String(
        required=True, allow_none=True, metadata={"description": "A message failed, or nobody knows (uncertain)."}
    )
    created_at = a_moment(required=True)


class PassedOver(Schema):
    """The last time free places were given away and this party was too large for them."""

    at = fields.String(required=True, metadata={"format": "date-time"})
    cause = a_cause()
    free = fields.Integer(required=True)
    left = fields.Integer(required=True, metadata={"description": "How many were left at this party's turn."})


class WaitingView(ParticipantView):
    """A waiting party as staff see it, and why it still waits."""

    position = fields.Integer(required=True)
    passed_over = fields.Nested(PassedOver, required=True, allow_none=True)


class ConsideredView(Schema):
    """A waiting party that was looked at: `served` or `too_large`."""

    registration_id = fields.String(required=True, metadata={"format": "uuid"})
    code = fields.String(required=True)
    party = fields.Integer(required=True)
    outcome = fields.String(required=True, metadata={"enum": list(Outcome)})


class ChoiceView(Schema):
    """How free places were given away: whom we looked at, in order. Whoever is not named came after the last place."""

    id = fields.UUID(required=True)
    at = a_moment(required=True)
    cause = a_cause()
    free = fields.Integer(required=True)
    considered = fields.List(fields.Nested(ConsideredView), required=True)
