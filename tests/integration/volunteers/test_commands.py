"""What an operator asks of the service on the command line."""

import re
from urllib.parse import parse_qs, urlsplit

from flask import Flask
from sqlalchemy import func, select

from services.volunteers.assistance.models import Request
from services.volunteers.assistance.operations.samples import await_samples
from services.volunteers.people.models import Volunteer
from services.volunteers.shifts.operations.opening import follow_event
from shared.database import Database
from shared.errors import NotFound
from shared.messaging.due import process_due
from tests.support.factories.volunteers import an_event


def test_the_samples_are_entered_once(app: Flask, database: Database) -> None:
    runner = app.test_cli_runner()
    assert "10 of 10" in runner.invoke(args=["samples"]).output
    assert "0 of 10" in runner.invoke(args=["samples"]).output
    with database.transaction() as session:
        assert session.scalar(select(func.count()).select_from(Volunteer)) == 10
        ukrainian = session.scalars(select(Volunteer.name).where(Volunteer.languages.contains(["uk"]))).all()
        assert len(ukrainian) == 4


def test_the_board_of_the_samples_tells_a_story_once_its_organisation_is_known(app: Flask, database: Database) -> None:
    app.test_cli_runner().invoke(args=["samples"])
    service = app.extensions["talka"].service
    process_due(service)
    with database.transaction() as session:
        assert session.scalar(select(func.count()).select_from(Request)) == 0
        follow_event(session, an_event(organisation="Rokiškio socialinės paramos centras"), 1)
        await_samples(session)
    for _ in range(2):
        while process_due(service):
            pass
        with database.transaction() as session:
            found = session.scalars(select(Request.state)).all()
            assert sorted(found) == ["asked", "assigned", "done", "open", "open", "unmet"]
            await_samples(session)


def test_a_printed_link_signs_in_once(app: Flask) -> None:
    runner = app.test_cli_runner()
    runner.invoke(args=["samples"])
    link = urlsplit(runner.invoke(args=["sign-in-link", "8 612 00101"]).output.strip())
    found = re.fullmatch(r"http://talka\.test/volunteer/sign-in/([0-9a-f-]{36})", link._replace(query="").geturl())
    assert found
    body = {"sign_in_id": found[1], "code": parse_qs(link.query)["code"][0]}
    path = "/api/volunteers/v1/sign-in/confirm"
    assert [app.test_client().post(path, json=body).status_code for _ in range(2)] == [200, 401]


def test_for_a_stranger_there_is_no_link(app: Flask) -> None:
    answer = app.test_cli_runner().invoke(args=["sign-in-link", "nobody@example.lt"])
    assert isinstance(answer.exception, NotFound)
