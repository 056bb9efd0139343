"""Documents go in and come out again as they were, and never touch what others keep."""

import random
from typing import Any

import pytest
from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import Session

from services.events.directory.domain import OBJECTS, DocumentIsWrong, read_csv, read_json
from services.events.directory.models import TABLES
from services.events.directory.operations import Outcome, import_document, load_directory
from services.events.directory.queries import kept, kept_as_csv
from shared.errors import Forbidden, NotFound
from tests.support.factories.directory import (
    a_location,
    a_service,
    an_id,
    an_organization,
    filled,
    whole_document,
)
from tests.support.factories.events import Worker, a_worker, an_organisation

NOTHING = Outcome(0, 0, 0)


@pytest.fixture
def keeper(events_session: Session) -> Worker:
    """An organiser of an organisation that keeps entries."""
    return a_worker(events_session, an_organisation(events_session), "organiser")


def taken_in(session: Session, worker: Worker, content: Any) -> Outcome:
    (keeper_id,) = worker.roles
    document = read_csv(content) if "services" not in content and "service.csv" in content else read_json(content)
    return import_document(session, worker, keeper_id, document)


def found(session: Session, worker: Worker) -> dict[str, Any]:
    (keeper_id,) = worker.roles
    return kept(session, keeper_id)


def shuffled(value: Any) -> Any:
    """The same with every list in another order."""
    if isinstance(value, list):
        return random.sample([shuffled(one) for one in value], len(value))
    return {key: shuffled(one) for key, one in value.items()} if isinstance(value, dict) else value


def ordered(value: Any) -> Any:
    """The same with every list by id."""
    if isinstance(value, list):
        return sorted((ordered(one) for one in value), key=lambda one: str(one["id"]))
    return {key: ordered(one) for key, one in value.items()} if isinstance(value, dict) else value


def test_hours_that_make_no_sense_are_refused_by_their_place_in_the_document(
    events_session: Session, keeper: Worker
) -> None:
    never: dict[str, Any] = {
        "id": an_id("never"),
        "freq": "WEEKLY",
        "byday": "MO",
        "opens_at": "13:00",
        "closes_at": "13:00",
    }
    day = {"id": an_id("day"), "day": "2026-12-28", "opens_at": "09:00+02:00", "closes_at": "09:00+02:00"}
    never |= {"x_exceptions": [day], "valid_from": "2027-02-01", "valid_to": "2026-02-01"}
    with pytest.raises(DocumentIsWrong) as error:
        taken_in(events_session, keeper, {"services": [a_service(schedules=[never])]})
    here = "services.0.schedules.0"
    places = {f"{here}.closes_at", f"{here}.valid_to", f"{here}.x_exceptions.0.closes_at"}
    assert error.value.errors.keys() == places


def test_everything_comes_out_as_it_went_in_and_a_second_time_changes_nothing(
    events_session: Session, keeper: Worker
) -> None:
    document = whole_document()
    assert taken_in(events_session, keeper, document).added > 50
    assert found(events_session, keeper) == document
    assert taken_in(events_session, keeper, document) == NOTHING
    assert found(events_session, keeper) == document


def test_the_order_of_lists_means_nothing(events_session: Session, keeper: Worker) -> None:
    phones = [{"id": an_id(number), "number": str(number)} for number in range(9)]
    document = {"services": [a_service(name, phones=phones if name == "a" else []) for name in "abc"]}
    taken_in(events_session, keeper, shuffled(document))
    assert taken_in(events_session, keeper, shuffled(document)) == NOTHING
    out = found(events_session, keeper)
    assert out == ordered(out)


def test_csv_says_the_same_as_json(events_session: Session, keeper: Worker) -> None:
    document = whole_document()
    taken_in(events_session, keeper, document)
    files = kept_as_csv(events_session, *keeper.roles)
    assert files.keys() == {f"{name}.csv" for name in OBJECTS}
    assert taken_in(events_session, keeper, files) == NOTHING
    for name in reversed(OBJECTS):
        events_session.execute(delete(TABLES[name]).where(TABLES[name].c.id.in_(read_csv(files).rows[name])))
    taken_in(events_session, keeper, files)
    assert found(events_session, keeper) == document


def test_what_is_missing_of_a_whole_is_removed_with_all_that_hangs_under_it(
    events_session: Session, keeper: Worker
) -> None:
    service = filled("service", "the service")
    taken_in(events_session, keeper, whole_document())
    gone = service | {"contacts": [], "attributes": [], "schedules": []}
    outcome = taken_in(events_session, keeper, {"services": [gone]})
    assert (outcome.added, outcome.changed, outcome.removed > 6) == (0, 0, True)
    (left,) = found(events_session, keeper)["services"]
    assert left.keys() & {"contacts", "attributes", "schedules"} == set()
    attributes = TABLES["attribute"].c
    loose = select(func.count()).where(
        attributes.link_entity == "contact", attributes.link_id == service["contacts"][0]["id"]
    )
    assert events_session.scalar(loose) == 0


def test_files_that_are_not_there_remove_nothing(events_session: Session, keeper: Worker) -> None:
    taken_in(events_session, keeper, whole_document())
    files = kept_as_csv(events_session, *keeper.roles)
    some = {name: files[name] for name in ("organization.csv", "program.csv", "service.csv")}
    assert taken_in(events_session, keeper, some) == NOTHING


def test_what_others_keep_may_be_named_but_not_changed(events_session: Session, keeper: Worker) -> None:
    taken_in(events_session, keeper, {"services": [a_service()]})
    other = a_worker(events_session, an_organisation(events_session))
    own = a_service("b", organization=an_organization(), service_at_locations=[])
    assert taken_in(events_session, other, {"services": [own]}).added == 2  # the service and its phone
    for wrong, place in (
        (a_service("b", organization=an_organization(name="Mano")), "services.0.organization"),
        (a_service(name="Mano"), "services.0"),
        (a_service(phones=[{"id": an_id("new"), "number": "1"}]), "services.0.phones.0"),
        (a_service("b", service_at_locations=[{"id": an_id("c"), "location": a_location(name="Mano")}]), "location"),
    ):
        with pytest.raises(DocumentIsWrong) as refused:
            taken_in(events_session, other, {"services": [wrong]})
        assert any(place in one for one in refused.value.errors)
    without = a_service()
    without.pop("phones")
    assert taken_in(events_session, other, {"services": [without]}) == NOTHING
    assert len(found(events_session, keeper)["services"][0]["phones"]) == 1


def test_a_part_does_not_move_to_something_else(events_session: Session, keeper: Worker) -> None:
    taken_in(events_session, keeper, {"services": [a_service()]})
    thief = a_service("b", phones=[{"id": an_id("phone a"), "number": "+370 600 00000"}])
    with pytest.raises(DocumentIsWrong) as refused:
        taken_in(events_session, keeper, {"services": [thief]})
    assert list(refused.value.errors) == ["services.0.phones.0"]


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("phone.csv", f"id,number\n{an_id('p')},1\n"),
        ("phone.csv", f"id,number,service_id\n{an_id('p')},1,{an_id('nowhere')}\n"),
        ("service.csv", f"id,name,status,organization_id\n{an_id('s')},A,active,{an_id('nowhere')}\n"),
        (
            "attribute.csv",
            f"id,link_id,link_entity,taxonomy_term_id\n{an_id('a')},{an_id('s')},colour,{an_id('nowhere')}\n",
        ),
    ],
)
def test_what_points_at_nothing_is_refused(events_session: Session, keeper: Worker, file: str, line: str) -> None:
    with pytest.raises(DocumentIsWrong) as refused:
        import_document(events_session, keeper, next(iter(keeper.roles)), read_csv({file: line}))
    assert list(refused.value.errors) == [f"{file.removesuffix('.csv')}:2"]


def test_a_change_of_a_part_is_noted_at_the_service(events_session: Session, keeper: Worker) -> None:
    old = "2020-01-01T00:00:00Z"
    taken_in(events_session, keeper, {"services": [a_service(last_modified=old), a_service("b", last_modified=old)]})
    phone = [{"id": an_id("phone a"), "number": "+370 600 11111"}]
    taken_in(events_session, keeper, {"services": [a_service(phones=phone)]})
    modified = {one["id"]: one["last_modified"] for one in found(events_session, keeper)["services"]}
    assert (modified[an_id("service a")] > old, modified[an_id("service b")]) == (True, old)
    taken_in(events_session, keeper, {"services": [a_service(phones=phone, last_modified=old)]})
    location = a_location(name="Naujas pavadinimas")
    moved = a_service(phones=phone, service_at_locations=[{"id": an_id("place a"), "location": location}])
    taken_in(events_session, keeper, {"services": [moved]})
    assert all(one["last_modified"] > old for one in found(events_session, keeper)["services"])


def test_a_name_without_letters_is_kept_and_found_by_nothing(events_session: Session, keeper: Worker) -> None:
    nameless = a_service(name="?!", organization=an_organization(name="!", description="!"))
    assert taken_in(events_session, keeper, {"services": [nameless]}).added == 6
    assert taken_in(events_session, keeper, {"services": [nameless]}) == NOTHING


def test_only_organisers_of_the_organisation_import(events_session: Session, keeper: Worker) -> None:
    (keeper_id,) = keeper.roles
    with pytest.raises(Forbidden):
        import_document(
            events_session, a_worker(events_session, keeper_id, "check_in"), keeper_id, read_json(whole_document())
        )
    with pytest.raises(NotFound):
        import_document(events_session, keeper, an_organisation(events_session), read_json(whole_document()))


def test_samples_need_an_organisation_with_an_owner(events_session: Session) -> None:
    with pytest.raises(NotFound):
        load_directory(events_session, {"keeper": "Nobody"})


def test_samples_tell_of_an_entry_whose_check_is_overdue(events_session: Session, keeper: Worker) -> None:
    (keeper_id,) = keeper.roles
    a_worker(events_session, keeper_id, "owner")
    name = events_session.scalars(text("SELECT name FROM organisations WHERE id = :id"), {"id": keeper_id}).one()
    facts = {"keeper": name, "services": [{"id": "x", "status": "active", "name": {"lt": "X"}, "organization_id": "y"}]}
    facts |= {"organizations": [{"id": "y", "name": {"lt": "Y"}, "description": {"lt": "Y"}}]}
    facts["checks"] = [{"service": "x", "months_ago": 7, "email": "a@example.lt"}]
    assert (load_directory(events_session, facts), load_directory(events_session, facts)) == (True, False)
    assert events_session.scalar(text("SELECT due_at < now() FROM due WHERE kind = 'service_check'")) is True
