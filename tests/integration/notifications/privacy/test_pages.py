"""The pages of a case in a browser: nothing before the code, an hour after it, nothing on the screen of the next."""

import re
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from flask import Flask

from shared.contracts.parts import Fact, Remains, Thing
from shared.contracts.privacy import ParticipantDataTold, ParticipantErased, VolunteerDataTold, VolunteerErased
from shared.web.tokens import COOKIES, Principal, issue
from tests.support.factories.notifications import PHONE, Event, Town, by_sms, web_side
from tests.support.services import signing_key
from tests.support.visitor import Visitor

ASK = "/messages/privacy/"
OWN = f"{ASK}yours"
HERS = Thing(
    what="registration", facts=(Fact(name="event", value="Kultūrų pažinimas"), Fact(name="names", value="Ona"))
)


@pytest.fixture
def app(town: Town) -> Iterator[Flask]:
    """The web side; the phone has been written to once."""
    event = Event()
    town.hear_event(event, event.published())
    town.hear(event.confirmed(contact=by_sms()))
    town.send()
    with web_side(town) as made:
        yield made


def case_of(town: Town) -> UUID:
    (row,) = town.rows("SELECT id FROM privacy_cases ORDER BY asked_at DESC LIMIT 1")
    return UUID(str(row.id))


def code_of(town: Town) -> str:
    """What the phone shows last."""
    town.send()
    return str(re.findall(r"\b\d{6}\b", town.arrived()[-1].body)[-1])


def opened(app: Flask, town: Town) -> Visitor:
    """Somebody has given their code."""
    visitor = Visitor(app).open(ASK).send(ASK, contact=PHONE)
    case_id = case_of(town)
    assert visitor.address == f"{ASK}{case_id}"
    return visitor.send(visitor.address, code=" ".join(code_of(town)))


def answered(town: Town, *, erased: bool = False) -> None:
    """The other two answer; they are not here."""
    case_id = case_of(town)
    if erased:
        ended, left = (
            (Remains(what="registration", number=1),),
            (Remains(what="attendance", number=3, why="number_alone"),),
        )
        town.hear(ParticipantErased(case_id=case_id, ended=ended, left=left), subject=case_id)
        town.hear(VolunteerErased(case_id=case_id, ended=(), left=()), subject=case_id)
    else:
        town.hear(ParticipantDataTold(case_id=case_id, things=(HERS,)), subject=case_id)
        town.hear(VolunteerDataTold(case_id=case_id, things=()), subject=case_id)


def test_from_the_code_to_the_report(app: Flask, town: Town) -> None:
    visitor = opened(app, town)
    assert visitor.address == OWN
    assert "Not there yet: Events, services and news, Volunteers and help" in visitor.text
    assert "Messages to you 1" in visitor.text
    answered(town)
    visitor.open(OWN)
    assert "Not there yet" not in visitor.text
    assert "Registrations for events 1" in visitor.text
    assert "Ona" not in visitor.text  # others may look on
    assert "Ona" in visitor.open(f"{ASK}print").text
    found = app.test_client().get(f"{ASK}file")
    assert (found.status_code, found.headers["Location"]) == (303, OWN)
    file = visitor.open(f"{ASK}file")
    assert '"names": "Ona"' in file.page
    assert '"not_there_yet": []' in file.page

    visitor.open(OWN).send(OWN)
    assert (visitor.status, "Tick that you want this." in visitor.text) == (422, True)
    visitor.send(OWN, sure="true")
    assert "Your data is being erased" in visitor.text
    assert visitor.open(f"{ASK}print").address == OWN  # nothing is shown any more
    answered(town, erased=True)
    assert "Registrations for events: 1" in visitor.open(OWN).text
    assert "Places at events: 3. Only as a number, without a person." in visitor.text
    town.send()
    assert town.arrived()[-1].body.startswith("Your data is erased.")
    visitor.send(f"{ASK}close")
    assert visitor.open(OWN).status == 410


def test_nobody_else_sees_it_and_no_code_is_guessed(app: Flask, town: Town) -> None:
    opened(app, town)
    other = Visitor(app)
    assert other.open(OWN).status == 410
    assert other.open(ASK).send(OWN, sure="true").address == ASK
    wrong = other.open(f"{ASK}{uuid4()}")
    for _try in range(5):
        wrong.send(wrong.address, code="123456")
        assert wrong.status == 422
    assert wrong.send(wrong.address, code="123456").status == 429
    wrong.open(f"{ASK}{uuid4()}?code=12")
    assert "The code has six digits." in wrong.send(wrong.address, code="12").text
    assert town.rows("SELECT state FROM privacy_cases") == [("open",)]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("ona@", "This is not an e-mail address"),
        ("12", "This is not a phone number"),
        ("8 458 52123", "We cannot send a code to this number."),
        ("", "Your phone or e-mail:"),
    ],
    ids=["half an address", "no phone", "a landline", "nothing"],
)
def test_what_gets_no_code_is_said_and_changes_nothing(app: Flask, town: Town, typed: str, says: str) -> None:
    visitor = Visitor(app).open(ASK).send(ASK, contact=typed)
    assert (visitor.status, says in visitor.text) == (422, True)
    assert town.rows("SELECT FROM privacy_cases") == []


def test_one_address_is_sent_few_codes(app: Flask, town: Town) -> None:
    visitor = Visitor(app)
    for _time in range(3):
        assert visitor.open(ASK).send(ASK, contact=PHONE).status == 200
    assert visitor.open(ASK).send(ASK, contact=PHONE).status == 429
    assert town.rows("SELECT count(*) FROM messages WHERE purpose = 'privacy_code'") == [(3,)]


def staff(app: Flask, role: str) -> Visitor:
    principal = Principal(kind="staff", id=uuid4(), name="Rasa", language="en", roles={uuid4(): role})
    return Visitor(app, **{COOKIES["staff"]: issue(signing_key("staff")[0], principal)})


def test_a_social_worker_does_it_for_a_caller_and_it_is_noted(app: Flask, town: Town) -> None:
    worker = staff(app, "social_worker").open(f"{ASK}caller")
    assert "Data of a caller" in worker.text
    worker.send(f"{ASK}caller", contact=PHONE, how="called_back")
    assert "A code reaches this address." in worker.text
    worker.send(f"{ASK}caller", contact=PHONE, how="code")
    worker.send(worker.address, code=code_of(town))
    assert worker.address == OWN
    worker.open(f"{ASK}caller").send(f"{ASK}caller", contact="8 458 52123", how="called_back")
    assert worker.address == OWN
    noted = town.rows("SELECT what FROM audit ORDER BY id")
    assert [row.what for row in noted] == ["privacy_case_opened", "privacy_case_read"] * 2


def test_who_only_checks_in_does_it_for_nobody(app: Flask) -> None:
    assert staff(app, "check_in").open(f"{ASK}caller").status == 403
    assert staff(app, "organiser").open(f"{ASK}caller").status == 403
    assert Visitor(app).open(f"{ASK}caller").status == 401
