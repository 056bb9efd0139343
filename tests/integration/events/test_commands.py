"""What whoever runs the server can do from the command line."""

from flask import Flask

from tests.support.visitor import Visitor


def test_samples_are_loaded_once_and_an_owner_gets_a_link_that_works(app: Flask) -> None:
    runner = app.test_cli_runner()
    assert runner.invoke(args=["samples"]).output == "kaisiadorys: loaded\nrokiskis: loaded\n"
    assert "is there already" in runner.invoke(args=["samples"]).output
    link = runner.invoke(args=["sign-in-link", "rasa@kaisiadorys.example"]).output.strip()
    path = link.removeprefix("http://talka.test")
    browser = Visitor(app).open(path).send(path)
    assert (browser.status, browser.address) == (200, "/organise/")


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
