"""Posts as JSON."""

from functools import partial

from marshmallow import Schema, fields, validate

from services.events.board.domain import Category
from services.events.organisations.schemas import Line, a_language, a_moment, a_name, a_version
from services.events.programme.schemas import Title, in_our_time, texts_schema
from shared.languages import LANGUAGES
from shared.typed import Paragraphs

LONGEST_BODY = 3000
LONGEST_REASON = 500
Body = texts_schema("Body", LONGEST_BODY, kind=Paragraphs)
a_category = partial(fields.String, validate=validate.OneOf(list(Category)))
an_area = partial(Line, validate=validate.Length(0, 80), metadata={"description": "A place; empty for everywhere."})
WEB = validate.URL(schemes={"http", "https"})


def a_web_address(link: str) -> None:
    """Refuse what leads nowhere, and what a browser would run; none at all is fine."""
    if link:
        WEB(link)


a_link = partial(Line, validate=[validate.Length(0, 500), a_web_address], metadata={"description": "A page with more."})
some_languages = partial(
    fields.List, fields.String(validate=validate.OneOf(LANGUAGES)), validate=validate.Length(max=len(LANGUAGES))
)
a_day = partial(fields.Date, validate=in_our_time)


class PostChange(Schema):
    """What is said of a post; what is left out stays as it is. `send` puts one on the board that is not there yet."""

    category = a_category()
    area = an_area()
    title = fields.Nested(Title)
    body = fields.Nested(Body)
    link = a_link()
    machine_made = some_languages(metadata={"description": "Languages whose texts no person has checked."})
    from_on = a_day(metadata={"description": "The first day on the board."})
    until_on = a_day(metadata={"description": "The last day, at most 90 days in all."})
    send = fields.Boolean(load_default=False)


class PostRevision(PostChange):
    """The same of a post that is there; `checked` are the languages whose texts hold as they stand."""

    checked = some_languages(metadata={"description": "Languages whose texts are no older than the Lithuanian ones."})


class NewPost(PostChange):
    """A new post; without `send` it is a draft."""

    category = a_category(required=True)
    area = an_area(load_default="")
    title = fields.Nested(Title, required=True)
    body = fields.Nested(Body, load_default=dict)
    link = a_link(load_default="")
    machine_made = some_languages(load_default=list)
    from_on = a_day(required=True)
    until_on = a_day(required=True)


class Version(Schema):
    """The version of the post that the asker has read."""

    version = a_version()


class SendBack(Version):
    """The same, and what is to be changed."""

    reason = Paragraphs(required=True, validate=validate.Length(1, LONGEST_REASON))


class PostFilter(Schema):
    """What the board is narrowed to."""

    category = a_category()
    area = a_name()
    spoken = a_language(metadata={"description": "Only what has a text in this language."})


class PostItem(Schema):
    """A post as everybody sees it; texts by language."""

    id = fields.UUID(required=True)
    organisation = fields.String(required=True)
    category = fields.String(required=True)
    area = fields.String(required=True)
    title = fields.Dict(required=True)
    body = fields.Dict(required=True)
    link = fields.String(required=True)
    machine_made = fields.List(fields.String(), required=True)
    outdated = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "Languages whose texts are older than the Lithuanian ones."},
    )
    from_on = fields.Date(required=True)
    until_on = fields.Date(required=True)
    appears_at = a_moment(required=True, allow_none=True)
    shown_at = a_moment(required=True, allow_none=True)


class PostView(PostItem):
    """A post as its writers and the lead see it; `proposed` is what waits to replace it, `reason` why it came back."""

    organisation_id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    state = fields.String(required=True)
    proposed = fields.Dict(required=True, allow_none=True)
    reason = fields.String(required=True)
    waits = fields.Boolean(required=True, metadata={"description": "Whether the lead has still to approve it."})
