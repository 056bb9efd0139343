"""The board's pages, without a script."""

import re
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import text

from services.events.board import operations
from shared.database import Database
from tests.integration.events.conftest import token_of
from tests.support.factories.board import a_partner, a_post, new_post
from tests.support.factories.events import Worker
from tests.support.statements import counted
from tests.support.visitor import Visitor


def typed(**facts: object) -> dict[str, object]:
    """A post as it is typed into the form."""
    days = {name: new_post()[name].isoformat() for name in ("from_on", "until_on")}
    return {"category": "jobs", "title_lt": "Ieškome pakuotojų", "body_lt": "Dviem pamainomis.", **days} | facts


@pytest.fixture
def lead(app: Flask, worker: Worker) -> Visitor:
    return Visitor(app, lang="en", talka_staff=token_of(worker))


@pytest.fixture
def partner(app: Flask, database: Database, worker: Worker) -> tuple[Visitor, Worker]:
    with database.transaction() as session:
        somebody = a_partner(session, worker)
    return Visitor(app, lang="en", talka_staff=token_of(somebody)), somebody


def posted(database: Database, worker: Worker, **facts: object) -> UUID:
    with database.transaction() as session:
        return a_post(session, worker, **facts)


def test_news_goes_from_a_partner_by_the_lead_to_everybody(
    app: Flask, lead: Visitor, partner: tuple[Visitor, Worker]
) -> None:
    writer, somebody = partner
    (organisation_id,) = somebody.roles
    writer.open("/organise/board/new")
    writer.send("/organise/board/", organisation_id=str(organisation_id), send="true", **typed())
    assert "The lead of your project reads it first." in writer.text
    address = writer.address
    assert "Ieškome pakuotojų" not in Visitor(app).open("/board/").text
    assert "Waiting for you Ieškome pakuotojų" in lead.open("/organise/board/").text
    lead.open(address).send(f"{address}/send-back")
    assert (lead.status, "Please fill this in." in lead.text) == (422, True)
    lead.send(f"{address}/send-back", reason="Kur skambinti?")
    assert "Sent back." in lead.text
    assert "Kur skambinti?" in writer.open(address).text
    writer.open(f"{address}/edit").send(f"{address}/edit", send="true", **typed(body_lt="Skambinkite 8 600 00000."))
    lead.open(address).send(f"{address}/approve")
    assert "Approved." in lead.text
    assert "Skambinkite 8 600 00000." in Visitor(app).open("/board/").text


def test_what_the_lead_approves_is_what_they_have_read(lead: Visitor, partner: tuple[Visitor, Worker]) -> None:
    writer, somebody = partner
    (organisation_id,) = somebody.roles
    writer.open("/organise/board/new")
    writer.send("/organise/board/", organisation_id=str(organisation_id), send="true", **typed())
    address = writer.address
    lead.open(address)
    writer.open(f"{address}/edit").send(f"{address}/edit", send="true", **typed(body_lt="Kitas tekstas."))
    lead.send(f"{address}/approve")
    assert (lead.status, "Somebody else has changed this meanwhile." in lead.text) == (409, True)
    assert "Kitas tekstas." in lead.text


def test_two_editors_keep_what_they_typed(lead: Visitor, database: Database, worker: Worker) -> None:
    address = f"/organise/board/{posted(database, worker)}"
    lead.open(f"{address}/edit")
    page = lead.page
    lead.send(f"{address}/edit", send="true", **typed())
    lead.page = page
    lead.send(f"{address}/edit", send="true", nonce="another-form-of-the-same-page", **typed(title_lt="Mano žodžiai"))
    assert lead.status == 409
    assert "Somebody else has changed this meanwhile." in lead.text
    assert 'value="Mano žodžiai"' in lead.page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title_lt": ""}, "Write it in at least one language."),
        ({"until_on": "2020-01-01"}, "The last day cannot be before the first one."),
        ({"body_uk": "Дві зміни."}, "Give this text a title too."),
        ({"link": "javascript:alert(1)"}, "This is not a web address."),
        ({"category": "gossip"}, "Choose one of"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(
    lead: Visitor, database: Database, organisation_id: str, wrong: dict[str, str], said: str
) -> None:
    lead.open("/organise/board/new")
    lead.send("/organise/board/", organisation_id=organisation_id, **typed(**wrong))
    assert (lead.status, said in lead.text) == (422, True)
    with database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM posts")) == 0


def test_all_that_is_wrong_is_said_at_once(lead: Visitor, organisation_id: str) -> None:
    wrong = {"category": "", "title_lt": "", "until_on": ""}
    lead.open("/organise/board/new").send("/organise/board/", organisation_id=organisation_id, **typed(**wrong))
    assert re.findall(r'<li><a href="#(\w+)">', lead.page) == ["category", "title_lt", "until_on"]
    untitled = {"category": "", "body_uk": "Дві зміни.", "body_ru": "Две смены."}
    lead.open("/organise/board/new").send("/organise/board/", organisation_id=organisation_id, **typed(**untitled))
    assert re.findall(r'<li><a href="#(\w+)">', lead.page) == ["category", "title_uk", "title_ru"]


def test_a_form_sent_twice_makes_one_post(lead: Visitor, database: Database, organisation_id: str) -> None:
    lead.open("/organise/board/new")
    page = lead.page
    for _time in range(2):
        lead.page = page
        lead.send("/organise/board/", organisation_id=organisation_id, send="true", **typed())
    with database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM posts")) == 1


def test_a_post_is_renewed_and_withdrawn_by_a_button(lead: Visitor, database: Database, worker: Worker) -> None:
    address = f"/organise/board/{posted(database, worker)}"
    assert "Renewed" in lead.open(address).send(f"{address}/renew").text
    assert "Withdrawn" in lead.open(address).send(f"{address}/withdraw").text
    assert lead.send(f"{address}/renew", version="3", nonce="a-form-that-was-still-open").status == 409
    assert "Send" in lead.open(f"{address}/edit").text


def test_the_list_is_narrowed_and_says_which_language_it_falls_back_to(
    app: Flask, database: Database, worker: Worker
) -> None:
    posted(database, worker)
    posted(
        database, worker, category="jobs", area="Kaišiadorys", title={"lt": "Darbas", "ar": "عمل"}, machine_made=["ar"]
    )
    visitor = Visitor(app, lang="uk").open("/board/?lang=uk")
    assert ("Безкоштовні" in visitor.text, 'lang="lt" dir="ltr">Darbas' in visitor.page) == (True, True)
    for query, first, second in (
        ("category=jobs", False, True),
        ("area=Kaunas", True, False),
        ("spoken=ar", False, True),
        ("category=gossip&spoken=xx", True, True),
    ):
        visitor.open(f"/board/?lang=uk&{query}")
        assert ("Безкоштовні" in visitor.text, "Darbas" in visitor.text) == (first, second)
    assert "Translated by machine" not in Visitor(app, lang="en").open("/board/").text
    arabic = Visitor(app).open("/board/?lang=ar")
    assert arabic.page.count('class="badge bad"') == 1


def test_news_for_two_places_is_found_by_each_however_it_is_written(
    app: Flask, database: Database, worker: Worker
) -> None:
    posted(database, worker, area="Šilai, Žiobiškis")
    posted(database, worker, area="žiobiškis ,", title={"lt": "Mugė"})
    visitor = Visitor(app).open("/board/?lang=lt")
    assert [name for name in ("Šilai", "Žiobiškis", "Šilai, Žiobiškis") if f'value="{name}"' in visitor.page] == [
        "Šilai",
        "Žiobiškis",
    ]
    for area, first, second in (("silai", True, False), ("ŽIOBIŠKIS", True, True), ("Kaunas", False, False)):
        visitor.open(f"/board/?lang=lt&area={area}")
        assert ("lietuvių kalbos" in visitor.text, "Mugė" in visitor.text) == (first, second), area


def test_what_is_over_or_never_was_has_a_page_that_says_so(app: Flask, database: Database, worker: Worker) -> None:
    post_id, draft = posted(database, worker), posted(database, worker, send=False)
    visitor = Visitor(app, lang="en").open(f"/board/{post_id}")
    assert (visitor.status, "Knygų nereikia." in visitor.text) == (200, True)
    with database.transaction() as session:
        operations.withdraw_post(session, worker, post_id, 1)
    assert "This news is over" in visitor.open(f"/board/{post_id}").text
    assert (visitor.status, visitor.open(f"/board/{draft}").status) == (410, 404)


def test_the_line_for_another_site_can_be_copied_as_it_stands(app: Flask) -> None:
    visitor = Visitor(app, lang="en").open("/board/widget?show=board&in=ar")
    line = (
        '<script src="http://talka.test/widget/v1.js" data-show="board" data-lang="ar" data-count="5" async></script>'
    )
    assert (visitor.status, line in visitor.text) == (200, True)
    assert 'data-show="programme" data-lang="en"' in visitor.open("/board/widget?show=people&in=xx").text


def test_the_list_goes_on_and_asks_the_database_no_more_for_more(
    app: Flask, lead: Visitor, database: Database, worker: Worker
) -> None:
    asked = []
    for many in (1, 22):
        with database.transaction() as session:
            ids = [a_post(session, worker, title={"lt": f"Žinia {number}."}) for number in range(many)]
        for visitor, path in (
            (Visitor(app), "/board/"),
            (lead, "/organise/board/"),
            (Visitor(app), f"/board/{ids[0]}"),
        ):
            with counted(database.engine) as seen:
                assert visitor.open(path).status == 200
            asked.append(len(seen))
    assert asked[:3] == asked[3:]
    visitor = Visitor(app, lang="en").open("/board/")
    assert "Older news" in visitor.text
    address = visitor.page.split('href="?after=')[1].split('"')[0]
    assert "Žinia 0." in visitor.open(f"/board/?after={address}").text


def test_readers_see_which_text_may_be_older_until_its_writer_has_compared_it(
    app: Flask, lead: Visitor, database: Database, worker: Worker
) -> None:
    post_id = posted(database, worker, title={"lt": "Darbas", "uk": "Робота"}, body={})
    edit, ukrainian = f"/organise/board/{post_id}/edit", Visitor(app, lang="uk")
    assert "compared with the Lithuanian" not in lead.open(edit).text
    lead.send(edit, send="true", **typed(title_lt="Kitas darbas", title_uk="Робота", body_lt=""))
    assert "Older than the Lithuanian text, to be checked: Українська" in lead.text
    surfaces = ("/board/", f"/board/{post_id}", "/board/feed.json", "/kiosk/uk/news")
    mark = "Можливо, старіший текст"
    assert [ukrainian.open(f"{path}?lang=uk").page.count(mark) for path in surfaces] == [1, 1, 1, 1]
    assert mark not in Visitor(app, lang="lt").open("/board/?lang=lt").text
    assert "Українська to be checked" in lead.open(edit).text
    lead.send(edit, send="true", checked="uk", **typed(title_lt="Kitas darbas", title_uk="Робота", body_lt=""))
    assert "Older than" not in lead.text
    assert [ukrainian.open(f"{path}?lang=uk").page.count(mark) for path in surfaces] == [0] * 4
