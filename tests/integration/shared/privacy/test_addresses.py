"""An erasure is about one address, and about what was kept under it then: all else lives on."""

from threading import Thread
from uuid import UUID

import pytest
from sqlalchemy import text

from services.notifications.privacy.operations.erasing import forget_address, hear_erased
from services.notifications.privacy.operations.opening import close_shown
from services.notifications.recipients.domain import Address, Channel
from services.notifications.recipients.operations import meet_recipient
from services.volunteers.assistance.operations.closing import cancel
from services.volunteers.assistance.operations.erasing import erase_requests
from shared.contracts.parts import Whose
from shared.database import moment
from tests.integration.shared.privacy.conftest import EMAIL, PHONE, Town
from tests.support.eventually import eventually
from tests.support.factories.assistance import LINKS, a_contact, a_request
from tests.support.factories.events import a_party, an_evening
from tests.support.factories.volunteers import SECRET

AT = "(SELECT id FROM recipients WHERE lower(address) = :address)"
PARTIES = f"SELECT about FROM audience WHERE recipient_id IN {AT} ORDER BY about"  # noqa: S608 - our own words
UNSENT = f"SELECT purpose FROM messages WHERE recipient_id IN {AT} AND state = 'queued' AND body <> '' ORDER BY id"  # noqa: S608
LOCK = f"SELECT FROM {{}} WHERE recipient_id IN {AT} FOR NO KEY UPDATE {{}}"
CASE = "SELECT FROM privacy_cases WHERE id = :id"
WAITING = "SELECT FROM pg_locks WHERE NOT granted"


def registers(town: Town, address: str) -> UUID:
    """A household registers with this address, which may be kept already."""
    with town.all.writing("events") as session:
        where = {"email": address, "phone": None} if "@" in address else {"phone": address}
        made: UUID = a_party(session, an_evening(session), **where)["id"]
    town.all.talk()
    return made


def test_the_other_address_of_a_volunteer_still_hears_what_is_not_about_volunteering(town: Town) -> None:
    to_her_mail = f"SET recipient_id = {AT} WHERE about IN ('sign_up', 'offer'){{}} RETURNING 1"
    town.all.rows("notifications", "UPDATE audience " + to_her_mail.format(""), address=EMAIL)
    taken = to_her_mail.format(" OR purpose = 'request_taken'")
    town.all.rows("notifications", "UPDATE messages " + taken, address=EMAIL)
    kept = "SELECT purpose FROM messages JOIN recipients r ON r.id = recipient_id WHERE r.address = :a AND body <> ''"
    registers(town, EMAIL)
    before = {row.purpose for row in town.all.rows("notifications", kept, a=EMAIL)}
    theirs = {"sign_up_confirmed", "request_offered", "request_taken"}
    assert before > theirs
    case_id = town.opens(PHONE)
    town.erases(case_id)
    assert town.all.rows("notifications", PARTIES, address=EMAIL) == [("registration",)]
    assert {row.purpose for row in town.all.rows("notifications", kept, a=EMAIL)} == before - theirs
    assert ("registration_confirmed",) in town.all.rows("notifications", UNSENT, address=EMAIL)
    concerned = f"SELECT DISTINCT about FROM concerned WHERE recipient_id IN {AT} ORDER BY about"  # noqa: S608
    assert ("invitation",) in town.all.rows("notifications", concerned, address=EMAIL)


def test_what_is_registered_after_the_report_is_told_as_ever(town: Town) -> None:
    case_id = town.opens()
    town.erases(case_id)
    town.sends()
    registers(town, PHONE)
    long_ago = "UPDATE privacy_cases SET erasure_asked_at = now() - interval '49 hours' RETURNING id"
    town.all.rows("notifications", long_ago)
    assert town.all.due("notifications", "privacy_last_words") == 1
    assert town.all.rows("notifications", PARTIES, address=PHONE) == [("registration",)]
    assert town.all.rows("notifications", UNSENT, address=PHONE) == [("registration_confirmed",)]
    closed = "SELECT closed_at IS NOT NULL, address FROM privacy_cases WHERE id = :id"
    assert town.all.rows("notifications", closed, id=case_id) == [(True, None)]
    agreed = f"SELECT count(*) FROM consents WHERE recipient_id IN {AT}"  # noqa: S608 - our own words
    assert town.all.rows("notifications", agreed, address=PHONE) == [(1,)]  # of before nothing is left


def test_what_the_others_tell_late_and_call_off_keeps_no_address(town: Town) -> None:
    """As when `volunteers` hears of a request only after it has answered, and erases it then."""
    case_id = town.opens()
    town.erases(case_id)
    town.sends()
    with town.all.writing("volunteers") as session:
        a_request(session, person=a_contact(phone=PHONE))
    town.all.talk()
    with town.all.writing("notifications") as session:
        forget_address(session, case_id)
    assert town.all.rows("notifications", UNSENT, address=PHONE) == [("request_opened",)]  # it goes on
    town.all.rows("notifications", "UPDATE privacy_cases SET closed_at = NULL, address = :a RETURNING id", a=PHONE)
    with town.all.writing("volunteers") as session:
        erase_requests(session, LINKS, Whose(phone=PHONE))
    town.all.talk()
    town.sends()
    with town.all.writing("notifications") as session:
        forget_address(session, case_id)
    assert {place for place in town.all.found([PHONE]) if "notifications.recipients" in place} == set()


@pytest.mark.parametrize("stranger", [False, True], ids=["erased", "only typed"])
def test_whoever_registers_while_the_address_goes_is_not_cut_off(town: Town, *, stranger: bool) -> None:
    """Erasing waits until the party is written down, and then leaves it its address."""
    address = "+37061277777" if stranger else PHONE
    case_id = town.asks(address) if stranger else town.opens(address)
    if not stranger:
        town.erases(case_id)
    town.sends()

    def erase() -> None:
        with town.all.writing("notifications") as session:
            (close_shown if stranger else forget_address)(session, case_id)

    with town.all.writing("notifications") as session:  # as hearing of a party does
        met = meet_recipient(session, Address(Channel.SMS, address, "LT"), SECRET.encode(), moment(session))
        coming = "UPDATE audience SET recipient_id = :met WHERE subject_id = :past"
        session.execute(text(coming), {"met": met, "past": town.ids["past"]})
        erasing = Thread(target=erase)
        erasing.start()
        eventually(lambda: bool(town.all.rows("notifications", WAITING)))
    erasing.join()
    assert town.all.rows("notifications", PARTIES, address=address) == [("registration",)]


def test_who_erases_and_who_tells_take_the_rows_of_a_party_in_one_order(town: Town) -> None:
    """The recipient, the party, its messages (decision 0012), so that each never waits for the other."""
    registers(town, PHONE)
    case_id = town.opens()
    town.all.away = {"events"}
    town.erases(case_id)

    def erase() -> None:
        with town.all.writing("notifications") as session:
            hear_erased(session, town.terms, case_id, "events", ended=(), left=())

    with town.all.writing("notifications") as session:  # as telling an audience does
        session.execute(text(LOCK.format("audience", "")), {"address": PHONE})
        erasing = Thread(target=erase)
        erasing.start()
        eventually(lambda: bool(town.all.rows("notifications", WAITING)))
        session.execute(text(LOCK.format("messages", "NOWAIT")), {"address": PHONE})
    erasing.join()
    assert town.all.rows("notifications", PARTIES, address=PHONE) == []


def test_two_erasures_of_one_address_take_its_cases_in_one_order(town: Town) -> None:
    first, second = town.opens(), town.opens()
    with town.all.writing("notifications") as session:  # as erasing the first does
        session.execute(text(f"{CASE} FOR NO KEY UPDATE"), {"id": first})
        erasing = Thread(target=town.erases, args=[second])
        erasing.start()
        eventually(lambda: bool(town.all.rows("notifications", WAITING)))
        session.execute(text(f"{CASE} FOR NO KEY UPDATE NOWAIT"), {"id": second})
    erasing.join()
    states = dict(town.all.rows("notifications", "SELECT id, state FROM privacy_cases"))
    assert states == {first: "over", second: "erased"}


def test_who_tells_of_a_matter_takes_the_recipient_before_its_messages(town: Town) -> None:
    with town.all.writing("volunteers") as session:
        cancel(session, LINKS, town.ids["request"])
    again = "UPDATE messages SET state = 'queued' WHERE subject_id = :id RETURNING id"
    assert town.all.rows("notifications", again, id=town.ids["request"])
    with town.all.writing("notifications") as session:  # as erasing does
        session.execute(text(f"SELECT FROM recipients WHERE id IN {AT} FOR NO KEY UPDATE"), {"address": PHONE})
        hearing = Thread(target=town.all.talk)
        hearing.start()
        eventually(lambda: bool(town.all.rows("notifications", WAITING)))
        session.execute(text(LOCK.format("messages", "NOWAIT")), {"address": PHONE})
    hearing.join()
