"""Forms of the board's pages: flat fields, turned into the same facts that the JSON routes take."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from services.events.board.domain import FACTS, Category
from services.events.board.schemas.posts import (
    LONGEST_BODY,
    LONGEST_REASON,
    PostFilter,
    a_category,
    a_day,
    a_link,
    an_area,
    some_languages,
)
from services.events.organisations.schemas import Line, a_language, a_moment, a_version, an_email
from services.events.programme.schemas import TitledForm, field_name, text_fields, texts_of
from shared.errors import _
from shared.typed import Paragraphs

TEXTS: dict[str, tuple[type[fields.String], int]] = {"title": (Line, 120), "body": (Paragraphs, LONGEST_BODY)}


class BoardFilter(PostFilter):
    """The address of the board's page: what it is narrowed to, and where it goes on."""

    after = fields.String(validate=validate.Length(1, 1000))


class NewsForm(Schema):
    """Somebody wants news by e-mail."""

    email = an_email(required=True)
    language = a_language(required=True)
    categories = fields.List(
        fields.String(validate=validate.OneOf(list(Category))),
        required=True,
        validate=validate.Length(1, len(Category)),
    )


class NewsLink(Schema):
    """What a link in an e-mail ends in."""

    token = fields.String(required=True, validate=validate.Length(1, 100))


class SubscriptionView(Schema):
    """What somebody gets by e-mail, without their address."""

    language = fields.String(required=True)
    categories = fields.List(fields.String(), required=True)
    confirmed_at = a_moment(required=True, allow_none=True)


class PostVersion(Schema):
    """The version of the post that a button was made from."""

    version = a_version()


class SendBackForm(PostVersion):
    """The same, and what is to be changed."""

    reason = Paragraphs(required=True, validate=validate.Length(1, LONGEST_REASON))


class _PostForm(TitledForm):
    """A whole post; `send` is the button that does more than save."""

    category = a_category(required=True)
    area = an_area(load_default="")
    link = a_link(load_default="")
    machine_made = some_languages(load_default=list)
    from_on = a_day(required=True)
    until_on = a_day(required=True)
    send = fields.Boolean(load_default=False)

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def each_titled(self, _typed: dict[str, Any], sent: dict[str, Any], **_options: object) -> None:
        """Refuse texts without a title in their language, if there is any title."""
        titles = texts_of(sent, "title")
        untitled = [language for language in texts_of(sent, "body") if language not in titles] if titles else []
        if untitled:
            raise ValidationError({field_name("title", one): [_("Give this text a title too.")] for one in untitled})

    @post_load
    def facts(self, typed: dict[str, Any], **_options: object) -> dict[str, Any]:
        """Turn the fields into the facts of a post."""
        texts = {text: texts_of(typed, text) for text in TEXTS}
        names = ("organisation_id", "version", "send", "checked", *FACTS)
        return {name: typed[name] for name in names if name in typed} | texts


_FIELDS = text_fields(TEXTS)
PostForm: type[Schema] = type("PostForm", (_PostForm,), _FIELDS | {"organisation_id": fields.UUID(required=True)})
_REVISED = {"version": a_version(), "checked": some_languages(load_default=list)}
RevisionForm: type[Schema] = type("RevisionForm", (_PostForm,), text_fields(TEXTS) | _REVISED)


def as_typed(post: dict[str, Any]) -> dict[str, Any]:
    """A post, as its query gives it, as it would stand in the form; a proposed change stands in place of the post."""
    said = post["proposed"] or post
    texts = {field_name(text, language): words for text in TEXTS for language, words in said[text].items()}
    return texts | {name: said[name] for name in FACTS if name not in TEXTS} | {"version": post["version"]}
