"""What a text costs one group of its readers; nothing is written here, and nothing sent."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, and_, exists

from services.notifications.messages.domain.facts import Terms
from services.notifications.messages.domain.looking import Share, together
from services.notifications.messages.domain.wording import Prepared, write
from services.notifications.recipients.models import Recipient, Suppression
from shared.errors import Invalid
from shared.languages import spoken, text_for

SUPPRESSED = exists(Suppression.kind).where(
    and_(Suppression.address_hmac == Recipient.address_hmac, Suppression.channel == Recipient.channel)
)
"""Whether nothing is sent to the address."""


def is_foreign(words: Mapping[str, str], language: str) -> bool:
    """Whether this language's readers get the words in another; plain Lithuanian and Lithuanian are one here."""
    return spoken(text_for(words, language)[1]) != spoken(language)


def shares_of(
    terms: Terms,
    texts: Callable[[str, str], Prepared],
    groups: Iterable[Row[*tuple[Any, ...]]],
    words: Mapping[str, str],
) -> tuple[tuple[Share, ...], int]:
    """The shares of groups of readers, and how many nobody reaches: the `lost` ones, and where a rule forbids it.

    A group is all of one `channel`, `language` and `country`; it has `people`, and the `link` of one of them.
    """
    shares: dict[tuple[str, str], Share] = {}
    unreached = 0
    for group in groups:
        share = None if group.lost else _share(terms, texts(group.channel, group.language), group, words)
        if share is None:
            unreached += group.people
        else:
            known = shares.get((group.channel, group.language))
            shares[group.channel, group.language] = together(known, share) if known else share
    return tuple(shares.values()), unreached


def _share(terms: Terms, prepared: Prepared, group: Row[*tuple[Any, ...]], words: Mapping[str, str]) -> Share | None:
    """The share of one group; None where a rule forbids its message."""
    try:
        written = write(prepared, {"link": group.link})
        price = terms.tariff.unit_price(group.country) if written.sms else Decimal(0)
    except Invalid:
        return None
    parts = group.people * written.sms.parts if written.sms else 0
    return Share(
        channel=group.channel,
        language=group.language,
        people=group.people,
        body=written.body,
        parts=parts,
        price=parts * price,
        foreign=is_foreign(words, group.language),
    )
