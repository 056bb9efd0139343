"""How a failure of our own code is told: whole to the operator in the table, without values in the log."""

import traceback

from sqlalchemy.exc import DBAPIError


def told(error: Exception) -> str:
    """Kind and text in one line, for a row in the database that holds the same values anyway.

    What the database refused is told in its own words: SQLAlchemy's begin with how it came to ask.
    """
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    return " ".join(f"{type(cause).__name__}: {cause}".split())[:1000]


def where(error: Exception) -> dict[str, str]:
    """Kind and place, for a log line; the text could hold a phone number."""
    return {"error": type(error).__name__, "traceback": "".join(traceback.format_tb(error.__traceback__))}
