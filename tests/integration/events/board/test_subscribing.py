"""News by e-mail: nobody gets any who has not asked for it, and nobody misses any."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from services.events.board import operations
from services.events.board.domain import DIGEST, LAPSES, SubscriptionIsOver, SubscriptionLinks
from shared.contracts.events import DigestDue, SubscriptionAsked
from shared.database import Database
from shared.messaging.worker import Service, process_due
from tests.support.factories.board import a_post
from tests.support.factories.events import Worker
from tests.support.ledger import told
from tests.support.visitor import Visitor

OLENA = {"email": "Olena@Example.com", "language": "uk", "categories": ["jobs", "integration"]}


@pytest.fixture
def service(app: Flask) -> Service:
    found: Service = app.extensions["talka"].service
    return found


@pytest.fixture
def links(service: Service) -> SubscriptionLinks:
    return SubscriptionLinks(service.settings.secret_key, service.settings.public_url)


def asked(database: Database, links: SubscriptionLinks, **facts: object) -> str:
    """The token of the link that was sent."""
    with database.transaction() as session:
        operations.ask_for_news(session, links, **OLENA | facts)  # type: ignore[arg-type]
        link: str = told(session, "events.board.subscription_asked")[-1].link
    return link.rsplit("/", 1)[-1]


def confirmed(database: Database, links: SubscriptionLinks, **facts: object) -> None:
    token = asked(database, links, **facts)
    with database.transaction() as session:
        operations.confirm_subscription(session, token)


def rows(session: Session) -> list[tuple[str, bool]]:
    found = session.execute(text("SELECT email, confirmed_at IS NOT NULL FROM board_subscriptions ORDER BY id"))
    return [(email, proved) for email, proved in found]


def kinds_due(session: Session) -> list[str]:
    return list(session.scalars(text("SELECT kind FROM due WHERE kind LIKE 'board_%' AND kind <> 'board_post_ends'")))


def monday(service: Service) -> list[DigestDue]:
    """It is Monday; the news that goes out. What was written before counts as some minutes old."""
    with service.database.transaction() as session:
        session.execute(text("UPDATE due SET due_at = now() WHERE kind = :kind"), {"kind": DIGEST})
        session.execute(text("UPDATE posts SET appears_at = appears_at - interval '2 minutes'"))
        session.execute(text("UPDATE board_subscriptions SET told_until = told_until - interval '2 minutes'"))
        before = len(told(session, "events.board.digest_due"))
    process_due(service)
    with service.database.transaction() as session:
        return told(session, "events.board.digest_due")[before:]


def test_an_address_gets_news_after_it_was_proved_and_is_forgotten_when_it_is_stopped(
    app: Flask, service: Service, worker: Worker
) -> None:
    visitor = Visitor(app, lang="en").open("/board/subscribe?lang=en")
    visitor.send("/board/subscribe", **OLENA)
    assert "Look into your mailbox" in visitor.text
    with service.database.transaction() as session:
        a_post(session, worker)
        (message,) = told(session, "events.board.subscription_asked")
    assert isinstance(message, SubscriptionAsked)
    assert (message.contact.email, message.contact.language, message.contact.any_hour) == (
        "olena@example.com",
        "uk",
        True,
    )
    assert monday(service) == []
    path = message.link.removeprefix("http://talka.test")
    visitor.open(path).send(path)
    assert "The first letter comes on the next Monday" in visitor.text
    assert "This is confirmed already." in visitor.open(path).text
    with service.database.transaction() as session:
        a_post(session, worker, category="jobs")
        a_post(session, worker, category="living")
    (digest,) = monday(service)
    assert [post.title for post in digest.posts] == [post_title()]
    with service.database.reading() as session:  # for evidence, and nobody's
        counted = session.execute(text("SELECT organisation_id, language FROM board_digests")).all()
        assert counted == [(next(iter(worker.roles)), "uk")]
    stop = digest.stop_link.removeprefix("http://talka.test")
    with service.database.reading() as session:
        assert rows(session) == [("olena@example.com", True)]  # looking changes nothing
    visitor.open(stop).send(stop)
    assert "have forgotten the address" in visitor.text
    assert visitor.open(stop).status == 410
    with service.database.reading() as session:
        assert (rows(session), kinds_due(session)) == ([], [])


def post_title() -> dict[str, str]:
    return {"lt": "Nemokami lietuvių kalbos kursai", "uk": "Безкоштовні курси литовської"}


def test_each_post_is_told_once_and_nothing_in_a_week_without_news(
    service: Service, links: SubscriptionLinks, worker: Worker
) -> None:
    confirmed(service.database, links)
    with service.database.transaction() as session:
        ids = [a_post(session, worker), a_post(session, worker, category="jobs")]
    (digest,) = monday(service)
    assert [post.link for post in digest.posts] == [f"http://talka.test/board/{id_}?lang=uk" for id_ in reversed(ids)]
    assert monday(service) == []
    with service.database.reading() as session:
        assert session.scalar(text("SELECT digests FROM board_subscriptions")) == 1
        assert kinds_due(session) == [DIGEST]


def test_what_is_written_while_a_digest_is_made_stands_in_the_next(
    service: Service, links: SubscriptionLinks, worker: Worker
) -> None:
    confirmed(service.database, links)
    with service.database.transaction() as writing:
        a_post(writing, worker)
        with service.database.transaction() as session:
            (id_,) = session.scalars(text("SELECT id FROM board_subscriptions")).all()
            operations.send_digest(session, links, id_)
    assert len(monday(service)) == 1


def test_who_is_asked_for_by_somebody_else_is_forgotten(service: Service, links: SubscriptionLinks) -> None:
    token = asked(service.database, links)
    with service.database.transaction() as session:
        session.execute(text("UPDATE due SET due_at = now() WHERE kind = :kind"), {"kind": LAPSES})
    process_due(service)
    with service.database.transaction() as session:
        assert rows(session) == []
        with pytest.raises(SubscriptionIsOver):
            operations.confirm_subscription(session, token)


def test_a_second_wish_takes_the_place_of_the_first(service: Service, links: SubscriptionLinks, worker: Worker) -> None:
    confirmed(service.database, links)
    with service.database.transaction() as session:
        a_post(session, worker)
    tokens = [asked(service.database, links, categories=["integration"]) for _time in range(2)]
    for _time in range(2):
        with service.database.transaction() as session:
            operations.confirm_subscription(session, tokens[0])
    with service.database.reading() as session:
        assert (rows(session), kinds_due(session)) == ([("olena@example.com", True)], [DIGEST])
    assert len(monday(service)) == 1  # what the first was still to be told


def test_two_links_opened_at_once_leave_one_subscription(service: Service, links: SubscriptionLinks) -> None:
    tokens = [asked(service.database, links) for _time in range(2)]

    def confirm(token: str) -> bool:
        try:
            with service.database.transaction() as session:
                operations.confirm_subscription(session, token)
        except SubscriptionIsOver:
            return False
        return True

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(confirm, tokens)) == [False, True]
    with service.database.reading() as session:
        assert rows(session) == [("olena@example.com", True)]


def test_a_digest_of_nobody_and_a_forged_link_do_nothing(service: Service, links: SubscriptionLinks) -> None:
    with service.database.transaction() as session:
        operations.send_digest(session, links, UUID(int=1))
        operations.stop_subscription(session, "forged")
        assert told(session, "events.board") == []


def test_a_wrong_address_and_no_topic_are_said_and_too_many_letters_are_refused(app: Flask) -> None:
    visitor = Visitor(app, lang="en").open("/board/subscribe?lang=en")
    for wrong, said in (
        ({"email": "olena"}, "This is not an e-mail address we can write to."),
        ({"categories": ""}, "Please fill this in."),
    ):
        visitor.send("/board/subscribe", **OLENA | wrong)
        assert (visitor.status, said in visitor.text) == (422, True)
    for _time in range(4):
        visitor.open("/board/subscribe").send("/board/subscribe", **OLENA)
    assert visitor.status == 429
    assert Visitor(app).open("/board/confirm/forged").status == 410
