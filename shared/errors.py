"""The kinds of broken rule. Features subclass a kind and name the rule (`ShiftIsFull`); the web maps kinds to HTTP.

No HTTP status and no translation here: `title` is a gettext message id in English with `{placeholders}`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is shown."""
    return message


class DomainError(Exception):
    """A rule was broken. `code` is stable and public, `title` tells the person what happened and what to do.

    `field` names the field of a form that it is about, where it is about one.
    """

    code: ClassVar[str] = "error"
    title: ClassVar[str] = _("Something went wrong.")
    field: ClassVar[str] = ""

    def __init__(self, **facts: object) -> None:
        """Keep the facts that fill the title's placeholders and are shown beside it."""
        super().__init__(self.code, facts)
        self.facts = facts


class NotFound(DomainError):
    """What was asked for does not exist, or not for the one who asks."""

    code = "not-found"
    title = _("We could not find this. It may have been removed, or the link is not complete.")


class Forbidden(DomainError):
    """The asker is known but may not do this."""

    code = "forbidden"
    title = _("You may not do this. Ask the owner of your organisation for access.")


class Unauthenticated(DomainError):
    """Nobody is signed in, or the sign-in is over."""

    code = "sign-in-needed"
    title = _("Please sign in first.")


class Conflict(DomainError):
    """The request is well formed but breaks a rule in the present state."""

    code = "conflict"
    title = _("This cannot be done now. Look at the present state and try again.")


class Stale(DomainError):
    """Somebody else changed the thing since the asker read it."""

    code = "changed-meanwhile"
    title = _("Somebody else has changed this meanwhile. Load it again and repeat your change.")


class Gone(DomainError):
    """A link, a code or an offer that was good once."""

    code = "expired"
    title = _("This link or code is used or too old. Ask for a new one.")


class TooMany(DomainError):
    """A limit of tries was reached; `retry_after` is in seconds."""

    code = "too-many-tries"
    title = _("Too many tries. Please wait a little and try again.")

    def __init__(self, *, retry_after: int, **facts: object) -> None:
        """Keep after how many seconds another try is welcome."""
        super().__init__(retry_after=retry_after, **facts)
        self.retry_after = retry_after


class Invalid(DomainError):
    """A value that no schema can judge is wrong. `errors` maps a field to its message ids."""

    code = "invalid"
    title = _("Some of the details are not right. Please correct them.")

    def __init__(self, errors: dict[str, list[str]] | None = None, **facts: object) -> None:
        """Keep the messages by field."""
        super().__init__(**facts)
        self.errors = errors or {}


@contextmanager
def within(place: str) -> Iterator[None]:
    """Say of what is wrong in the block where it stands: the field `starts` becomes `occurrences.1.starts`."""
    try:
        yield
    except Invalid as error:
        error.errors = {f"{place}.{field}": sentences for field, sentences in error.errors.items()}
        raise
