"""What comes in and goes out about campaigns."""

from collections.abc import Sequence
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate

from services.notifications.campaigns.domain import Plan
from services.notifications.messages.schemas import Words, any_words, field_name
from services.notifications.recipients.domain import Channel, TargetGroup, Topic
from services.notifications.recipients.schemas import TOPICS
from shared.errors import _
from shared.languages import LANGUAGES

GROUPS = [str(group) for group in TargetGroup]


def _some_of(codes: Sequence[str]) -> Any:
    one = fields.String(validate=validate.OneOf(codes))
    return fields.List(one, load_default=list, validate=validate.Length(max=len(codes)))


class _Whom(Schema):
    organisation_id = fields.UUID(required=True)
    topic = fields.String(required=True, validate=validate.OneOf(TOPICS))
    target_groups = _some_of(GROUPS)
    languages = _some_of(LANGUAGES)
    channel = fields.String(load_default="", validate=validate.OneOf(["", *map(str, Channel)]))
    area = fields.String(load_default="", validate=validate.Length(max=80))


def _plan(loaded: dict[str, Any], words: dict[str, str]) -> Plan:
    return Plan(
        organisation_id=loaded["organisation_id"],
        topic=Topic(loaded["topic"]),
        words=words,
        target_groups=tuple(loaded["target_groups"]),
        languages=tuple(loaded["languages"]),
        channel=loaded["channel"],
        area=" ".join(loaded["area"].split()),
    )


class NewCampaign(_Whom):
    """A campaign: everybody who agreed to its topic, narrowed by what is not left empty."""

    words = fields.Nested(Words, required=True)

    @post_load
    def as_plan(self, loaded: dict[str, Any], **_options: object) -> Plan:
        """As the domain names it."""
        return _plan(loaded, loaded["words"])


class _CampaignForm(_Whom):
    then = fields.String(load_default="look", validate=validate.OneOf(["look", "change", "send"]))

    @post_load
    def as_plan(self, loaded: dict[str, Any], **_options: object) -> dict[str, Any]:
        """The plan of the form, and what then; raises ValidationError where no words were typed."""
        words = {tag: loaded[name] for tag in LANGUAGES if loaded.get(name := field_name(tag))}
        if not words:
            raise ValidationError({field_name(LANGUAGES[0]): [_("Write it in at least one language.")]})
        return {"plan": _plan(loaded, words), "then": loaded["then"]}


CampaignForm = _CampaignForm.from_dict({field_name(tag): any_words() for tag in LANGUAGES}, name="CampaignForm")
"""The same campaign as a page sends it."""


class ProgressView(Schema):
    """How far it has come, in messages."""

    planned = fields.Integer(required=True)
    waiting = fields.Integer(required=True)
    sent = fields.Integer(required=True, metadata={"description": "Handed over; no receipt says yet that it arrived."})
    delivered = fields.Integer(required=True)
    failed = fields.Integer(required=True)
    stopped = fields.Integer(required=True, metadata={"description": "Withdrawn before they left."})


class CampaignFactsView(Schema):
    """A campaign as it was approved."""

    id = fields.UUID(required=True)
    organisation_id = fields.UUID(required=True)
    topic = fields.String(required=True)
    target_groups = fields.List(fields.String(), required=True)
    languages = fields.List(fields.String(), required=True)
    channel = fields.String(required=True)
    area = fields.String(required=True)
    words = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    state = fields.String(required=True)
    expected = fields.Integer(required=True, metadata={"description": "Addresses, counted when it was approved."})
    merged = fields.Integer(required=True, metadata={"description": "People who share an address with one of these."})
    written_at = fields.AwareDateTime(required=True, format="iso")
    begins_at = fields.AwareDateTime(required=True, format="iso")
    ended_at = fields.AwareDateTime(required=True, format="iso", allow_none=True)


class CampaignView(Schema):
    """A campaign and how far it has come."""

    campaign = fields.Nested(CampaignFactsView, required=True)
    progress = fields.Nested(ProgressView, required=True)


class ApprovedView(Schema):
    """That it will begin."""

    id = fields.UUID(required=True)


class HaltedView(Schema):
    """What it is now: `undone` before anybody was written to, `stopped` after."""

    state = fields.String(required=True)
