"""Whoever proves an address reads which entries of the directory have it, however it is typed there; it stays."""

import pytest
from flask import Flask
from sqlalchemy import text

from services.events.directory.operations.erasing import erase_reports
from services.events.directory.queries.held import entries_held
from shared.contracts.parts import Remains, Whose
from shared.database import Database

PHONE, EMAIL = Whose(phone="+37061234567"), Whose(email="Ona@rokiskis.example")
CHANGE = "UPDATE {0} SET {1} = :typed WHERE id = (SELECT id FROM {0} ORDER BY id LIMIT 1)"


@pytest.mark.parametrize(
    ("whose", "typed", "table", "column"),
    [
        (PHONE, "8 612 34567", "directory_phones", "number"),
        (PHONE, "+370 612 34567", "directory_services", "check_phone"),
        (EMAIL, "ona@rokiskis.example", "directory_services", "email"),
        (EMAIL, "ona@rokiskis.example", "directory_organizations", "check_email"),
    ],
    ids=["phone", "phone to ask", "mail", "mail to ask"],
)
def test_an_entry_that_has_the_address_is_told_and_left(
    town: Flask, database: Database, whose: Whose, typed: str, table: str, column: str
) -> None:
    with database.transaction() as session:
        assert (entries_held(session, whose), erase_reports(session, whose)) == ([], ((), ()))
        session.execute(text(CHANGE.format(table, column)), {"typed": typed})
        (told,) = entries_held(session, whose)
        facts = {fact.name: fact.value for fact in told.facts}
        assert (facts["contact"], "name" in facts) == (typed, table != "directory_phones")
        assert erase_reports(session, whose) == ((), (Remains(what="entry", number=1, why="published"),))
