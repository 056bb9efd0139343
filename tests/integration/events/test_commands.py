"""What whoever runs the server can do from the command line."""

from pathlib import Path

from flask import Flask
from sqlalchemy import text

from services.events.evidence.domain import Period, Service
from services.events.evidence.queries import facts, shown_by
from services.events.organisations.operations import sample_day
from services.events.organisations.queries import an_owner, partners_of
from shared.database import Database
from tests.support.visitor import Visitor

LOADED = "kaisiadorys: loaded\nrokiskis: loaded\ndirectory of rokiskis: loaded\n"
LOADED += "board of kaisiadorys: loaded\nboard of rokiskis: loaded\n"
LOADED += "mediation of rokiskis: loaded\nkiosk of rokiskis: loaded\n"
LOADED += "registrations of rokiskis: loaded\nevidence of rokiskis: loaded\n"
CENTRE = "Rokiškio socialinės paramos centras"


def test_samples_are_loaded_once_and_an_owner_gets_a_link_that_works(app: Flask) -> None:
    runner = app.test_cli_runner()
    assert runner.invoke(args=["samples"]).output == LOADED
    assert "is there already" in runner.invoke(args=["samples"]).output
    link = runner.invoke(args=["sign-in-link", "rasa@kaisiadorys.example"]).output.strip()
    path = link.removeprefix("http://talka.test")
    browser = Visitor(app).open(path).send(path)
    assert (browser.status, browser.address) == (200, "/organise/")


def test_each_of_the_eight_services_has_done_something_this_month_and_the_month_before(
    app: Flask, database: Database
) -> None:
    app.test_cli_runner().invoke(args=["samples"])
    with database.transaction() as session:
        own = list(an_owner(session, CENTRE).roles)
        today = sample_day(session, {})
        before = sample_day(session, {"before_this_month": 1})
        for period in (Period(before.replace(day=1), before), Period(before.replace(day=1), today)):
            found = facts(session, own, period)
            assert {one.service for one in found} == set(Service)
            assert "unmet" in {one.outcome for one in found}
        this_month = {one.service for one in found if one.month == today.replace(day=1)}
        others = {Service.INFORMING, Service.ACCOMPANIED}
        assert set(Service) - this_month <= others, "held yesterday, perhaps last month; and told by volunteers"
        loads = shown_by(session, partners_of(session, own) | dict.fromkeys(own), period)
        assert {one.month for one in loads} == {before.replace(day=1), today.replace(day=1)}
        (held,) = session.execute(text("SELECT count(*) FROM occurrences WHERE ends_at < now() AND taken > 0")).one()
        assert held == 2


def test_a_link_for_nobody_is_refused_with_a_sentence(app: Flask) -> None:
    answer = app.test_cli_runner().invoke(args=["sign-in-link", "nobody@example.lt"])
    assert answer.exit_code == 1
    assert "Nobody with the address nobody@example.lt works here." in answer.output


def test_the_first_organisation_is_founded_with_an_owner_who_can_sign_in(app: Flask) -> None:
    runner = app.test_cli_runner()
    founding = ["found", "Talka Molėtai", "Molėtai", "Ona Onaitė", "ona@moletai.example"]
    assert runner.invoke(args=founding).output == "ona@moletai.example owns Talka Molėtai.\n"
    assert runner.invoke(args=founding).output == "ona@moletai.example already works for Talka Molėtai.\n"
    path = runner.invoke(args=["sign-in-link", "ona@moletai.example"]).output.strip().removeprefix("http://talka.test")
    browser = Visitor(app).open(path).send(path)
    assert (browser.status, browser.address) == (200, "/organise/")


def test_an_owner_who_could_not_be_written_to_is_refused(app: Flask) -> None:
    refused = app.test_cli_runner().invoke(args=["found", "Talka", "Molėtai", "Ona", "ona", "--language", "xx"])
    assert refused.exit_code == 1
    assert "email" in refused.output
    assert "language" in refused.output


def test_the_directory_goes_into_a_file_and_back_without_a_change(app: Flask, tmp_path: Path) -> None:
    runner = app.test_cli_runner()
    runner.invoke(args=["samples"])
    for name in ("directory.json", "directory.zip", "folder"):
        path = str(tmp_path / name)
        assert runner.invoke(args=["directory-export", CENTRE, path]).output == f"Written to {path}.\n"
        imported = runner.invoke(args=["directory-import", CENTRE, path])
        assert imported.output == "0 added, 0 changed, 0 removed.\n"


def test_a_directory_that_cannot_be_read_is_refused_with_what_is_wrong(app: Flask, tmp_path: Path) -> None:
    runner = app.test_cli_runner()
    runner.invoke(args=["samples"])
    (tmp_path / "broken.json").write_text('{"services": [{"id": 1}]}')
    refused = runner.invoke(args=["directory-import", CENTRE, str(tmp_path / "broken.json")])
    assert (refused.exit_code, "services.0.id" in refused.output) == (1, True)
    (tmp_path / "no.json").write_text('{"services": NaN}')
    (tmp_path / "no.zip").write_bytes(b"PK")
    for name in ("no.json", "no.zip", ""):
        refused = runner.invoke(args=["directory-import", CENTRE, str(tmp_path / name)])
        assert (refused.exit_code, "_schema" in refused.output) == (1, True)
    nobody = runner.invoke(args=["directory-import", "Nobody", str(tmp_path / "no.json")])
    assert "There is no organisation named Nobody" in nobody.output
