"""Pages about messages have a way out of one's sign-in, as all others have."""

from collections.abc import Callable

from flask.testing import FlaskClient
from uuid_utils.compat import uuid7

from tests.support.visitor import hidden

Bearer = Callable[..., dict[str, str]]


def test_one_signs_out_on_a_page_about_messages(client: FlaskClient, staff_of: Bearer) -> None:
    client.set_cookie("talka_staff", staff_of(uuid7())["Authorization"].removeprefix("Bearer "))
    page = client.get("/messages/events/?lang=en").text
    assert "Sign out" in page
    address, fields = hidden(page, "/messages/sign-out")
    assert client.post(address, data=fields).headers["Location"] == "/"
    assert client.get_cookie("talka_staff") is None
    assert client.get("/messages/events/?lang=en").status_code == 401
