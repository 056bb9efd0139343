"""What people outside the stack really receive: texts at Kannel's fake phone, mails in the catch-all mailbox.

A text or mail says by its words which template it was made of, in which language; nothing else is asked.
"""

import imaplib
import logging
import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from functools import cache

from deploy.embedded.demo.client import Client
from deploy.embedded.demo.mailbox import Arrived, Mailbox
from deploy.embedded.demo.organiser import Organiser
from deploy.embedded.demo.stage import Stage
from tests.support.handset import texts
from tests.support.stack import ADDRESS, ROOT, Stack

TEMPLATES = ROOT / "services/notifications/templates/texts"
IMAP_PORT = 8483
LOOKS = 20
VALUE = re.compile(r"\{[a-z]+\}|\n")


@dataclass(frozen=True)
class Wording:
    """What a message says besides the values put in."""

    purpose: str
    language: str
    fragments: tuple[str, ...]

    def likeness(self, text: str) -> int:
        """How many letters of it stand in the text, in order; none if it does not begin like it."""
        found, at = 0, 0
        for fragment in self.fragments:
            place = text.find(fragment, at)
            if place >= 0:
                found, at = found + len(fragment), place + len(fragment)
            elif not found:
                return 0
        return found


@cache
def wordings(field: str) -> tuple[Wording, ...]:
    """Of every template, in every language."""
    files = {path.stem: tomllib.loads(path.read_text()) for path in sorted(TEMPLATES.glob("*.toml"))}
    return tuple(
        Wording(purpose, language, tuple(filter(None, map(bare, VALUE.split(text[field])))))
        for purpose, languages in files.items()
        for language, text in languages.items()
        if language != "version"
    )


def bare(text: str) -> str:
    """Without spaces and the marks of letters, which an SMS may leave out."""
    letters = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter) and not letter.isspace())


def recognised(text: str, field: str) -> Wording:
    """The template that the text was made of; texts of two purposes that say the same count as the first one's."""
    plain = bare(text)
    return max(wordings(field), key=lambda wording: wording.likeness(plain))


class Outside(Mailbox):
    """Every phone and mailbox, in place of the built-in ones that the story looks into."""

    def __init__(self, client: Client, stack: Stack) -> None:
        super().__init__(client)
        self._stack = stack
        self._mails: dict[str, list[Arrived]] = {}
        self._seen = 0

    def at(self, address: str) -> list[Arrived]:
        """What arrived there."""
        return self._texts(address) if address.startswith("+") else self._mails_at(address)

    def text_back(self, phone: str, text: str) -> None:
        """Send a text from this phone."""
        self._stack.execute("handset", "sh", "/usr/local/bin/text", phone, text)

    def _texts(self, phone: str) -> list[Arrived]:
        log = self._stack.log("handset")
        return [
            _arrived("sms", sms.text, "sms", datetime.fromisoformat(sms.at)) for sms in texts(log) if sms.to == phone
        ]

    def _mails_at(self, address: str) -> list[Arrived]:
        return list(self.mails().get(address, []))

    def mails(self) -> Mapping[str, list[Arrived]]:
        """All that has arrived, by address; what is new is fetched, over one connection.

        The mailbox hangs up with a server bug of its own, at any command, when a mail comes meanwhile. What was
        fetched is kept, and a new connection fetches the rest.
        """
        for look in range(LOOKS):
            try:
                server = imaplib.IMAP4("127.0.0.1", IMAP_PORT, timeout=60)
                try:
                    self._fetch(server)
                finally:
                    server.shutdown()  # not LOGOUT, at which it may hang up, too, and the socket would stay open
            except imaplib.IMAP4.abort as hung_up:
                if look == LOOKS - 1:
                    raise
                logging.getLogger(__name__).warning("the mailbox hung up: %s", hung_up)
            else:
                break
        return self._mails

    def _fetch(self, server: imaplib.IMAP4) -> None:
        server.login("talka@example.org", "talka")
        server.select("INBOX", readonly=True)
        for number in server.search(None, "ALL")[1][0].split()[self._seen :]:
            mail = message_from_bytes(content(server.fetch(number, "(RFC822)")[1]), policy=policy.default)
            self._mails.setdefault(parseaddr(mail["To"])[1], []).append(_read(mail))
            self._seen += 1


def content(answered: Sequence[object]) -> bytes:
    """The mail in an answer to FETCH, which may tell of another mail's flags, too (RFC 9051, 7.5.2)."""
    (mail,) = (part[1] for part in answered if isinstance(part, tuple))
    return bytes(mail)


def _read(mail: EmailMessage) -> Arrived:
    body = mail.get_body(("plain",))
    assert body is not None
    entries = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    calendar = entries[0].get_content() if entries else ""
    text = body.get_content()
    return _arrived("email", text, "body", parsedate_to_datetime(mail["Date"]), calendar)


def _arrived(channel: str, text: str, field: str, at: datetime, calendar: str = "") -> Arrived:
    wording = recognised(text, field)
    return Arrived(
        message_id="",
        channel=channel,
        language=wording.language,
        purpose=wording.purpose,
        occasion_id=None,
        handed_over_at=at,
        milliseconds=0,
        body=text,
        calendar=calendar,
    )


class Town(Stage):
    """A stage whose people have phones and mailboxes outside the system."""

    def __init__(self, stack: Stack) -> None:
        super().__init__(ADDRESS, print)
        self.mailbox = Outside(self.client(), stack)
        self.organiser = Organiser(self.client("lt"), self.mailbox)
