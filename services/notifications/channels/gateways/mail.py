"""A mail as bytes: plain text, the same as HTML, and the calendar entry, with the headers every mail of ours has."""

import html
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr

from services.notifications.channels.domain.gateway import CalendarEntry, OutgoingMail
from services.notifications.channels.domain.links import split_links
from shared.languages import direction, gettext, using

POLICY = SMTP.clone(cte_type="7bit")
"""CRLF everywhere, also inside encoded calendars, and nothing that would need 8BITMIME."""


def build(mail: OutgoingMail, sender: str, sender_name: str) -> EmailMessage:
    """The whole mail; built again for another try it has the same Message-ID.

    Order of parts: text, HTML and calendar as alternatives; the calendar once more as a file, as some need it.
    """
    message = EmailMessage(policy=POLICY)
    message["From"] = formataddr((sender_name, sender))
    message["To"] = Address(addr_spec=mail.to)
    message["Subject"] = " ".join(mail.subject.split())
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = f"<{mail.message_id}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    if mail.unsubscribe_url:
        message["List-Unsubscribe"] = f"<{mail.unsubscribe_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    body = mail.body + _footer(mail)
    message.set_content(body)
    message.add_alternative(as_html(mail, body), subtype="html")
    if mail.calendar:
        _add_calendar(message, mail.calendar)
    message["Content-Language"] = (
        mail.language
    )  # last, since a mail that gets parts hands its Content headers to the first
    return message


def _footer(mail: OutgoingMail) -> str:
    if mail.unsubscribe_url is None:
        return ""
    with using(mail.language):
        return "\n\n-- \n" + gettext("No more e-mails from us:") + f"\n{mail.unsubscribe_url}"


def _add_calendar(message: EmailMessage, entry: CalendarEntry) -> None:
    message.add_alternative(entry.ics, maintype="text", subtype="calendar", params={"method": entry.method})
    *_, part = message.iter_parts()
    part.set_param("charset", "UTF-8")
    message.add_attachment(entry.ics, maintype="application", subtype="ics", filename="invite.ics")


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
