"""What stands above organisations and terms leads somewhere, and never back; what is refused changes nothing."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from services.events.directory.domain import DocumentIsWrong, read_json
from services.events.directory.operations import import_document
from services.events.directory.operations.comparing import held
from services.events.directory.queries import kept
from tests.support.factories.directory import an_id, an_organization
from tests.support.factories.events import Worker, a_worker, an_organisation

COLUMNS = {"organizations": "parent_organization_id", "taxonomy_terms": "parent_id"}


@pytest.fixture
def keeper(events_session: Session) -> Worker:
    """An organiser of an organisation that keeps entries."""
    return a_worker(events_session, an_organisation(events_session), "organiser")


def a_family(key: str, **above: str) -> dict[str, Any]:
    """A document of organisations or terms, each with what is above it, if anything."""
    column = COLUMNS[key]
    said = [{"id": an_id(one), "name": one, "description": one} for one in above]
    found = [each | ({column: an_id(up)} if up else {}) for each, up in zip(said, above.values(), strict=True)]
    return {key: found}


def refused(session: Session, keeper: Worker, document: dict[str, Any]) -> list[str]:
    (keeper_id,) = keeper.roles
    before = kept(session, keeper_id)
    with pytest.raises(DocumentIsWrong) as error:
        import_document(session, keeper, keeper_id, read_json(document))
    assert kept(session, keeper_id) == before
    return list(error.value.errors)


@pytest.mark.parametrize(("key", "column"), COLUMNS.items())
def test_what_stands_above_is_in_the_document_or_in_the_directory_and_ends(
    events_session: Session, keeper: Worker, key: str, column: str
) -> None:
    (keeper_id,) = keeper.roles
    assert refused(events_session, keeper, a_family(key, a="", b="nobody")) == [f"{key}.1.{column}"]
    assert refused(events_session, keeper, a_family(key, a="a")) == [f"{key}.0.{column}"]
    circle = a_family(key, a="b", b="c", c="b")
    assert refused(events_session, keeper, circle) == [f"{key}.1.{column}", f"{key}.2.{column}"], "a only leads there"
    import_document(events_session, keeper, keeper_id, read_json(a_family(key, a="b", b="c", c="")))
    import_document(events_session, keeper, keeper_id, read_json(a_family(key, d="a")))
    assert refused(events_session, keeper, a_family(key, c="d")) == [f"{key}.0.{column}"], "through what is there"


def test_a_circle_of_before_hinders_nobody_who_changes_something_else(events_session: Session, keeper: Worker) -> None:
    (keeper_id,) = keeper.roles
    import_document(events_session, keeper, keeper_id, read_json({"organizations": [an_organization()]}))
    events_session.execute(text("UPDATE directory_organizations SET parent_organization_id = id"))
    changed = an_organization(parent_organization_id=an_id("organization"), description="Padeda visiems")
    assert import_document(events_session, keeper, keeper_id, read_json({"organizations": [changed]})).changed == 1


def test_more_things_than_a_statement_takes_values_are_looked_up(events_session: Session) -> None:
    assert held(events_session, "phone", {uuid4() for _number in range(70_000)}) == set()
