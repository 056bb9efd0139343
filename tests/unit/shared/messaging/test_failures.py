"""What an operator reads of a failure says what was wrong, in one line."""

import psycopg.errors
from sqlalchemy.exc import ProgrammingError

from shared.messaging.failures import told


def test_a_refusal_of_the_database_is_told_in_its_own_words() -> None:
    refusal = psycopg.errors.InsufficientPrivilege("permission denied for table shifts\nHINT: ask the owner")
    error = ProgrammingError("INSERT INTO shifts", {}, refusal)
    error.add_detail("raised as a result of Query-invoked autoflush")
    assert told(error) == "InsufficientPrivilege: permission denied for table shifts HINT: ask the owner"


def test_whatever_else_fails_is_told_by_kind_and_text_and_never_at_length() -> None:
    assert told(ZeroDivisionError("one\n  by nothing")) == "ZeroDivisionError: one by nothing"
    assert len(told(ValueError("x" * 5000))) == 1000
