"""What an SMS costs, against measured rows and two independent libraries."""

from decimal import Decimal

import gsm0338
import pytest
import smsutil
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.templates.domain.sms import (
    BASIC,
    EXTENSION,
    STANDARD,
    CharacterIsTooWide,
    Encoding,
    Limits,
    Tariff,
    TextIsTooLong,
    compose,
    encoding,
    folded,
    measure,
    parts,
    same_price_or_readable,
    units,
)
from services.notifications.templates.domain.values import clean
from shared.addresses import CountryIsNotServed

CODEC = gsm0338.Codec()
LT = "Primename: renginys „Kultūrų pažinimas“ vyks šeštadienį, lapkričio 28 d., 14:00, Kaišiadorių kultūros centre. "
GSM7_LETTERS = st.sampled_from(sorted(BASIC | EXTENSION))
ANY_LETTERS = GSM7_LETTERS | st.sampled_from("ąčęėįšųūžабвгґїلانعم„“–…’ё😀𝒜\u00a0\t`")

GSM7_ROWS = [
    ("", 0, 1),
    ("a" * 160, 160, 1),
    ("a" * 161, 161, 2),
    ("a" * 306, 306, 2),
    ("a" * 307, 307, 3),
    ("a" * 459, 459, 3),
    ("a" * 460, 460, 4),
    ("a" * 918, 918, 6),
    ("a" * 919, 919, 7),
    ("€" * 80, 160, 1),
    ("€" * 81, 162, 2),
    ("€" * 152, 304, 2),
    ("€" * 153, 306, 3),
    ("a" * 158 + "€", 160, 1),
    ("a" * 159 + "€", 161, 2),
    ("a" * 152 + "€" + "a" * 152, 306, 3),
    ("\f" * 80, 160, 1),
    ("Ç" * 160, 160, 1),
]
UCS2_ROWS = [
    ("ą" * 70, 70, 1),
    ("ą" * 71, 71, 2),
    ("ą" * 134, 134, 2),
    ("ą" * 135, 135, 3),
    ("ą" * 201, 201, 3),
    ("ą" * 202, 202, 4),
    ("a" * 159 + "ė", 160, 3),
    ("😀" * 35, 70, 1),
    ("😀" * 36, 72, 2),
    ("😀" * 66, 132, 2),
    ("😀" * 67, 134, 3),
    ("а" * 66 + "😀" + "а" * 66, 134, 3),
    ("„" + "a" * 68 + "“", 70, 1),
    ("e\u0307" * 35, 70, 1),
    ("e\u0307" * 36, 72, 2),
    ("`" * 71, 71, 2),
    ("ç" * 71, 71, 2),
    ("\t" * 71, 71, 2),
    ("a" * 70 + "\u00a0", 71, 2),
]


def parts_by_smsutil(text: str) -> int:
    return max(1, len(smsutil.split(text).parts))


def is_gsm7_by_codec(text: str) -> bool:
    try:
        CODEC.encode(text)
    except UnicodeError:
        return False
    return True


@pytest.mark.parametrize(("text", "cost", "number"), GSM7_ROWS)
def test_a_gsm7_text_costs_what_was_measured(text: str, cost: int, number: int) -> None:
    assert (encoding(text), units(text), parts(text)) == (Encoding.GSM7, cost, number)
    assert parts_by_smsutil(text) == number


@pytest.mark.parametrize(("text", "cost", "number"), UCS2_ROWS)
def test_a_ucs2_text_costs_what_was_measured(text: str, cost: int, number: int) -> None:
    assert (encoding(text), units(text), parts(text)) == (Encoding.UCS2, cost, number)
    assert parts_by_smsutil(text) == number


def test_the_alphabet_is_that_of_the_gsm0338_codec() -> None:
    ours = {chr(code) for code in range(0x10000) if chr(code) in BASIC | EXTENSION}
    theirs = {chr(code) for code in range(0x10000) if not 0xD800 <= code < 0xE000 and is_gsm7_by_codec(chr(code))}
    assert ours == theirs - {"\x1b"}
    assert (len(BASIC), len(EXTENSION)) == (127, 10)


@pytest.mark.parametrize("character", "ąčęėįšųūžĄČĘĖĮŠŲŪŽ„“”’–—…\u00a0\t`çáíóú")
def test_one_letter_outside_the_alphabet_turns_the_whole_text_into_ucs2(character: str) -> None:
    assert encoding("a" * 100 + character) is Encoding.UCS2


@given(st.text(ANY_LETTERS, max_size=700))
def test_parts_agree_with_smsutil_for_any_text(text: str) -> None:
    assert parts(text) == parts_by_smsutil(text)


@given(st.text(GSM7_LETTERS, max_size=400))
def test_septets_agree_with_the_codec_for_any_gsm7_text(text: str) -> None:
    assert units(text) == len(CODEC.encode(text)[0])


def test_limits_of_an_operator_change_the_count() -> None:
    tight = Limits(many_gsm7=152, many_ucs2=66)
    assert (parts("a" * 305), parts("a" * 305, tight)) == (2, 3)
    assert (parts("ą" * 133), parts("ą" * 133, tight)) == (2, 3)


def test_a_measured_text_carries_its_whole_cost() -> None:
    sms = measure("Renginys atšauktas.")
    assert (sms.text, sms.encoding, sms.units, sms.parts) == ("Renginys atšauktas.", Encoding.UCS2, 19, 1)


def test_lithuanian_folds_to_what_old_phones_show() -> None:
    assert folded("ąčęėįšųūž ĄČĘĖĮŠŲŪŽ") == "aceeisuuz ACEEISUUZ"
    assert folded("„Ąžuolas“ – ’tai’ — viskas…") == "\"Azuolas\" - 'tai' - viskas..."
    assert folded("łńśźżć āēīķļņ ŁŃŚŹŻĆ ĀĒĪĶĻŅ") == "lnszzc aeikln LNSZZC AEIKLN"


@pytest.mark.parametrize("text", ["й ё ї ґ і", "لا إيقاف", "éöäüåøñàèìòù", "đ"])
def test_folding_leaves_other_alphabets_alone(text: str) -> None:
    assert folded(text) == text


def test_diacritics_stay_where_they_cost_nothing() -> None:
    assert same_price_or_readable("Renginys atšauktas.", "lt") == "Renginys atšauktas."


@pytest.mark.parametrize("language", ["lt", "lt-simple"])
def test_a_long_lithuanian_text_is_folded_because_it_gets_cheaper(language: str) -> None:
    text = LT + "Negalite? Atsakykite NE."
    assert (parts(text), parts(folded(text))) == (2, 1)
    assert same_price_or_readable(text, language) == folded(text)


@pytest.mark.parametrize("language", ["en", "uk", "ru", "ar"])
def test_other_languages_are_never_folded(language: str) -> None:
    text = LT + "Negalite? Atsakykite NE."
    assert same_price_or_readable(text, language) == text


def test_a_text_that_stays_ucs2_is_not_folded_for_nothing() -> None:
    text = LT + "Оксана" + "…" * 30
    assert encoding(folded(text)) is Encoding.UCS2
    assert same_price_or_readable(text, "lt") == text


def test_folding_that_would_cost_more_is_not_done() -> None:
    text = "…" * 70
    assert (parts(text), parts(folded(text))) == (1, 2)
    assert same_price_or_readable(text, "lt") == text


@given(st.text(ANY_LETTERS, max_size=400))
def test_whatever_is_folded_is_wholly_gsm7(text: str) -> None:
    chosen = same_price_or_readable(text, "lt")
    assert chosen == text or encoding(chosen) is Encoding.GSM7


@given(st.text(ANY_LETTERS, max_size=400), st.sampled_from(["lt", "lt-simple", "en", "uk", "ru", "ar"]))
def test_the_chosen_form_never_costs_more_and_never_hides_a_letter(text: str, language: str) -> None:
    chosen = same_price_or_readable(text, language)
    assert parts(chosen) <= parts(text)
    assert chosen.count("?") == text.count("?")
    assert chosen == text or language in {"lt", "lt-simple"}


def test_a_decomposed_letter_becomes_one_unit_before_it_is_paid() -> None:
    assert compose("e\u0307" * 70, "lt", allowed_parts=1).text == "ė" * 70


def test_invisible_signs_and_odd_spaces_cost_nothing() -> None:
    text = "a\u00a0b\u202fc\td\u200be\u200ff\u2068g\u2069\ufe0f"
    assert compose(text, "en", allowed_parts=1).text == "a b c defg"


def test_a_character_above_the_basic_plane_is_refused_and_named() -> None:
    with pytest.raises(CharacterIsTooWide) as refusal:
        compose("Šventė 𝒜", "lt", allowed_parts=3)
    assert refusal.value.facts == {"character": "𝒜"}


def test_a_text_over_the_allowed_parts_is_refused_and_never_cut() -> None:
    assert compose("a" * 306, "en", allowed_parts=2).parts == 2
    with pytest.raises(TextIsTooLong) as refusal:
        compose("a" * 307, "en", allowed_parts=2)
    assert refusal.value.facts == {"parts": 3, "allowed": 2}


def test_a_lithuanian_text_may_fit_only_because_it_is_folded() -> None:
    assert compose("ą" * 160, "lt", allowed_parts=1).text == "a" * 160


@given(st.text(ANY_LETTERS, max_size=300))
def test_what_is_composed_is_sent_whole(text: str) -> None:
    try:
        sms = compose(text, "uk", allowed_parts=20)
    except CharacterIsTooWide:
        return
    assert sms == measure(clean(text), STANDARD)


def test_a_part_has_a_price_by_the_country_of_the_number() -> None:
    tariff = Tariff("EUR", {"LT": Decimal("0.035"), "UA": Decimal("0.09")})
    assert tariff.unit_price("UA") == Decimal("0.09")
    with pytest.raises(CountryIsNotServed):
        tariff.unit_price("KP")
