"""Help that is asked for: by a programme, on the coordinators' page, and on the page for everybody."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from services.volunteers.assistance.domain.requests import (
    GENDERS,
    LONGEST_NOTE,
    PLANNED,
    TARGET_GROUPS,
    ZONE,
    By,
    Kind,
    NobodyToTell,
    wall_time,
)
from services.volunteers.people.domain import Prefers
from services.volunteers.people.schemas import Address, Line, SpokenLanguage
from shared import addresses
from shared.errors import Invalid, _
from shared.languages import LANGUAGES, current

FIRST_YEAR, LAST_YEAR = 2000, 2100


class Phone(fields.String):
    """A phone as people type it; a landline is good for a call."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        typed = super()._deserialize(value, attr, data, **options) or ""
        try:
            return addresses.phone(typed)
        except Invalid as error:
            raise ValidationError(error.title) from error


class Flag(fields.Boolean):
    """Yes or no: `true` and `false` in JSON, and the word that a ticked box sends."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> bool:  # noqa: ARG002 - theirs
        if not isinstance(value, bool) and value != "true":
            raise self.make_error("invalid", input=value)
        return bool(value)


def _sane(moment: datetime | date) -> None:
    """Refuse what a slip of the finger makes of a year."""
    if not FIRST_YEAR <= moment.year < LAST_YEAR:
        raise ValidationError(_("This year cannot be meant."))


def _field(kind: Callable[..., fields.Field[Any]], **usual: Any) -> Callable[..., fields.Field[Any]]:
    return partial(kind, **usual)


a_moment = _field(fields.AwareDateTime, format="iso", validate=_sane)
a_day = _field(fields.Date, validate=_sane)
a_line = _field(Line, validate=validate.Length(1, 200))
a_flag = _field(Flag, load_default=False)
a_gender = _field(fields.String, load_default="none", validate=validate.OneOf(["none", *GENDERS]))
some_minutes = _field(fields.Integer, load_default=0, validate=validate.Range(0, 60))
a_phone = _field(Phone, load_default=None, allow_none=True, metadata={"format": "phone"})
an_email = _field(partial(Address, Prefers.EMAIL), load_default=None, allow_none=True, metadata={"format": "email"})
a_language = _field(
    fields.String, validate=validate.OneOf(LANGUAGES), metadata={"description": "The language we write to them in."}
)

a_group = _field(
    fields.String,
    load_default="",
    validate=validate.OneOf(["", *TARGET_GROUPS]),
    metadata={"description": "Whoever helps in families with children shows a paper that they may."},
)


def contact(phone: addresses.Phone | None, email: str | None, language: str) -> dict[str, Any]:
    """How somebody is told things: by SMS where the phone can get one, else by e-mail, else by a person who calls."""
    channel = "sms" if phone and phone.gets_sms else "email" if email else "none"
    number = phone.e164 if phone else None
    return {"channel": channel, "phone": number, "email": email, "language": language, "any_hour": False}


class Facts(Schema):
    """Who needs what, and how to reach them."""

    name = a_line(required=True, validate=validate.Length(1, 100))
    phone = a_phone()
    email = an_email()
    language = a_language(required=True)
    place = a_line(required=True, metadata={"description": "Where they are fetched or visited; for the helper alone."})
    area = a_line(required=True, metadata={"description": "Town and part of it, such as `Rokiškis, Kavoliškis`."})
    destination = a_line(load_default="", validate=validate.Length(max=200))
    languages = fields.List(
        SpokenLanguage(metadata={"format": "spoken-language"}), load_default=list, validate=validate.Length(max=5)
    )
    prefers_gender = a_gender()
    companion = a_flag(metadata={"description": "Somebody comes along."})
    wheelchair = a_flag()
    stairs = a_flag(metadata={"description": "The helper must be able to help on stairs."})
    load_minutes = some_minutes(metadata={"description": "Minutes to help in, and out again."})
    two_people = a_flag(metadata={"description": "Two helpers come to a visit at home."})
    target_group = a_group()
    note = Line(load_default="", validate=validate.Length(max=LONGEST_NOTE))


class Wanted(Facts):
    """The same with whoever asks for them (`asker_…`), if they want to hear too."""

    asker_phone = a_phone()
    asker_email = an_email()

    @validates_schema(skip_on_field_errors=True)
    def somebody_can_be_told(self, facts: dict[str, Any], **_options: object) -> None:
        """Refuse what nobody could be answered to."""
        if not any(facts.get(name) for name in ("phone", "email", "asker_phone", "asker_email")):
            raise ValidationError(NobodyToTell.title, "phone")


def columns(facts: dict[str, Any]) -> dict[str, Any]:
    """What was asked as the columns of a request; who asks is written to in their own language, else the person's."""
    rest = {name: value for name, value in facts.items() if name not in _CONTACTS}
    asks = facts["asker_phone"] or facts["asker_email"]
    asker = contact(facts["asker_phone"], facts["asker_email"], facts.get("asker_language") or facts["language"])
    person = contact(facts["phone"], facts["email"], facts["language"])
    languages = list(dict.fromkeys(facts["languages"]))
    return rest | {"person": person, "asker": asker if asks else None, "languages": languages}


_CONTACTS = frozenset({"phone", "email", "language", "asker_phone", "asker_email", "asker_language"})


class NewRequest(Wanted):
    """Help for a person, as staff of an organisation enter it."""

    organisation_id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(list(Kind)))
    by = fields.String(load_default=By.SOCIAL_WORKER.value, validate=validate.OneOf(list(By)))
    referral_id = fields.UUID(load_default=None, allow_none=True)
    asker_language = a_language(load_default=None, allow_none=True)
    starts_at = a_moment(required=True, metadata={"description": "When the helper begins; of a ride the pick-up."})
    ends_at = a_moment(required=True)
    appointment_at = a_moment(load_default=None, allow_none=True)
    return_at = a_moment(load_default=None, allow_none=True, metadata={"description": "When the way back begins."})
    weekly_until = a_day(load_default=None, allow_none=True)

    @post_load
    def stored(self, facts: dict[str, Any], **_options: object) -> dict[str, Any]:
        """Give it as it is stored."""
        return columns(facts)


class OnADay(Schema):
    """A day and times of day, on the clocks of Lithuania; a time before the start may be of the night after it."""

    day = a_day(required=True)
    starts = fields.Time(required=True)
    ends = fields.Time(required=True)
    appointment = fields.Time(load_default=None)
    returns = fields.Time(load_default=None)

    @validates_schema(skip_on_field_errors=True)
    def is_on_the_clock(self, facts: dict[str, Any], **_options: object) -> None:
        """Refuse a time in the hour that the clocks leave out in spring."""
        missing = [name for name in _COLUMNS if (at := _at(facts, name)) and not _exists(at)]
        if missing:
            raise ValidationError({name: [NO_SUCH_TIME] for name in missing})


_COLUMNS = {"starts": "starts_at", "ends": "ends_at", "appointment": "appointment_at", "returns": "return_at"}
NO_SUCH_TIME = _("This time does not exist: the clocks go forward in that night. Choose another.")


def at_day(facts: dict[str, Any]) -> dict[str, Any]:
    """The moments of a day and its times, in place of them."""
    rest = {name: value for name, value in facts.items() if name not in {"day", *_COLUMNS}}
    return rest | {column: _at(facts, name) for name, column in _COLUMNS.items()}


def _at(facts: dict[str, Any], name: str) -> datetime | None:
    """When it is by the clocks of Lithuania; of an hour that comes twice in autumn, the first."""
    starts: time = facts["starts"].replace(tzinfo=None)
    clock: time | None = facts[name] and facts[name].replace(tzinfo=None)
    return wall_time(facts["day"], starts, clock).replace(tzinfo=ZoneInfo(ZONE)) if clock else None


def _exists(moment: datetime) -> bool:
    return moment.astimezone(UTC).astimezone(moment.tzinfo).replace(tzinfo=None) == moment.replace(tzinfo=None)


class RequestForm(Wanted, OnADay):
    """The same on the page of coordinators, who have the person on the phone."""

    organisation_id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(list(PLANNED)))
    asker_language = a_language(load_default=None)
    weekly_until = a_day(load_default=None)

    @post_load
    def stored(self, facts: dict[str, Any], **_options: object) -> dict[str, Any]:
        """Give it as it is stored."""
        return columns(at_day(facts)) | {"by": By.SOCIAL_WORKER.value}


class HelpWanted(OnADay):
    """The first screen of the page for everybody: what, when and where."""

    organisation_id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(list(PLANNED)))
    area = a_line(required=True)
    destination = a_line(load_default="", validate=validate.Length(max=200))
    wheelchair = a_flag()


class HelpAsked(HelpWanted):
    """Both screens: who it is for, and how to reach them."""

    by = fields.String(required=True, validate=validate.OneOf([By.PERSON, By.RELATIVE]))
    name = a_line(required=True, validate=validate.Length(1, 100))
    phone = a_phone()
    email = an_email()
    asker_phone = a_phone()
    place = a_line(required=True)
    language = a_language(required=True)
    asker_language = a_language(load_default=current)
    target_group = a_group()
    prefers_gender = a_gender()
    stairs = a_flag()
    companion = a_flag()
    load_minutes = some_minutes()
    note = Line(load_default="", validate=validate.Length(max=LONGEST_NOTE))

    @validates_schema(skip_on_field_errors=True)
    def somebody_can_be_told(self, facts: dict[str, Any], **_options: object) -> None:
        """Refuse what nobody could be answered to."""
        if not any(facts.get(name) for name in ("phone", "email", "asker_phone")):
            raise ValidationError(NobodyToTell.title, "phone")

    @post_load
    def stored(self, facts: dict[str, Any], **_options: object) -> dict[str, Any]:
        """Give it as it is stored."""
        return columns({"asker_email": None, "languages": []} | at_day(facts))
