"""What strangers may cause: a message to a phone or an e-mail that they type, and that may be anybody's.

Each such message costs money and may be unwelcome, so a day has a limit for each address that is written to, and for
each network that asks. Only what is done counts, so both are counted in its transaction, always in this order.
"""

from sqlalchemy.orm import Session

from shared.contracts.parts import Contact
from shared.errors import TooMany, _
from shared.web.served import talka
from shared.web.transactions import Limited, spend_within

DAY = 24 * 3600
TO_CONTACT = Limited("strangers-contact", most=10, seconds=DAY, field="contact", within=True)
LIMITS = (TO_CONTACT,)
"""For the routes that count such messages, so that their description says 429."""


class WrittenTooOften(TooMany):
    """Another message to this address, or for whoever asks from here, has to wait until tomorrow."""

    code = "written-too-often"
    title = _(
        "So much has been asked today for this phone or e-mail, or from this connection, that we take no more. "
        "Call the organisation, which can do it for you, or try again tomorrow."
    )


def spend_message(session: Session, *contacts: Contact) -> None:
    """Count a message that whoever asks causes to each address; who is only called counts for nothing.

    The addresses are counted in their order, so that two who name the same ones wait for each other in one direction.
    `TALKA_STRANGERS_A_DAY` is how many one network may cause, 0 for any number. Raises WrittenTooOften, with which the
    transaction has to end.
    """
    named = ({"sms": contact.phone, "email": contact.email}.get(contact.channel) for contact in contacts)
    addresses = sorted({address for address in named if address})
    most = talka().service.settings.strangers_a_day
    try:
        for address in addresses:
            spend_within(session, TO_CONTACT, address)
        for _address in addresses if most else ():
            spend_within(session, Limited("strangers-network", most=most, seconds=DAY), None)
    except TooMany as many:
        raise WrittenTooOften(retry_after=many.retry_after) from many
