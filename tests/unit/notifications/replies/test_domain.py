"""What people mean by what they text back."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.recipients.domain import Purpose
from services.notifications.replies.domain import Answer, Reply, reply
from services.notifications.templates.domain.texts import load

WORDS = [
    ("STOP", Answer.STOP, None),
    ("STABDYTI", Answer.STOP, "lt"),
    ("SUSTABDYTI", Answer.STOP, "lt"),
    ("ATSISAKAU", Answer.STOP, "lt"),
    ("СТОП", Answer.STOP, None),
    ("STOPALL", Answer.STOP, "en"),
    ("UNSUBSCRIBE", Answer.STOP, "en"),
    ("ВІДПИСАТИ", Answer.STOP, "uk"),
    ("ВІДПИСАТИСЯ", Answer.STOP, "uk"),
    ("ОТПИСАТЬСЯ", Answer.STOP, "ru"),
    ("توقف", Answer.STOP, "ar"),
    ("إيقاف", Answer.STOP, "ar"),
    ("START", Answer.START, None),
    ("PRADĖTI", Answer.START, "lt"),
    ("VĖL", Answer.START, "lt"),
    ("СТАРТ", Answer.START, None),
    ("ПОЧАТИ", Answer.START, "uk"),
    ("НАЧАТЬ", Answer.START, "ru"),
    ("ابدأ", Answer.START, "ar"),
    ("NE", Answer.NO, "lt"),
    ("NO", Answer.NO, "en"),
    ("NI", Answer.NO, None),
    ("НІ", Answer.NO, "uk"),
    ("НЕТ", Answer.NO, "ru"),
    ("НЕ", Answer.NO, None),
    ("لا", Answer.NO, "ar"),
    ("TAIP", Answer.YES, "lt"),
    ("YES", Answer.YES, "en"),
    ("TAK", Answer.YES, None),
    ("ТАК", Answer.YES, "uk"),
    ("ДА", Answer.YES, "ru"),
    ("نعم", Answer.YES, "ar"),
    ("ATVYKAU", Answer.ARRIVED, "lt"),
    ("ATĖJAU", Answer.ARRIVED, "lt"),
    ("ATVAŽIAVAU", Answer.ARRIVED, "lt"),
    ("ARRIVED", Answer.ARRIVED, "en"),
    ("ТУТ", Answer.ARRIVED, None),
    ("ПРИЇХАЛА", Answer.ARRIVED, "uk"),
    ("ЗДЕСЬ", Answer.ARRIVED, "ru"),
    ("ПРИЕХАЛ", Answer.ARRIVED, "ru"),
    ("وصلت", Answer.ARRIVED, "ar"),
    ("BAIGIAU", Answer.DONE, "lt"),
    ("DONE", Answer.DONE, "en"),
    ("ГОТОВО", Answer.DONE, None),
    ("ЗАКІНЧИВ", Answer.DONE, "uk"),
    ("ЗАКОНЧИЛА", Answer.DONE, "ru"),
    ("انتهيت", Answer.DONE, "ar"),
    ("PAGALBA", Answer.HELP, "lt"),
    ("HELP", Answer.HELP, "en"),
    ("ДОПОМОГА", Answer.HELP, "uk"),
    ("ПОМОЩЬ", Answer.HELP, "ru"),
    ("مساعدة", Answer.HELP, "ar"),
    ("Gelbėkit", Answer.HELP, "lt"),
    ("Padėkite", Answer.HELP, "lt"),
    ("Help me", Answer.HELP, "en"),
    ("SOS", Answer.HELP, None),
    ("Рятуйте", Answer.HELP, "uk"),
    ("Помогите", Answer.HELP, "ru"),
    ("النجدة", Answer.HELP, "ar"),
]


@pytest.mark.parametrize(("word", "answer", "language"), WORDS)
def test_every_word_is_understood_however_it_is_typed(word: str, answer: Answer, language: str | None) -> None:
    expected = Reply(answer, language)
    for typed in (word, word.lower(), word.title(), " ".join(word)):
        for around in ("{}", " {}\n", "{}!", "{} ...", "„{}“", "«{}».", "{} 🙏"):
            assert reply(around.format(typed)) == expected


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("Stóp", Answer.STOP),
        ("Nė", Answer.NO),
        ("ايقاف", Answer.STOP),
        ("لأ", Answer.NO),
        ("نَعَم", Answer.YES),
        ("توقــف", Answer.STOP),
        ("ＳＴＯＰ", Answer.STOP),
        ("\u200fلا\u200f", Answer.NO),
    ],
)
def test_marks_stretches_and_wide_letters_do_not_matter(typed: str, answer: Answer) -> None:
    assert reply(typed).answer is answer


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "?!",
        "NE 2",
        "2 NE",
        "NE, ateisime visi",
        "ne/taip",
        "Ne ne",
        "NESTOP",
        "nepavyks",
        "please stop it",
        "Stop by stop",
        "Kada renginys?",
        "не знаю",
        "да или нет",
        "لا أعرف",
        "OK",
        "😀",
    ],
)
def test_more_than_the_word_is_left_to_a_human(typed: str) -> None:
    assert reply(typed) == Reply(Answer.UNKNOWN, None)


def test_an_answer_to_an_invitation_never_unsubscribes() -> None:
    assert {reply(word).answer for word in ("NE", "NI", "НІ", "НЕТ", "لا")} == {Answer.NO}


@given(st.text(max_size=700))
def test_no_text_breaks_the_reading(text: str) -> None:
    assert reply(text).answer in Answer


PROMISED = [
    (Purpose.REGISTRATION_CONFIRMED, {Answer.NO, Answer.STOP}),
    (Purpose.REGISTRATION_WAITLISTED, {Answer.NO, Answer.STOP}),
    (Purpose.REGISTRATION_PROMOTED, {Answer.NO}),
    (Purpose.REGISTRATION_MOVED, {Answer.NO}),
    (Purpose.REGISTRATION_OFFERED, {Answer.YES, Answer.NO}),
    (Purpose.EVENT_CHANGED, {Answer.NO}),
    (Purpose.EVENT_CHANGED_OFFERED, {Answer.YES, Answer.NO}),
    (Purpose.EVENT_CHANGED_WAITING, {Answer.NO}),
    (Purpose.REMINDER_24H, {Answer.NO}),
    (Purpose.REMINDER_2H, {Answer.NO}),
    (Purpose.SIGN_UP_CONFIRMED, {Answer.NO}),
    (Purpose.SHIFT_CHANGED, {Answer.NO}),
    (Purpose.SHIFT_REMINDER_24H, {Answer.NO}),
    (Purpose.SHIFT_REMINDER_2H, {Answer.NO}),
    (Purpose.REQUEST_OFFERED, {Answer.YES, Answer.NO}),
    (Purpose.REQUEST_TAKEN, {Answer.ARRIVED, Answer.DONE}),
    (Purpose.VISIT_OVERDUE, {Answer.YES, Answer.NO}),
    (Purpose.AT_VISIT, {Answer.NO}),
    (Purpose.REFERRAL_FOLLOWED_UP, {Answer.YES, Answer.NO}),
    (Purpose.HELP_ANSWER, {Answer.NO, Answer.STOP}),
    (Purpose.STOP_CONFIRMED, {Answer.START}),
    (Purpose.START_CONFIRMED, {Answer.STOP}),
]


@pytest.mark.parametrize(("purpose", "answers"), PROMISED)
def test_every_reply_that_a_text_asks_for_is_understood(purpose: Purpose, answers: set[Answer]) -> None:
    for text in load()[purpose].texts.values():
        asked_for = re.findall(r"«(\w+)»|\b([^\W\d_]{2,})\b", text["sms"])
        words = [quoted or word for quoted, word in asked_for if quoted or word.isupper()]
        assert {reply(word).answer for word in words} == answers


def test_no_other_text_asks_for_a_reply() -> None:
    others = set(Purpose) - {purpose for purpose, _answers in PROMISED}
    for purpose in others:
        for text in load()[purpose].texts.values():
            assert not re.search(r"«|\b[^\W\d_]{2,}\b(?<=[A-ZА-ЯІ]{2})", text["sms"])
