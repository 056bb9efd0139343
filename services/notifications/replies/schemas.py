"""Texts that come in, and what the built-in phone and mailbox show."""

from typing import Any
from urllib.parse import parse_qsl

from marshmallow import Schema, ValidationError, fields, validate

from shared.errors import Invalid


class IncomingQuery(Schema):
    """A text as Kannel hands it in: `%p`, `%a`, `%I`."""

    sender = fields.String(required=True, data_key="from", validate=validate.Length(1, 40))
    text = fields.String(required=True, validate=validate.Length(0, 2000))
    id = fields.String(required=True, validate=validate.Length(1, 100))


_CHARSETS = {"UTF-16BE": "utf-16-be", "UCS-2": "utf-16-be", "WINDOWS-1252": "cp1252", "ISO-8859-1": "latin-1"}


def incoming(query: bytes) -> dict[str, Any]:
    """The text in a query string of Kannel's, in the charset it names by `%C`: UTF-16BE for what is not Latin.

    Raises Invalid.
    """
    raw = dict(parse_qsl(query.decode("ascii", "replace"), keep_blank_values=True, encoding="latin-1"))
    charset = _CHARSETS.get(raw.get("charset", "").upper(), "utf-8")
    text = raw.get("text", "").encode("latin-1", "replace").decode(charset, "replace").replace("\0", "")
    try:
        loaded: dict[str, Any] = IncomingQuery().load({"from": raw.get("from"), "id": raw.get("id"), "text": text})
    except ValidationError as error:
        raise Invalid(error.messages_dict) from error
    return loaded


class NewText(Schema):
    """What a person types on the built-in phone."""

    text = fields.String(required=True, validate=validate.Length(1, 1000))


class TextView(Schema):
    """That we have it."""

    kept = fields.Boolean(required=True)


class UnreadView(Schema):
    """A text that waits for one of us to read it, and the newest event that its sender has to do with."""

    id = fields.UUID(required=True)
    phone = fields.String(required=True)
    text = fields.String(required=True)
    received_at = fields.AwareDateTime(required=True, format="iso")
    event_id = fields.UUID(required=True, allow_none=True)
    referral_id = fields.UUID(
        required=True, allow_none=True, metadata={"description": "The mediation of which it says why it did not help."}
    )
    visit_id = fields.UUID(
        required=True, allow_none=True, metadata={"description": "The request for help at whose visit its sender was."}
    )


class MailboxQuery(Schema):
    """Whose mailbox or phone, or which event's messages; everything without either."""

    address = fields.String(validate=validate.Length(1, 254))
    event_id = fields.UUID()


class MailboxItemView(Schema):
    """A message as it arrived in the built-in phone or mailbox, and how long it took from what it tells of."""

    message_id = fields.UUID(required=True)
    channel = fields.String(required=True)
    address = fields.String(required=True)
    language = fields.String(required=True)
    purpose = fields.String(required=True)
    about = fields.String(required=True)
    subject_id = fields.UUID(required=True)
    occasion_id = fields.UUID(required=True, allow_none=True)
    caused_at = fields.AwareDateTime(required=True, format="iso")
    handed_over_at = fields.AwareDateTime(required=True, format="iso")
    milliseconds = fields.Integer(required=True)
    subject = fields.String(required=True, allow_none=True)
    body = fields.String(required=True)
    calendar = fields.String(required=True, allow_none=True)
