"""The menu leads where it says, for every role, also to the pages that volunteers has for organisers."""

from flask import Flask

from tests.support.menu import followed, marked
from tests.support.visitor import Visitor


def test_every_offered_task_opens_and_is_of_the_organisers_part(app: Flask) -> None:
    there = [("/volunteer/requests/", 200, ["/organise/"])]
    assert followed(app, "/volunteer/", "/volunteer/requests/") == {
        "owner": there,
        "organiser": there,
        "social_worker": there,
        "check_in": [],
    }


def test_a_page_of_the_volunteers_marks_their_part(app: Flask) -> None:
    assert marked(Visitor(app).open("/volunteer/").page) == ["/volunteer/"]
