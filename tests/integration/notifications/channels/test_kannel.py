"""SMS through a real Kannel to a handset and back: texts, receipts, replies."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from urllib.parse import quote_plus

import pytest
from uuid_utils.compat import uuid7
from werkzeug.serving import make_server

from services.notifications.channels.domain.gateway import Accepted, OutgoingSms, Refused, Retry, Uncertain
from services.notifications.channels.gateways.kannel import KannelGateway
from services.notifications.recipients.domain import Purpose
from services.notifications.templates.domain.sms import compose, measure
from shared.settings import Kannel as KannelSettings
from tests.support.eventually import eventually
from tests.support.factories.notifications import PHONE, Event, NewTown, Town, by_sms, kannel_settings, web_side
from tests.support.kannel import Kannel
from tests.support.machine import free_port

NewKannel = Callable[[str], Kannel]


def settings(url: str, port: int = 1, **more: str) -> KannelSettings:
    known = {"user": "talka", "password": "talka", "sender": "1234", "callback_secret": "x" * 32}
    return KannelSettings(url=url, callback_url=f"http://127.0.0.1:{port}", **known | more)


def an_sms(text: str = "Labas, ąžuole", to: str = PHONE) -> OutgoingSms:
    return OutgoingSms(uuid7(), to, measure(text), datetime.now(UTC) + timedelta(hours=1))


@pytest.fixture
def kannel_town(new_town: NewTown, new_kannel: NewKannel) -> Iterator[tuple[Town, Kannel]]:
    """A town whose SMS go to a real Kannel, and whose web side Kannel can call."""
    port = free_port()
    secret = quote_plus(kannel_settings(port)["TALKA_KANNEL_CALLBACK_SECRET"])
    incoming = f"http://127.0.0.1:{port}/api/notifications/v1/texts"
    kannel = new_kannel(f"{incoming}?from=%p&text=%a&id=%I&charset=%C&secret={secret}")
    town = new_town(**kannel_settings(port, kannel.url))
    with web_side(town) as app:
        server = make_server("127.0.0.1", port, app, threaded=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield town, kannel
        server.shutdown()
        thread.join()
        server.server_close()
    for gateway in town.delivery._gateways.values():
        gateway.close()


def test_an_sms_reaches_the_handset_as_it_was_written_and_its_receipts_come_back(
    kannel_town: tuple[Town, Kannel],
) -> None:
    town, kannel = kannel_town
    event = Event(title={"lt": "Kultūrų pažinimas", "ar": "التعرف على الثقافات"})
    town.hear_event(event, event.published())
    town.hear(event.confirmed(contact=by_sms("ar")))
    assert town.send() == 1
    eventually(lambda: town.messages()[0].state == "delivered")
    (message,) = town.messages()
    eventually(lambda: [(sms.to, sms.parts) for sms in kannel.received()] == [(PHONE, message.parts)])
    (sms,) = kannel.received()
    assert "التعرف على الثقافات" in sms.text
    statuses = {row.status for row in town.rows("SELECT status FROM receipts")}
    assert statuses == {"accepted", "delivered"}


def test_a_text_from_a_handset_cancels_and_a_stop_stops(kannel_town: tuple[Town, Kannel]) -> None:
    town, kannel = kannel_town
    event = Event()
    town.hear_event(event, event.published())
    registered = event.confirmed()
    town.hear(registered)
    town.send()
    kannel.send(PHONE, "Ne!")
    eventually(lambda: town.do_all_due("follow_text"))
    assert town.published() == ["notifications.reply.received"]
    kannel.send(PHONE, "STOP")
    eventually(lambda: town.do_all_due("follow_text"))
    assert town.send() == 1
    assert town.messages()[-1].purpose == Purpose.STOP_CONFIRMED


@pytest.fixture
def gateway(new_kannel: NewKannel) -> Iterator[KannelGateway]:
    with closing(KannelGateway(settings(new_kannel("http://127.0.0.1:1/").url), connections=2)) as gateway:
        yield gateway


def test_a_gateway_that_refuses_a_text_is_not_asked_again(gateway: KannelGateway) -> None:
    assert isinstance(gateway.send(an_sms()), Accepted)
    assert isinstance(gateway.send(an_sms(to="")), Refused)
    assert isinstance(gateway.send(an_sms()), Accepted)


def test_a_password_that_is_wrong_can_be_mended_so_the_text_waits(new_kannel: NewKannel) -> None:
    with closing(KannelGateway(settings(new_kannel("http://127.0.0.1:1/").url, password="x"), 1)) as gateway:
        assert isinstance(gateway.send(an_sms()), Retry)


def test_every_character_an_sms_can_have_arrives(new_kannel: NewKannel) -> None:
    kannel = new_kannel("http://127.0.0.1:1/")
    texts = ["a" * 152 + "€" + "a" * 152, "Ąčęėįšųūž ĄČĘĖĮŠŲŪŽ", "{[]}~^|\\ @£$", "Привіт, це довгий текст. " * 4]
    with closing(KannelGateway(settings(kannel.url), 1)) as gateway:
        for text in texts:
            sms = compose(text, "uk", allowed_parts=6)
            assert isinstance(gateway.send(OutgoingSms(uuid7(), PHONE, sms, datetime.now(UTC))), Accepted)
    wanted = {text.strip(): measure(text.strip()).parts for text in texts}
    eventually(lambda: {sms.text.strip(): sms.parts for sms in kannel.received()} == wanted)  # they come part by part


def test_without_kannel_nothing_was_taken() -> None:
    gateway = KannelGateway(settings(f"http://127.0.0.1:{free_port()}/cgi-bin/sendsms"), connections=1)
    assert isinstance(gateway.send(an_sms()), Retry)


def test_a_line_that_breaks_after_the_request_is_a_doubt() -> None:
    port = free_port()
    with closing(_Silent(port)), closing(KannelGateway(settings(f"http://127.0.0.1:{port}/"), 1)) as gateway:
        assert isinstance(gateway.send(an_sms()), Uncertain)


def test_kannel_does_not_tell_what_became_of_a_text(gateway: KannelGateway) -> None:
    assert isinstance(gateway.look_up(uuid7()), Uncertain)


class _Silent:
    """Takes a request and hangs up."""

    def __init__(self, port: int) -> None:
        self._server = socket.create_server(("127.0.0.1", port))
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        connection, _ = self._server.accept()
        connection.recv(10_000)
        connection.close()

    def close(self) -> None:
        self._server.close()
