"""The menus lead where they say, for every role, and each page says which part it is of."""

import pytest
from flask import Flask

from shared.database import Database
from tests.support.factories.board import a_post
from tests.support.factories.events import Worker
from tests.support.factories.mediation import a_kept_service
from tests.support.menu import followed, marked
from tests.support.visitor import Visitor


def test_every_offered_task_opens_and_is_of_the_organisers_part(app: Flask) -> None:
    opened = followed(app, "/organise/", "/organise/")
    assert [len(opened[role]) for role in ("owner", "organiser", "social_worker", "check_in")] == [10, 9, 8, 2]
    wrong = [(role, one) for role, all_ in opened.items() for one in all_ if one[1:] != (200, ["/organise/"])]
    assert wrong == []


@pytest.mark.parametrize("signed_in", [True, False])
def test_a_page_of_the_directory_or_the_board_marks_its_own_part(
    app: Flask, staff: Visitor, database: Database, worker: Worker, *, signed_in: bool
) -> None:
    with database.transaction() as session:
        service_id, post_id = a_kept_service(session, worker), a_post(session, worker)
    visitor = staff if signed_in else Visitor(app)
    for part, pages in (
        ("/directory/", ("", f"services/{service_id}", f"services/{service_id}/help", f"services/{service_id}/report")),
        ("/board/", ("", str(post_id), "subscribe", "widget")),
        ("/", ("", "find")),
    ):
        for path in pages:
            visitor.open(part + path)
            assert (part + path, visitor.status, marked(visitor.page)) == (part + path, 200, [part])
