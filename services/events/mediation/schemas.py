"""What comes in and goes out about referrals."""

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, pre_load, validate

from services.events.mediation.domain import (
    MOST_MINUTES,
    By,
    Consent,
    Gender,
    Kind,
    Reason,
    Shared,
    Show,
    TargetGroup,
    WhyNot,
)
from services.events.organisations.schemas import Line, a_language, a_moment, a_name, an_email
from services.events.programme.schemas.forms import a_day, a_time
from services.events.registrations.schemas import a_phone
from shared.errors import _

some_words = partial(Line, load_default="", validate=validate.Length(max=300))
a_need = partial(Line, required=True, validate=validate.Length(1, 300), metadata={"pattern": r"\S"})
a_group = partial(fields.String, required=True, validate=validate.OneOf(list(TargetGroup)))
maybe_a_time = partial(a_time, required=False, load_default=None, allow_none=True)


class _Person(Schema):
    """Who needs what."""

    name = a_name(required=True, validate=validate.Length(1, 100))
    phone = a_phone(load_default=None, allow_none=True)
    email = an_email(load_default=None, allow_none=True)
    language = a_language(required=True)
    target_group = a_group()
    need = a_need()


class NewReferral(_Person):
    """Staff ask the provider of a service to take a person, who has agreed to what is passed on (`shares`)."""

    organisation_id = fields.UUID(required=True)
    service_id = fields.UUID(required=True)
    by = fields.String(load_default=By.SOCIAL_WORKER, validate=validate.OneOf([By.SOCIAL_WORKER, By.PARTNER]))
    shares = fields.List(
        fields.String(validate=validate.OneOf(list(Shared))), required=True, validate=validate.Length(1, 10)
    )
    consent_how = fields.String(required=True, validate=validate.OneOf(list(Consent)))
    consent_on = fields.Date(required=True, metadata={"description": "The day in Lithuania."})
    provider_email = an_email(
        load_default=None, allow_none=True, metadata={"description": "Instead of the entry's public e-mail."}
    )
    provider_language = a_language(load_default="lt")

    @post_load
    def once(self, facts: dict[str, Any], **_options: object) -> dict[str, Any]:
        """Give what is passed on as the unchangeable thing it is from here on, each once."""
        return facts | {"shares": tuple(dict.fromkeys(facts["shares"]))}


def own(typed: Mapping[str, Any], of_a_relative: Collection[str]) -> dict[str, Any]:
    """What was typed, without what is asked of a relative alone where it is the person who asks."""
    left_out = of_a_relative if typed.get("by") == By.PERSON else ()
    return {name: value for name, value in typed.items() if name not in left_out}


class HelpWanted(_Person):
    """A person or a relative asks from the entry's page; `agreed` is that what they write is passed on."""

    by = fields.String(required=True, validate=validate.OneOf([By.PERSON, By.RELATIVE]))
    agreed = fields.Boolean(load_default=False)
    asker_name = Line(load_default="", validate=validate.Length(max=100))
    asker_phone = a_phone(load_default=None, allow_none=True)
    asker_email = an_email(load_default=None, allow_none=True)

    @pre_load
    def asked_only(self, typed: Mapping[str, Any], **_options: object) -> dict[str, Any]:
        """Leave out what was typed of a relative before the person chose themself: it is folded away, right or not."""
        return own(typed, ("asker_name", "asker_phone", "asker_email"))

    @post_load
    def whole(self, facts: dict[str, Any], **_options: object) -> dict[str, Any]:
        """Leave out what the answer makes needless. Raises ValidationError without consent or a relative's name."""
        if not facts.pop("agreed"):
            raise ValidationError(_("Without this we cannot pass your request on."), "agreed")
        if facts["by"] == By.RELATIVE and not facts["asker_name"]:
            raise ValidationError("Missing data for required field.", "asker_name")
        return facts


class Confirmation(Schema):
    """A yes to what was asked, and whom it goes to if not to the entry's public e-mail."""

    provider_email = an_email(load_default=None, allow_none=True)
    provider_language = a_language(load_default="lt")


class Acceptance(Schema):
    """The provider takes the person; with an appointment if there is one: day and time on the clocks in Lithuania."""

    day = a_day(required=False, load_default=None, allow_none=True)
    time = maybe_a_time()
    venue = some_words()

    @post_load
    def whole(self, facts: dict[str, Any], **_options: object) -> dict[str, Any]:
        """Join day and time. Raises ValidationError if one of them is missing."""
        day, clock = facts["day"], facts["time"]
        if (day is None) != (clock is None):
            raise ValidationError(_("Give both the day and the time, or neither."), "time" if day else "day")
        return {"appointment": datetime.combine(day, clock) if day else None, "venue": facts["venue"]}


class NewAppointment(Schema):
    """Another time or place than was agreed: day and time on the clocks in Lithuania."""

    day = a_day()
    time = a_time()
    venue = some_words()

    @post_load
    def whole(self, facts: dict[str, Any], **_options: object) -> dict[str, Any]:
        """Join day and time."""
        return facts | {"appointment": datetime.combine(facts.pop("day"), facts.pop("time"))}


class Refusal(Schema):
    """Why the provider cannot take the person."""

    reason = fields.String(required=True, validate=validate.OneOf(list(Reason)))
    words = some_words()


class HowItWent(Schema):
    """Whether the person got the service, and if not why."""

    got_it = fields.Boolean(required=True)
    why_not = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(list(WhyNot)))


class HelpOnTheWay(Schema):
    """A ride, somebody to come along, or both: where the person is fetched, and when by the clocks in Lithuania."""

    kinds = fields.List(
        fields.String(validate=validate.OneOf(list(Kind))), required=True, validate=validate.Length(1, 2)
    )
    place = a_name(required=True)
    area = a_name(required=True, validate=validate.Length(1, 100))
    starts = a_time()
    back = maybe_a_time()
    wheelchair = fields.Boolean(load_default=False)
    stairs = fields.Boolean(load_default=False)
    companion = fields.Boolean(load_default=False)
    prefers_gender = fields.String(load_default=Gender.NONE, validate=validate.OneOf(list(Gender)))
    load_minutes = fields.Integer(
        load_default=0,
        validate=validate.Range(0, MOST_MINUTES),
        metadata={"description": "Minutes to help in, and out again."},
    )

    @post_load
    def fixed(self, facts: dict[str, Any], **_options: object) -> dict[str, Any]:
        """Give the kinds as the unchangeable thing they are from here on, each once."""
        return facts | {"kinds": tuple(dict.fromkeys(facts["kinds"]))}


class ReferralFilter(Schema):
    """Which part of the board is wanted."""

    show = fields.String(load_default=Show.ALL, validate=validate.OneOf(list(Show)))


class ReferralLine(Schema):
    """A referral in the list. What is wiped 90 days after its end is null then."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    organisation_id = fields.UUID(required=True)
    service_id = fields.UUID(required=True)
    service = fields.Dict(required=True)
    provider_name = fields.String(required=True)
    state = fields.String(
        required=True,
        metadata={"description": "asked, open, accepted, refused, expired, withdrawn, followed_up or known"},
    )
    by = fields.String(required=True)
    target_group = fields.String(required=True)
    language = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)
    created_at = a_moment(required=True)
    expires_at = a_moment(required=True, allow_none=True)
    appointment_at = a_moment(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    got_it = fields.Boolean(required=True, allow_none=True)
    why_not = fields.String(required=True, allow_none=True)


class HelpView(Schema):
    """Help of volunteers on the way to the appointment, and what became of it."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    state = fields.String(required=True)
    starts_at = a_moment(required=True)
    helper_name = fields.String(required=True, allow_none=True)


class ReferralView(ReferralLine):
    """A referral as staff see it."""

    organisation = fields.String(required=True)
    channel = fields.String(required=True)
    phone = fields.String(required=True, allow_none=True)
    email = fields.String(required=True, allow_none=True)
    wanted = fields.List(fields.String(), required=True, metadata={"description": "Kinds of help needed on the way."})
    asker_name = fields.String(required=True, allow_none=True, metadata={"description": "A relative who asked."})
    asker_language = fields.String(required=True, allow_none=True)
    asker_channel = fields.String(required=True, allow_none=True)
    asker_phone = fields.String(required=True, allow_none=True)
    asker_email = fields.String(required=True, allow_none=True)
    need = fields.String(required=True, allow_none=True)
    shares = fields.List(fields.String(), required=True)
    consent_how = fields.String(required=True)
    consent_on = fields.Date(required=True)
    provider_email = fields.String(required=True, allow_none=True)
    answered_at = a_moment(required=True, allow_none=True)
    venue = fields.String(required=True, allow_none=True)
    words = fields.String(required=True, allow_none=True)
    unreached = fields.String(required=True, allow_none=True)
    link = fields.String(required=True, allow_none=True)
    help = fields.List(fields.Nested(HelpView), required=True)
