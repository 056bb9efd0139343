"""A mail as bytes: plain text, the same as HTML, and the calendar entry, with the headers every mail of ours has.

Put together by hand out of base64 parts: the standard library's EmailMessage takes 8 ms for such a mail, and ten
thousand people want to know today. What it would write is what the tests read back with it.
"""

import html
from base64 import encodebytes
from datetime import UTC, datetime
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from functools import lru_cache

from services.notifications.channels.domain.gateway import CalendarEntry, OutgoingMail
from services.notifications.channels.domain.links import split_links
from shared.languages import direction, gettext, using

_Part = tuple[str, bytes]
"""The headers of a part, each line ended, and its content."""


def build(mail: OutgoingMail, sender: str, sender_name: str) -> bytes:
    """The whole mail, one recipient, CRLF everywhere; built again for another try it has the same Message-ID.

    Order of parts: text, HTML and calendar as alternatives; the calendar once more as a file, as some need it.
    """
    body = mail.body + _footer(mail)
    parts = [_encoded("text/plain; charset=utf-8", body), _encoded("text/html; charset=utf-8", as_html(mail, body))]
    if mail.calendar:
        parts.append(_encoded(f"text/calendar; charset=UTF-8; method={mail.calendar.method}", mail.calendar.ics))
    content = _multipart("alternative", parts, mail.message_id.hex)
    if mail.calendar:
        content = _multipart("mixed", [content, _file(mail.calendar)], mail.message_id.hex)
    headers, encoded = content
    return (_headers(mail, sender, sender_name) + headers + "\r\n").encode("ascii") + encoded


def _headers(mail: OutgoingMail, sender: str, sender_name: str) -> str:
    """The mail's own headers; List-Unsubscribe stays on one line, as relays break folded ones."""
    lines = (
        _folded("From", formataddr((sender_name, sender)))
        + f"To: {mail.to}\r\n"
        + _folded("Subject", " ".join(mail.subject.split()))
        + f"Date: {format_datetime(datetime.now(UTC))}\r\n"
        + f"Message-ID: <{mail.message_id}@{sender.rpartition('@')[2]}>\r\n"
        + "MIME-Version: 1.0\r\nAuto-Submitted: auto-generated\r\n"
        + f"Content-Language: {mail.language}\r\n"
    )
    if mail.unsubscribe_url is None:
        return lines
    one_click = "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
    return f"{lines}List-Unsubscribe: <{mail.unsubscribe_url}>\r\n{one_click}"


@lru_cache(maxsize=4096)
def _folded(name: str, value: str) -> str:
    """A header encoded and folded by the standard library; many mails share theirs."""
    return str(SMTP.header_factory(name, value).fold(policy=SMTP))


def _encoded(kind: str, content: str | bytes) -> _Part:
    data = content.encode() if isinstance(content, str) else content
    headers = f"Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n"
    return headers, encodebytes(data).replace(b"\n", b"\r\n")


def _file(entry: CalendarEntry) -> _Part:
    headers, content = _encoded('application/ics; name="invite.ics"', entry.ics)
    return f'{headers}Content-Disposition: attachment; filename="invite.ics"\r\n', content


def _multipart(kind: str, parts: list[_Part], name: str) -> _Part:
    """Several parts as one. No line of base64 can look like the boundary, which has hyphens."""
    boundary = f"--{kind}-{name}"
    pieces = [f"--{boundary}\r\n{headers}\r\n".encode("ascii") + content for headers, content in parts]
    header = f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n'
    return header, b"".join(pieces) + f"--{boundary}--\r\n".encode("ascii")


def _footer(mail: OutgoingMail) -> str:
    if mail.unsubscribe_url is None:
        return ""
    with using(mail.language):
        return "\n\n-- \n" + gettext("No more e-mails from us:") + f"\n{mail.unsubscribe_url}"


def as_html(mail: OutgoingMail, body: str) -> str:
    """The text as a page of paragraphs with links that can be tapped, in the person's language and direction."""
    paragraphs = "\n".join(f"<p>{_paragraph(text)}</p>" for text in body.split("\n\n"))
    return (
        f'<!doctype html>\n<html lang="{mail.language}" dir="{direction(mail.language)}">\n'
        f'<head><meta charset="utf-8"><title>{html.escape(mail.subject)}</title></head>\n'
        f"<body>\n{paragraphs}\n</body>\n</html>\n"
    )


def _paragraph(text: str) -> str:
    """Escaped, with its line breaks, links made clickable."""
    pieces = (
        f'<a href="{html.escape(piece)}">{html.escape(piece)}</a>' if is_link else html.escape(piece)
        for piece, is_link in split_links(text)
    )
    return "".join(pieces).replace("\n", "<br>\n")
