"""What validation says, in the asker's language: marshmallow's English sentences mapped to our own message ids."""

import re
from collections.abc import Iterator

from shared.errors import _
from shared.languages import gettext

SENTENCES: tuple[tuple[str, str], ...] = (
    (r"Missing data for required field\.", _("Please fill this in.")),
    (r"Field may not be null\.", _("Please fill this in.")),
    (r"Unknown field\.", _("We do not know this field.")),
    (r"Not a valid string\.", _("This must be a text.")),
    (r"Not a valid integer\.", _("This must be a whole number.")),
    (r"Not a valid number\.|Special numeric values.*", _("This must be a number.")),
    (r"Number too large\.", _("This number is too large.")),
    (r"Not a valid boolean\.", _("This must be yes or no.")),
    (r"Not a valid UUID\.", _("This is not an id that we gave out.")),
    (r"Not a valid datetime\.", _("Give a date and a time, such as 2026-05-31T18:00:00.")),
    (r"Not a valid aware datetime\.", _("Give the offset too, such as 2026-05-31T18:00:00+03:00.")),
    (r"Not a valid naive datetime\.", _("Give the time on the clocks there, without an offset: 2026-05-31T18:00:00.")),
    (r"Not a valid date\.", _("Give a date, such as 2026-05-31.")),
    (r"Not a valid time\.", _("Give a time, such as 18:30.")),
    (r'"?.*"? cannot be formatted as a (?:aware )?(?:date|time|datetime)\.', _("Give a date, such as 2026-05-31.")),
    (r"Not a valid list\.", _("This must be a list.")),
    (r"Not a valid mapping type\.|Invalid input type\.|Invalid type\.", _("This must be an object.")),
    (r"Not a valid email address\.", _("This is not an e-mail address. It looks like name@example.lt.")),
    (
        r"Not a valid phone number\.",
        _("This is not a phone number. It looks like +370 600 00000."),
    ),
    (r"Not a valid URL\.", _("This is not a web address. It looks like https://example.lt.")),
    (r"Shorter than minimum length (?P<least>\d+)\.", _("Please write at least {least} characters.")),
    (r"Longer than maximum length (?P<most>\d+)\.", _("Please write at most {most} characters.")),
    (r"Length must be between (?P<least>\d+) and (?P<most>\d+)\.", _("The length must be between {least} and {most}.")),
    (r"Length must be (?P<exactly>\d+)\.", _("Give exactly {exactly}.")),
    (
        r"Must be greater than or equal to (?P<least>\S+) and less than or equal to (?P<most>\S+)\.",
        _("This must be between {least} and {most}."),
    ),
    (r"Must be greater than or equal to (?P<least>.+?)\.", _("This must be at least {least}.")),
    (r"Must be less than or equal to (?P<most>.+?)\.", _("This must be at most {most}.")),
    (r"Must be greater than (?P<least>.+?)\.", _("This must be more than {least}.")),
    (r"Must be less than (?P<most>.+?)\.", _("This must be less than {most}.")),
    (r"Must be one of: (?P<choices>.*)\.", _("Choose one of: {choices}.")),
    (r"One or more of the choices you made was not in: (?P<choices>.*)\.", _("Choose among: {choices}.")),
    (r"Must be equal to (?P<exactly>.*)\.", _("Give exactly {exactly}.")),
    (r"String does not match expected pattern\.|Not a valid .*|Invalid .*", _("This does not look right.")),
)
_PATTERNS = tuple((re.compile(pattern), message) for pattern, message in SENTENCES)


def worded(sentence: str) -> str:
    """The sentence in the current language; one that is a message id of ours is translated as it stands."""
    for pattern, message in _PATTERNS:
        if found := pattern.fullmatch(sentence):
            return gettext(message, **found.groupdict())
    return gettext(sentence)


def by_field(errors: object, name: str = "") -> dict[str, list[str]]:
    """Nested errors as `{"members.0.name": ["Please fill this in."]}`; those of the whole stand under `_schema`."""
    found: dict[str, list[str]] = {}
    for path, sentence in _walk(errors, name):
        found.setdefault(path or "_schema", []).append(worded(sentence))
    return found


def _walk(errors: object, name: str) -> Iterator[tuple[str, str]]:
    if isinstance(errors, dict):
        for key, inner in errors.items():
            at = name if key == "_schema" else f"{name}.{key}".lstrip(".")
            yield from _walk(inner, at)
    elif isinstance(errors, list | tuple):
        for inner in errors:
            yield from _walk(inner, name)
    else:
        yield name, str(errors)
