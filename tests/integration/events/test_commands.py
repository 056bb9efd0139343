"""What whoever runs the server can do from the command line."""

from flask import Flask

from tests.support.browser import Visitor


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
