"""What becomes of a mail, on a real server that behaves badly on demand."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import closing
from email.message import EmailMessage
from threading import Thread
from unittest.mock import patch
from uuid import UUID

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from icalendar import Calendar
from uuid_utils.compat import uuid7

from services.notifications.channels.domain.gateway import (
    Accepted,
    CalendarEntry,
    OutgoingMail,
    Refused,
    Retry,
    Uncertain,
)
from services.notifications.channels.gateways import smtp
from services.notifications.channels.gateways.smtp import SmtpGateway
from shared.settings import Smtp
from tests.support.machine import free_port
from tests.support.smtp import MailServer

ICS = Calendar()
ICS.add("prodid", "Talka")
ICS.add("version", "2.0")
ICS.add("method", "REQUEST")


def settings(port: int) -> Smtp:
    return Smtp(host="127.0.0.1", port=port, security="none", user="", password="", sender="talka@talka.test")


def a_mail(**facts: object) -> OutgoingMail:
    known: dict[str, object] = {
        "message_id": uuid7(),
        "to": "ona@example.lt",
        "subject": "Registracija patvirtinta: Kultūrų pažinimas",
        "body": "Sveiki,\n\nvisa eilutė.\n.taškas pradžioje\n\nhttps://talka.test/r/abc.",
        "language": "lt",
    }
    return OutgoingMail(**known | facts)  # type: ignore[arg-type] # facts override by name


@pytest.fixture(params=[False, True], ids=["command by command", "commands in a row"], autouse=True)
def pipelining(mail_server: MailServer, request: pytest.FixtureRequest) -> bool:
    mail_server.pipelining = request.param
    return mail_server.pipelining


@pytest.fixture
def gateway(mail_server: MailServer) -> Iterator[SmtpGateway]:
    with closing(SmtpGateway(settings(mail_server.port), "Talka", connections=4)) as gateway:
        yield gateway


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp, "TIMEOUT", 0.3)


def only(mails: list[EmailMessage]) -> EmailMessage:
    (mail,) = mails
    return mail


def part(mail: EmailMessage, kind: str) -> EmailMessage:
    return only([found for found in mail.walk() if found.get_content_type() == kind])


def test_a_mail_arrives_with_what_every_mail_of_ours_has(gateway: SmtpGateway, mail_server: MailServer) -> None:
    mail = a_mail()
    assert isinstance(gateway.send(mail), Accepted)
    got = only(mail_server.mails)
    assert got["Subject"] == mail.subject
    assert got["From"] == "Talka <talka@talka.test>"
    assert got["To"] == "ona@example.lt"
    assert got["Message-ID"] == f"<{mail.message_id}@talka.test>"
    assert got["Auto-Submitted"] == "auto-generated"
    assert got["Content-Language"] == "lt"
    assert part(got, "text/plain").get_content().replace("\r\n", "\n").strip() == mail.body
    html = part(got, "text/html").get_content()
    assert '<html lang="lt" dir="ltr">' in html
    assert '<a href="https://talka.test/r/abc">https://talka.test/r/abc</a>.' in html


def test_every_line_of_a_mail_ends_as_smtp_wants_even_inside_encoded_parts(
    gateway: SmtpGateway, mail_server: MailServer
) -> None:
    entry = CalendarEntry("REQUEST", ICS.to_ical())
    gateway.send(a_mail(calendar=entry, language="ar", body="مرحبًا،\n\nسطر ثانٍ"))
    got = only(mail_server.mails)
    assert part(got, "text/calendar").get_payload(decode=True) == ICS.to_ical()
    assert '<html lang="ar" dir="rtl">' in part(got, "text/html").get_content()


def test_a_calendar_entry_is_an_alternative_and_once_more_a_file(gateway: SmtpGateway, mail_server: MailServer) -> None:
    gateway.send(a_mail(calendar=CalendarEntry("CANCEL", ICS.to_ical())))
    got = only(mail_server.mails)
    assert got.get_content_type() == "multipart/mixed"
    alternatives, file = got.iter_parts()
    kinds = [found.get_content_type() for found in alternatives.iter_parts()]
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    calendar = part(got, "text/calendar")
    assert (calendar.get_param("method"), calendar.get_content_charset()) == ("CANCEL", "utf-8")
    assert (file.get_content_type(), file.get_filename()) == ("application/ics", "invite.ics")


def test_a_mail_that_can_be_stopped_says_how_in_one_line_and_by_one_click(
    gateway: SmtpGateway, mail_server: MailServer
) -> None:
    url = "https://talka.test/api/notifications/v1/unsubscribe/" + "x" * 43
    gateway.send(a_mail(unsubscribe_url=url))
    got = only(mail_server.mails)
    assert got["List-Unsubscribe"] == f"<{url}>"
    assert got["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert url in part(got, "text/plain").get_content()


def test_one_connection_serves_many_mails(gateway: SmtpGateway, mail_server: MailServer) -> None:
    with patch.object(gateway._kept, "_open", wraps=gateway._kept._open) as opened:
        for _ in range(20):
            assert isinstance(gateway.send(a_mail()), Accepted)
    assert opened.call_count == 1
    assert len(mail_server.mails) == 20


def test_a_connection_that_the_server_has_closed_is_not_used_again(
    gateway: SmtpGateway, mail_server: MailServer
) -> None:
    assert isinstance(gateway.send(a_mail()), Accepted)
    with gateway._kept.connection() as connection:
        connection.sock.close()  # type: ignore[union-attr] # it is open
        connection.sock = None
    assert isinstance(gateway.send(a_mail()), Accepted)


def test_a_line_that_breaks_after_the_mail_is_a_doubt_and_the_mail_is_there(
    gateway: SmtpGateway, mail_server: MailServer
) -> None:
    mail_server.behaviour = "drop"
    assert isinstance(gateway.send(a_mail()), Uncertain)
    assert len(mail_server.mails) == 1
    mail_server.behaviour = "accept"
    assert isinstance(gateway.send(a_mail()), Accepted)


@pytest.mark.usefixtures("impatient")
def test_an_answer_that_comes_too_late_is_a_doubt(mail_server: MailServer) -> None:
    mail_server.behaviour, mail_server.seconds = "slow", 1.5
    gateway = SmtpGateway(settings(mail_server.port), "Talka", connections=1)
    assert isinstance(gateway.send(a_mail()), Uncertain)


def test_a_server_that_asks_to_try_later_is_tried_later(gateway: SmtpGateway, mail_server: MailServer) -> None:
    mail_server.behaviour = "defer"
    outcome = gateway.send(a_mail())
    assert isinstance(outcome, Retry)
    assert "451" in outcome.detail
    mail_server.behaviour = "accept"
    assert isinstance(gateway.send(a_mail()), Accepted)


def test_a_person_whom_the_server_does_not_know_is_a_failure_and_the_line_stays(
    gateway: SmtpGateway, mail_server: MailServer
) -> None:
    mail_server.behaviour = "refuse"
    outcome = gateway.send(a_mail())
    assert isinstance(outcome, Refused)
    assert outcome.code == "550"
    mail_server.behaviour = "accept"
    assert isinstance(gateway.send(a_mail()), Accepted)


def test_without_a_server_nothing_was_taken() -> None:
    gateway = SmtpGateway(settings(free_port()), "Talka", connections=1)
    assert isinstance(gateway.send(a_mail()), Retry)


def test_a_mail_server_does_not_tell_what_became_of_a_mail(gateway: SmtpGateway) -> None:
    assert isinstance(gateway.look_up(UUID(int=1)), Uncertain)


def talk(listener: socket.socket, answers: list[bytes], heard: list[bytes]) -> None:
    """Greet one client and give it these answers, one to each packet it sends."""
    connection, _ = listener.accept()
    with connection:
        connection.sendall(b"220 here\r\n")
        for answer in answers:
            heard.append(connection.recv(65536))
            connection.sendall(answer)
        heard.append(connection.recv(65536))


def test_a_server_that_refuses_the_person_and_still_wants_the_mail_gets_none() -> None:
    heard: list[bytes] = []
    answers = [b"250-here\r\n250 PIPELINING\r\n", b"250 ok\r\n550 5.1.1 no such person\r\n354 go on\r\n"]
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Thread(target=talk, args=(listener, answers, heard))
        server.start()
        with closing(SmtpGateway(settings(listener.getsockname()[1]), "Talka", connections=1)) as gateway:
            outcome = gateway.send(a_mail())
        server.join()
    assert isinstance(outcome, Refused)
    assert outcome.code == "550"
    assert heard[1] == b"MAIL FROM:<talka@talka.test>\r\nRCPT TO:<ona@example.lt>\r\nDATA\r\n"
    assert heard[2] == b""  # we hung up


def test_a_line_that_breaks_between_the_answers_to_a_row_of_commands_is_no_doubt() -> None:
    heard: list[bytes] = []
    answers = [b"250-here\r\n250 PIPELINING\r\n", b"250 ok\r\n"]
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Thread(target=talk, args=(listener, [*answers, b""], heard), daemon=True)
        with closing(SmtpGateway(settings(listener.getsockname()[1]), "Talka", connections=1)) as gateway:
            server.start()
            with patch.object(smtp, "TIMEOUT", 0.3):
                assert isinstance(gateway.send(a_mail()), Retry)
        server.join()
    assert not any(b"Subject" in packet for packet in heard)


class HangingUp:
    """Greets, and hangs up when it is told who writes."""

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        assert isinstance(server.transport, asyncio.WriteTransport)
        server.transport.abort()
        return "250 OK"


def test_a_line_that_breaks_before_the_mail_is_on_it_is_no_doubt() -> None:
    controller = Controller(HangingUp(), hostname="127.0.0.1", port=free_port())
    controller.start()
    with closing(SmtpGateway(settings(controller.port), "Talka", connections=1)) as gateway:
        assert isinstance(gateway.send(a_mail()), Retry)
    controller.stop()
