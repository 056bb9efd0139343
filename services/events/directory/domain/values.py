"""Values of HSDS as JSON and CSV write them, and as we keep them. What is wrong is said in marshmallow's sentences."""

import re
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit
from uuid import UUID

from services.events.directory.domain.shapes import Field, Kind
from shared.addresses import email_address
from shared.errors import Invalid, _

LONGEST = 10_000
"""Characters of a text."""
MOST = 1e12
ADDRESS = re.compile(r"https?://[^\s/]+\S*|urn:\S+", re.IGNORECASE)
HOST = re.compile(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9])?|\[[0-9a-f:.]+\]", re.IGNORECASE)
URN = re.compile(r"urn:[a-z0-9][a-z0-9-]{0,30}[a-z0-9]:\S+", re.IGNORECASE)
PLAIN = "/:@!$&'()*+,;=%~"
"""Signs that stand in a path as they are (RFC 3986)."""
LONE_PERCENT = re.compile(r"%(?![0-9a-f]{2})", re.IGNORECASE)
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d(Z|[+-](0\d|1[0-4]):[0-5]\d)?")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?(e[+-]?\d+)?", re.IGNORECASE | re.ASCII)
YEARS = range(1970, 2200)
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
"""Characters that PostgreSQL cannot keep: NUL, and halves of surrogate pairs."""
EMPTY: tuple[object, ...] = (None, "")
"""What says nothing. HSDS knows no null; we take it for a key that was left out."""


class Wrong(Exception):
    """A value that its field cannot take; `sentence` says why."""

    def __init__(self, sentence: str) -> None:
        """Keep the sentence."""
        super().__init__(sentence)
        self.sentence = sentence


def read(field: Field, value: object) -> Any:
    """What a JSON value means. Raises Wrong."""
    if field.values and value not in field.values:
        raise Wrong(f"Must be one of: {', '.join(field.values)}.")
    found = READERS[field.kind](value)
    if field.pattern and not re.fullmatch(field.pattern, str(found)):
        raise Wrong("String does not match expected pattern.")
    return found


def read_cell(field: Field, cell: str) -> Any:
    """What a cell of a CSV file means. Raises Wrong."""
    if field.kind is Kind.NUMBER:
        if not NUMBER.fullmatch(cell):
            raise Wrong("Not a valid number.")
        return read(field, float(cell))
    if field.kind is Kind.FLAG:
        return read(field, {"true": True, "false": False}.get(cell, cell))
    return read(field, cell)


def written(value: object) -> str:
    """The same as a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return str(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Wrong("Not a valid string.")
    if len(value) > LONGEST:
        raise Wrong(f"Longer than maximum length {LONGEST}.")
    if UNSTORABLE.search(value):
        raise Wrong(_("There is a character in it that no text can have."))
    return value


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Wrong("Not a valid number.")
    if not abs(value) <= MOST:  # nor what is no number, such as NaN
        raise Wrong("Number too large.")
    return float(value)


def _day(value: object) -> date:
    try:
        found = datetime.strptime(_text(value), "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        raise Wrong("Not a valid date.") from None
    if found.year not in YEARS:
        raise Wrong("Not a valid date.")
    return found


def _moment(value: object) -> datetime:
    try:
        found = datetime.fromisoformat(_text(value))
        if found.tzinfo is None:
            raise Wrong("Not a valid aware datetime.")
        return found.astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError):
        raise Wrong("Not a valid datetime.") from None


def _clock(value: object) -> str:
    if not CLOCK.fullmatch(_text(value)):
        raise Wrong("Not a valid time.")
    return str(value)


def _uri(value: object) -> str:
    """The address as RFC 3986 has it: letters that no URI can have are encoded, in the name of the host by IDNA."""
    said = _text(value)
    if not ADDRESS.fullmatch(said):
        raise Wrong("Not a valid URL.")
    if said[:4].lower() == "urn:":
        return _matching(URN, _encoded(said, PLAIN + "?#"))
    try:
        parts = urlsplit(said)
        host = parts.hostname or ""
        plain = host if host.isascii() else host.encode("idna").decode()
        port = "" if parts.port is None else f":{parts.port}"
    except ValueError as error:
        raise Wrong("Not a valid URL.") from error
    if ":" in plain:
        plain = f"[{plain}]"
    user, at, _host = parts.netloc.rpartition("@")
    named = f"{_encoded(user, PLAIN)}{at}{_matching(HOST, plain)}{port}"
    rest = _encoded(parts.path, PLAIN), _encoded(parts.query, PLAIN + "?"), _encoded(parts.fragment, PLAIN + "?")
    return urlunsplit((parts.scheme, named, *rest))


def _encoded(part: str, plain: str) -> str:
    return quote(LONE_PERCENT.sub("%25", part), safe=plain)


def _matching(pattern: re.Pattern[str], said: str) -> str:
    if not pattern.fullmatch(said):
        raise Wrong("Not a valid URL.")
    return said


def _email(value: object) -> str:
    try:
        return email_address(_text(value))
    except Invalid:
        raise Wrong("Not a valid email address.") from None


def _id(value: object) -> UUID:
    try:
        return UUID(_text(value))
    except ValueError:
        raise Wrong("Not a valid UUID.") from None


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise Wrong("Not a valid boolean.")
    return value


READERS = {
    Kind.TEXT: _text,
    Kind.WORDS: _text,
    Kind.NUMBER: _number,
    Kind.DAY: _day,
    Kind.MOMENT: _moment,
    Kind.CLOCK: _clock,
    Kind.URI: _uri,
    Kind.EMAIL: _email,
    Kind.ID: _id,
    Kind.FLAG: _flag,
}
