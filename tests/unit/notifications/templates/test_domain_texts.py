"""The texts in all languages: what is checked when they are loaded, and how they are filled."""

import re
import unicodedata
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from services.notifications.recipients.domain import Purpose
from services.notifications.replies.domain import numbered
from services.notifications.templates.domain.helper_phrases import NEWS
from services.notifications.templates.domain.phrases import ADVICE, KINDS, OUTCOMES, TOPICS, phrase
from services.notifications.templates.domain.referral_phrases import ANSWERS, REASONS
from services.notifications.templates.domain.sms import compose
from services.notifications.templates.domain.staff_phrases import ALARMS
from services.notifications.templates.domain.texts import FIELDS, SLOTS, TemplateIsBroken, load, parse
from services.notifications.templates.domain.values import overlapping, when_in_brief
from shared.languages import LANGUAGES

TEMPLATES = load()
EVERYTHING = [(purpose, language) for purpose in Purpose for language in LANGUAGES]
TITLES = {
    "lt": "Kultūrų pažinimas",
    "lt-simple": "Kultūrų pažinimas",
    "en": "Getting to know cultures",
    "uk": "Пізнання культур",
    "ru": "Познание культур",
    "ar": "التعرف على الثقافات",
}
MOMENT = datetime(2026, 11, 28, 12, tzinfo=UTC)
SCRIPTS = {"lt": "LATIN", "lt-simple": "LATIN", "en": "LATIN", "uk": "CYRILLIC", "ru": "CYRILLIC", "ar": "ARABIC"}
ONE_SMS = {Purpose.REMINDER_2H, Purpose.SHIFT_REMINDER_2H, Purpose.STAFF_SIGN_IN, Purpose.VOLUNTEER_SIGN_IN}


def typical(language: str) -> dict[str, str]:
    when = when_in_brief(MOMENT, ZoneInfo("Europe/Vilnius"), language)
    return {
        "title": TITLES[language],
        "shift": TITLES[language],
        "when": when,
        "was": when,
        "expires": when,
        "clash": "",
        "venue": "Kultūros centras, Gedimino g. 40, Kaišiadorys",
        "code": "K7M4QX",
        "link": "https://talka.kaisiadorys.lt/r/Xb3k9QpW2a",
        "party": "4",
        "reason": phrase(REASONS, "needs_documents", language),
        "sender": "Kauno regiono plėtros agentūra",
        "phone": "(0-612) 34567",
        "words": TITLES[language],
        "errand": phrase(KINDS, "ride", language),
        "area": "Rokiškis, Kavoliškis",
        "destination": "Rokiškio poliklinika",
        "appointment": "10:00",
        "back": "",
        "helper": "Olga",
        "beside": "Ona",
        "news": phrase(NEWS, "joined", language),
        "outcome": phrase(OUTCOMES, "unmet", language),
        "advice": phrase(ADVICE, "unmet_ride", language),
        "answer": phrase(ANSWERS, "accepted", language),
        "alarm": phrase(ALARMS, "visit_overdue", language),
        "service": TITLES[language],
        "provider": "Rokiškio poliklinika",
        "topic": phrase(TOPICS, "jobs", language),
        "organisation": "Rokiškio socialinės paramos centras",
        "asking": "Rokiškio dekanato Caritas",
        "questions": f"{phrase(KINDS, 'ride', language)}, {when}:\nhttps://talka.kaisiadorys.lt/volunteer/offers/Xb3k9QpW2a",
        "promises": f"\n{phrase(KINDS, 'ride', language)}, {when}:\nhttps://talka.kaisiadorys.lt/volunteer/requests/mine/018f2f3a-7c5b-7cc1-b0d4-1a2b3c4d5e6f",
        "reasons": numbered(language),
        "posts": f"{TITLES[language]}:\nhttps://talka.kaisiadorys.lt/board/1",
        "stop": "https://talka.kaisiadorys.lt/board/stop/Xb3k9QpW2a",
    }


def source(**changes: str) -> str:
    """A whole file of volunteer_sign_in, with some languages' tables replaced."""
    tables = ["version = 3"]
    for language in LANGUAGES:
        table = f'[{language}]\nsms = "{{code}} {{expires}}"\nsubject = "{{code}}"\nbody = "{{code}} {{expires}}"'
        tables.append(changes.get(language.replace("-", "_"), table))
    return "\n".join(tables)


def fault(text: str) -> str:
    with pytest.raises(TemplateIsBroken) as refusal:
        parse(Purpose.VOLUNTEER_SIGN_IN, text)
    return " | ".join(str(fact) for fact in refusal.value.facts.values())


def test_every_purpose_has_a_checked_text_in_every_language() -> None:
    assert set(TEMPLATES) == set(Purpose) == set(SLOTS)
    for purpose, template in TEMPLATES.items():
        assert (template.purpose, set(template.texts)) == (purpose, set(LANGUAGES))
        assert template.version >= 1


@pytest.mark.parametrize(("purpose", "language"), EVERYTHING)
def test_a_text_is_written_in_the_script_of_its_language(purpose: Purpose, language: str) -> None:
    for field in FIELDS:
        words = re.sub(r"\{\w+\}|Talka", "", TEMPLATES[purpose].texts[language][field])
        scripts = {unicodedata.name(letter).split()[0] for letter in words if letter.isalpha()}
        assert scripts == ({SCRIPTS[language]} if words.strip(" \n,،.:") else set())


@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize("language", ["lt", "lt-simple"])
def test_a_typical_lithuanian_sms_takes_at_most_two_parts(purpose: Purpose, language: str) -> None:
    sms = compose(TEMPLATES[purpose].sms(language, typical(language)), language, allowed_parts=2)
    assert sms.parts == 1 or purpose not in ONE_SMS


@pytest.mark.parametrize(("purpose", "language"), EVERYTHING)
def test_a_typical_sms_of_any_language_takes_at_most_four_parts(purpose: Purpose, language: str) -> None:
    assert compose(TEMPLATES[purpose].sms(language, typical(language)), language, allowed_parts=4).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_typical_sms_of_a_shift_that_now_overlaps_another_is_no_longer_than_one_of_a_move(language: str) -> None:
    values = typical(language) | {"was": "", "clash": overlapping(language)}
    allowed = 2 if language.startswith("lt") else 4
    sms = compose(TEMPLATES[Purpose.SHIFT_CHANGED].sms(language, values), language, allowed_parts=allowed)
    assert sms.parts <= allowed


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_typical_offer_of_a_ride_with_a_way_back_is_no_longer_than_one_in_a_partners_name(language: str) -> None:
    values = typical(language) | {"asking": "", "back": "11:00"}
    allowed = 2 if language.startswith("lt") else 4
    sms = compose(TEMPLATES[Purpose.REQUEST_OFFERED].sms(language, values), language, allowed_parts=allowed)
    assert "11:00" in sms.text


@pytest.mark.parametrize("purpose", Purpose)
def test_plain_lithuanian_has_short_sentences_without_abbreviations(purpose: Purpose) -> None:
    text = TEMPLATES[purpose].texts["lt-simple"]
    for field in FIELDS:
        for sentence in re.split(r"[.!?:]\s|\n", text[field]):
            assert len(sentence.split()) <= 10
        assert not re.search(r"\b(d|m|val|min|g|pvz|tel|el|t|y|kt)\.", text[field])


@pytest.mark.parametrize("purpose", Purpose)
def test_plain_lithuanian_has_no_participles(purpose: Purpose) -> None:
    participles = r"\w+(ant(is|i|ys)|ęs|usi|usios|usių|ėję|ęją|tas|ta|tos|tų|mas|ma|mi|ųjų)\b"
    plain = " ".join(TEMPLATES[purpose].texts["lt-simple"].values()).lower()
    innocent = {"vieta", "vietos", "vietų", "kitų", "kitas", "kita", "tada"}
    assert {word[0] for word in re.finditer(participles, plain)} <= innocent


def test_a_file_with_every_language_is_taken_with_its_version() -> None:
    template = parse(Purpose.VOLUNTEER_SIGN_IN, source())
    assert template.version == 3
    assert template.sms("uk", {"code": "A", "expires": "B"}) == "A B"


def test_a_missing_placeholder_is_named_with_its_file_and_language() -> None:
    broken = source(uk='[uk]\nsms = "{code}"\nsubject = "{code}"\nbody = "{code} {expires}"')
    assert fault(broken) == "volunteer_sign_in.toml | uk, sms | expires is missing"


def test_an_unknown_placeholder_is_named_with_its_file_and_language() -> None:
    broken = source(ar='[ar]\nsms = "{code} {expires}"\nsubject = "{code}"\nbody = "{code} {expires} {name}"')
    assert fault(broken) == "volunteer_sign_in.toml | ar, body | name is unknown"


@pytest.mark.parametrize("trick", ["{code.__class__}", "{code[0]}", "{code!r}", "{0}", "{", "}", "{{code}}", "{Code}"])
def test_a_brace_that_is_no_plain_placeholder_is_refused(trick: str) -> None:
    broken = source(
        en=f'[en]\nsms = "{{code}} {{expires}} {trick}"\nsubject = "{{code}}"\nbody = "{{code}} {{expires}}"'
    )
    assert fault(broken) == "volunteer_sign_in.toml | en, sms | a brace that belongs to no {placeholder}"


@pytest.mark.parametrize(
    ("broken", "named"),
    [
        (source(ru=""), "languages | ru is missing"),
        (source() + "\n[pl]\nsms = 'x'", "languages | pl is unknown"),
        (source(ru='[ru]\nsms = "x"\nbody = "y"\nhtml = "z"'), "ru | subject is missing; html is unknown"),
        (source(ru="").replace("version = 3", 'version = 3\nru = "x"'), "ru | body is missing; sms is missing"),
        (source(ru='[ru]\nsms = 5\nsubject = "{code}"\nbody = "x"'), "ru, sms | must be a text"),
        (source(ru='[ru]\nsms = " "\nsubject = "{code}"\nbody = "x"'), "ru, sms | must be a text"),
        (source().replace("version = 3", "version = 0"), "version | must be a whole number from 1"),
        (source().replace("version = 3", "version = true"), "version | must be a whole number from 1"),
        (source().replace("version = 3", ""), "version | must be a whole number from 1"),
        ("version = ", "- | Invalid value"),
    ],
)
def test_a_file_of_another_shape_says_where_it_is_wrong(broken: str, named: str) -> None:
    assert named in fault(broken)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(TemplateIsBroken) as refusal:
        load(tmp_path)
    assert refusal.value.facts["file"] == "registration_confirmed.toml"


def test_a_value_is_inserted_once_and_its_braces_mean_nothing() -> None:
    values = {"code": "{expires}{code.__class__}", "expires": "%s {0}"}
    assert parse(Purpose.VOLUNTEER_SIGN_IN, source()).sms("en", values) == "{expires}{code.__class__} %s {0}"


def test_a_value_that_is_missing_is_an_error_and_never_a_gap() -> None:
    with pytest.raises(KeyError, match="venue"):
        TEMPLATES[Purpose.REMINDER_2H].sms("lt", {"title": "x", "when": "y"})


def test_a_line_whose_value_is_empty_is_left_out() -> None:
    values = typical("lt") | {"reason": ""}
    body = TEMPLATES[Purpose.EVENT_CANCELLED].mail("lt", values).body
    assert "Priežastis" not in body
    assert "Turėjo vykti: lapkričio 28 d., šeštadienis, 14:00\n\nDaugiau" in body


def test_a_title_on_two_lines_cannot_break_a_mail_subject() -> None:
    values = typical("lt") | {"title": "Kultūros\r\nBcc: visi@example.lt"}
    assert TEMPLATES[Purpose.REMINDER_24H].mail("lt", values).subject == "Primename: Kultūros Bcc: visi@example.lt"


def test_arabic_mail_isolates_names_and_arabic_sms_pays_for_no_such_signs() -> None:
    values = typical("ar")
    mail, sms = TEMPLATES[Purpose.REMINDER_24H].mail("ar", values), TEMPLATES[Purpose.REMINDER_24H].sms("ar", values)
    assert "\u2068Kultūros centras, Gedimino g. 40, Kaišiadorys\u2069" in mail.body
    assert "\nhttps://talka.kaisiadorys.lt/r/Xb3k9QpW2a\n" in mail.body
    assert not {"\u2068", "\u2069"} & set(sms)


def test_an_emoji_in_a_title_does_not_stop_its_sms() -> None:
    values = typical("lt") | {"title": "Kalėdos 🎄"}
    sms = compose(TEMPLATES[Purpose.REMINDER_2H].sms("lt", values), "lt", allowed_parts=2)
    assert "Kaledos\nKada:" in sms.text
