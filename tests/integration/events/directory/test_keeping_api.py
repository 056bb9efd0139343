"""Staff send documents to the directory and get them back."""

from concurrent.futures import ThreadPoolExecutor

from services.events.directory.domain import read_json
from services.events.directory.operations import import_document
from shared.database import Database
from tests.integration.events.conftest import Caller
from tests.support.factories.directory import a_service, whole_document
from tests.support.factories.events import Worker


def test_a_document_goes_in_and_comes_out(owner: Caller, organisation_id: str) -> None:
    path = f"/organisations/{organisation_id}/directory"
    first = owner("POST", f"{path}/imports", whole_document())
    assert (first.status_code, first.json and first.json["added"] > 50) == (200, True)
    assert owner("POST", f"{path}/imports", whole_document()).json == {
        "added": 0,
        "changed": 0,
        "removed": 0,
        "left_out": [],
    }
    assert owner("GET", path).json == whole_document()


def test_what_is_wrong_is_said_by_its_place_in_the_askers_language(owner: Caller, organisation_id: str) -> None:
    path = f"/organisations/{organisation_id}/directory/imports"
    wrong = {"services": [a_service(status="open", colour="green")]}
    for language, sentence in (("en", "Choose one of: active"), ("lt", "Pasirinkite")):
        answer = owner("POST", f"{path}?lang={language}", wrong)
        assert (answer.status_code, answer.json and answer.json["type"]) == (
            422,
            "/problems/directory-document-is-wrong",
        )
        assert answer.json
        assert answer.json["errors"].keys() == {"services.0.status", "services.0.colour"}
        assert sentence in answer.json["errors"]["services.0.status"][0]


def test_a_document_that_is_too_long_is_refused(owner: Caller, organisation_id: str) -> None:
    long = {"services": [a_service(description="ą" * 9_000)] * 20}
    assert owner("POST", f"/organisations/{organisation_id}/directory/imports", long).status_code == 413


def test_strangers_and_nobody_are_kept_out(stranger: Caller, anyone: Caller, organisation_id: str) -> None:
    path = f"/organisations/{organisation_id}/directory"
    assert stranger("GET", path).status_code == 404
    assert stranger("POST", f"{path}/imports", whole_document()).status_code == 404
    assert anyone("GET", path).status_code == 401
    assert anyone("POST", f"{path}/imports", whole_document()).status_code == 401


def test_two_imports_at_once_write_everything_once(database: Database, worker: Worker) -> None:
    def import_it(_number: int) -> int:
        with database.transaction() as session:
            return import_document(session, worker, next(iter(worker.roles)), read_json(whole_document())).added

    with ThreadPoolExecutor(2) as both:
        added = sorted(both.map(import_it, range(2)))
    assert (added[0], added[1] > 50) == (0, True)


def test_a_key_that_is_there_twice_is_refused_as_on_the_command_line(owner: Caller, organisation_id: str) -> None:
    path = f"/api/events/v1/organisations/{organisation_id}/directory/imports"
    headers = owner.headers | {"Content-Type": "application/json"}
    for twice, key in (
        ('{"services": [], "services": []}', "services"),
        ('{"services": [{"id": "", "id": ""}]}', "id"),
    ):
        answer = owner.client.post(path, data=twice, headers=headers)
        assert (answer.status_code, answer.json and list(answer.json["errors"])) == (422, [key])
