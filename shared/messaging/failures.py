"""How a failure of our own code is told: whole to the operator in the table, without values in the log."""

import traceback


def told(error: Exception) -> str:
    """Kind and text, for a row in the database that holds the same values anyway."""
    return f"{type(error).__name__}: {error}"[:1000]


def where(error: Exception) -> dict[str, str]:
    """Kind and place, for a log line; the text could hold a phone number."""
    return {"error": type(error).__name__, "traceback": "".join(traceback.format_tb(error.__traceback__))}
