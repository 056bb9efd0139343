"""Who texts that they did not get what was promised is asked why, and a number or words of theirs answer."""

import json
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from services.notifications.replies.operations import Incoming, keep_text
from tests.support.factories.notices import ASKER, Referral
from tests.support.factories.notifications import Town, by_sms


def text(town: Town, words: str) -> None:
    with town.database.transaction() as session:
        keep_text(session, Incoming("builtin", str(uuid4()), ASKER, words), b"key", datetime.now(UTC))
    town.do_all_due("follow_text")
    town.send()


def asked(town: Town, language: str = "uk") -> Referral:
    """Somebody is asked whether they got it, and reads it."""
    referral = Referral(person=by_sms(language, ASKER))
    town.hear(referral.followed_up(), 3)
    town.send()
    return referral


def told(town: Town) -> list[tuple[str, str]]:
    """The answers that the others were told of, with the reasons."""
    rows = town.rows("SELECT body FROM outbox WHERE type = 'notifications.reply.received' ORDER BY seq")
    answers = [json.loads(row.body)["data"] for row in rows]
    return [(one["answer"], one["why_not"]) for one in answers if one["about"] == "referral"]


def purposes(town: Town) -> list[str]:
    return [str(item.purpose) for item in town.arrived()]


@pytest.mark.parametrize(
    ("language", "number", "begins"),
    [
        *(("lt", "2", "Gaila."), ("lt-simple", "2", "Gaila."), ("en", "2.", "We are sorry")),
        *(("uk", "2", "Дуже шкода."), ("ru", "далеко", "Очень жаль."), ("ar", "٢", "نأسف")),
    ],
)
def test_a_no_by_text_is_asked_why_in_the_person_s_language(
    town: Town, language: str, number: str, begins: str
) -> None:
    asked(town, language)
    text(town, "NE")
    question = town.arrived()[-1]
    assert (question.purpose, question.language) == ("why_not", language)
    assert question.body.startswith(begins)
    assert [line[0] for line in question.body.split("\n")[-5:]] == list("12345")
    text(town, number)
    assert told(town) == [("no", ""), ("no", "too_far")]
    assert town.rows("SELECT unclear FROM incoming_texts WHERE unclear") == []
    assert purposes(town) == ["referral_followed_up", "why_not"]


def test_words_of_their_own_wait_for_one_of_us_and_are_not_answered_with_help(town: Town) -> None:
    referral = asked(town)
    text(town, "Ні")
    text(town, "Прийшла, а там зачинено")
    assert told(town) == [("no", "")]
    (row,) = town.rows("SELECT text, about, subject_id FROM incoming_texts WHERE unclear")
    assert tuple(row) == ("Прийшла, а там зачинено", "referral", referral.referral_id)
    assert purposes(town) == ["referral_followed_up", "why_not"]


def test_a_no_twice_is_asked_why_once(town: Town) -> None:
    asked(town)
    for _ in range(2):
        text(town, "НІ")
    assert purposes(town) == ["referral_followed_up", "why_not"]


def test_a_number_that_nobody_has_asked_for_is_no_reason(town: Town) -> None:
    asked(town)
    text(town, "2")
    assert told(town) == []
    assert town.rows("SELECT unclear FROM incoming_texts") == [(True,)]
    text(town, "ТАК")
    text(town, "2")
    assert told(town) == [("yes", "")]


def test_a_reason_that_comes_after_a_week_is_for_one_of_us_to_read(town: Town) -> None:
    asked(town)
    text(town, "НІ")
    with town.database.transaction() as session:
        session.connection().exec_driver_sql("UPDATE incoming_texts SET received_at = received_at - interval '8 days'")
    text(town, "2")
    assert told(town) == [("no", "")]


def test_whoever_has_said_stop_is_not_asked_why(town: Town) -> None:
    asked(town)
    text(town, "STOP")
    text(town, "НІ")
    assert told(town) == [("no", "")]
    assert "why_not" not in purposes(town)
