"""The built-in phone and mailbox: what arrives there arrives once, whatever happens on the way."""

from datetime import UTC, datetime

import pytest
from uuid_utils.compat import uuid7

from services.notifications.channels.domain.gateway import Accepted, OutgoingMail, OutgoingSms, Retry
from services.notifications.channels.gateways.builtin import BuiltInMailbox, BuiltInPhone
from services.notifications.templates.domain.sms import measure
from shared.database import Database
from tests.support.factories.notifications import EMAIL, PHONE, Town


def test_a_message_handed_over_twice_arrives_once(town: Town) -> None:
    mail = OutgoingMail(uuid7(), EMAIL, "Labas", "Sveiki,", "lt")
    for _ in range(2):
        assert isinstance(BuiltInMailbox(town.database).send(mail), Accepted)
    assert town.rows("SELECT subject, body FROM mailbox") == [("Labas", "Sveiki,")]


def test_it_tells_what_became_of_a_message(town: Town) -> None:
    phone = BuiltInPhone(town.database)
    sms = OutgoingSms(uuid7(), PHONE, measure("Labas"), datetime.now(UTC))
    assert isinstance(phone.look_up(sms.message_id), Retry)
    phone.send(sms)
    assert phone.look_up(sms.message_id) == Accepted(str(sms.message_id), delivered=True)


@pytest.mark.parametrize("nowhere", ["postgresql://127.0.0.1:1/nowhere"])
def test_without_its_database_a_message_is_tried_again(nowhere: str) -> None:
    outcome = BuiltInMailbox(Database(nowhere)).send(OutgoingMail(uuid7(), EMAIL, "Labas", "Sveiki,", "lt"))
    assert isinstance(outcome, Retry)
