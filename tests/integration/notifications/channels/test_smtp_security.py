"""Mail over TLS and with a password: certificates are checked, and a wrong password can be mended."""

import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from uuid_utils.compat import uuid7

from services.notifications.channels.domain.gateway import Accepted, Outcome, OutgoingMail, Retry
from services.notifications.channels.gateways.smtp import SmtpGateway
from shared.settings import Smtp
from tests.support.machine import free_port

USER, PASSWORD = "talka", "right"
MAIL = OutgoingMail(uuid7(), "ona@example.lt", "Labas", "Sveiki,", "lt")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for localhost with its key, which nobody trusts yet."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this machine trust the certificate."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


class Busy:
    """Accepts everything, or nobody for the moment."""

    def __init__(self, answer: str = "250 OK") -> None:
        self.answer = answer

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.answer


def login(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: object) -> AuthResult:
    assert isinstance(given, LoginPassword)
    return AuthResult(success=given.password == PASSWORD.encode(), handled=False)


@contextmanager
def served(certificate: Path, security: str) -> Iterator[int]:
    """A server that wants TLS in this way and a password, on a port of its own."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    port = free_port()
    tls = {"ssl_context": context} if security == "tls" else {"tls_context": context, "require_starttls": True}
    controller = Controller(
        Busy(),
        hostname="127.0.0.1",
        port=port,
        server_hostname="localhost",
        authenticator=login,
        auth_required=security == "starttls",
        auth_require_tls=security == "starttls",
        **tls,
    )
    controller.start()
    yield port
    controller.stop()


def send(port: int, security: str, password: str = PASSWORD, user: str = USER) -> Outcome:
    settings = Smtp(
        host="localhost", port=port, security=security, user=user, password=password, sender="talka@talka.test"
    )
    with closing(SmtpGateway(settings, "Talka", connections=1)) as gateway:
        return gateway.send(MAIL)


@pytest.mark.usefixtures("trusted")
def test_a_mail_goes_over_tls_with_the_right_password(certificate: Path) -> None:
    with served(certificate, "starttls") as port:
        assert isinstance(send(port, "starttls"), Accepted)
        outcome = send(port, "starttls", password="wrong")
        assert isinstance(outcome, Retry)
        assert "SMTPAuthenticationError" in outcome.detail
    with served(certificate, "tls") as port:
        assert isinstance(send(port, "tls", user=""), Accepted)


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_server_whose_certificate_nobody_knows_gets_no_mail(certificate: Path, security: str) -> None:
    with served(certificate, security) as port:
        outcome = send(port, security)
    assert isinstance(outcome, Retry)
    assert "CERTIFICATE_VERIFY_FAILED" in outcome.detail


def test_a_server_that_is_closing_is_tried_later_on_a_new_line() -> None:
    controller = Controller(Busy("421 4.3.2 Going down"), hostname="127.0.0.1", port=free_port())
    controller.start()
    settings = Smtp(
        host="127.0.0.1", port=controller.port, security="none", user="", password="", sender="talka@talka.test"
    )
    with closing(SmtpGateway(settings, "Talka", connections=1)) as gateway:
        outcome = gateway.send(MAIL)
        assert isinstance(outcome, Retry)
        assert outcome.detail.startswith("421")
        controller.handler.answer = "250 OK"
        assert isinstance(gateway.send(MAIL), Accepted)
    controller.stop()
