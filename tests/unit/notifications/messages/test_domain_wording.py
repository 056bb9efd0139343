"""What a message says where not everything fits into an SMS."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from uuid_utils.compat import uuid7

from services.notifications.messages.domain.facts import OccasionFacts, Place, Terms
from services.notifications.messages.domain.wording import Written, cut, occasion_values, prepare, write
from services.notifications.recipients.domain import Channel, Purpose
from services.notifications.templates.domain.sms import Tariff, TextIsTooLong, folded
from services.notifications.templates.domain.texts import SLOTS, load
from services.notifications.templates.domain.values import when_in_brief
from shared.languages import LANGUAGES
from tests.support.clock import vilnius

ZONE = ZoneInfo("Europe/Vilnius")
TERMS = Terms(load(), None, ZONE, Tariff("EUR", {"LT": Decimal("0.05")}), 6, b"key", "Talka", "(0-612) 34567")
LIBRARY = "Kaišiadorių rajono savivaldybės viešoji biblioteka"
OLD_VENUE = f"{LIBRARY}, Gedimino g. 40, Kaišiadorys"
NEW_VENUE = "Žiežmarių kultūros ir laisvalaikio centro salė nr., Vilniaus g. 25, Žiežmariai"
LONG_TITLES = {
    "lt": "Susipažįstame su Ukrainos virtuvės patiekalais kartu",
    "lt-simple": "Susipažįstame su Ukrainos virtuvės patiekalais kartu",
    "en": "Getting to know the dishes of Ukraine, all together now",
    "uk": "Знайомимося зі стравами української кухні всі разом тут",
    "ru": "Знакомимся с блюдами украинской кухни все вместе здесь",
    "ar": "نتعرف معًا على أطباق المطبخ الأوكراني في أمسية مشتركة",
}
LONGEST_VENUE = (
    f"{'Žiežmarių kultūros centras ' * 3}, {'Kaišiadorių rajono savivaldybės Žiežmarių apylinkės Vilniaus g. 125':.66}"
)
OWN = {"party": "9", "code": "K7M4QX", "link": "https://talka.kaisiadorys.lt/r/Xb3k9QpW2a"}
OCCASION_TELLS = {"title", "shift", "reason", "when", "venue", "was", "expires", "clash", *OWN}
OF_AN_OCCASION = sorted(
    purpose for purpose, slots in SLOTS.items() if "when" in slots.sms and slots.sms <= OCCASION_TELLS
)
START = vilnius(2026, 11, 28, 14)


def occasion(language: str, title: str, venue: str) -> OccasionFacts:
    id_ = uuid7()
    return OccasionFacts(
        id=id_,
        kind="occurrence",
        occurrence_id=id_,
        event_id=uuid7(),
        organisation="Agentūra",
        title={language: title},
        work={language: title},
        reason={},
        place=Place(START, START + timedelta(hours=2), venue),
        zone="Europe/Vilnius",
        version=2,
        heard=2,
    )


def written(
    purpose: Purpose, language: str, title: str, venue: str, *, old_venue: str, terms: Terms = TERMS
) -> Written:
    facts = occasion(language, title, venue)
    was = Place(START - timedelta(days=66), START, old_venue)
    values = occasion_values(facts, was, Channel.SMS, language, START - timedelta(days=1))
    return write(prepare(terms, purpose, Channel.SMS, language, values), OWN)


def has_all_that_matters(text: str, purpose: Purpose, language: str) -> bool:
    facts = {"when": when_in_brief(START, ZONE, language), **OWN}
    return all(folded(facts[slot]) in folded(text) for slot in SLOTS[purpose].sms & facts.keys())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("purpose", [Purpose.EVENT_CHANGED, Purpose.SHIFT_CHANGED])
def test_a_move_between_two_places_with_long_names_is_told_in_every_language(purpose: Purpose, language: str) -> None:
    title = LONG_TITLES[language]
    said = written(purpose, language, title, NEW_VENUE, old_venue=OLD_VENUE)
    assert said.sms
    assert said.sms.parts <= 6
    assert has_all_that_matters(said.body, purpose, language)
    assert folded(title) in folded(said.body)
    assert folded(NEW_VENUE.partition(",")[0]) in folded(said.body)


def test_an_sms_of_a_clash_leaves_out_what_was_and_a_mail_does_not() -> None:
    was = Place(START - timedelta(days=66), START, OLD_VENUE)
    shown = occasion("en", "Lunch", NEW_VENUE)
    sms, mail = (occasion_values(shown, was, channel, "en", clash=True) for channel in (Channel.SMS, Channel.EMAIL))
    assert sms["clash"] == mail["clash"] == "You have another shift at that time."
    assert sms["was"] == ""
    assert OLD_VENUE in mail["was"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("purpose", OF_AN_OCCASION)
def test_the_longest_names_never_keep_an_sms_from_leaving(purpose: Purpose, language: str) -> None:
    title = f"{LONG_TITLES[language]} {LONG_TITLES[language]}"[:80]
    said = written(purpose, language, title, LONGEST_VENUE, old_venue=LONGEST_VENUE[::-1])
    assert said.sms
    assert said.sms.parts <= 6
    assert has_all_that_matters(said.body, purpose, language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("purpose", OF_AN_OCCASION)
def test_names_beyond_all_measure_are_cut(purpose: Purpose, language: str) -> None:
    said = written(purpose, language, "Ж" * 300, "Ш" * 900, old_venue="Щ" * 900)
    assert has_all_that_matters(said.body, purpose, language)


def test_what_was_goes_first_then_the_address_then_the_end_of_the_title() -> None:
    def said(most_parts: int) -> str:
        terms, title, venue = replace(TERMS, most_parts=most_parts), "Знайомство " * 12, f"Salė, {'Vilniaus g. ' * 7}"
        return written(Purpose.EVENT_CHANGED, "uk", title, venue, old_venue=OLD_VENUE, terms=terms).body

    texts = [said(most_parts) for most_parts in range(9, 3, -1)]
    steps = [("Раніше було" in text, "Vilniaus g." in text, "..." not in text) for text in texts]
    assert list(dict.fromkeys(steps)) == [
        (True, True, True),
        (False, True, True),
        (False, False, True),
        (False, False, False),
    ]


def test_what_does_not_fit_even_so_is_refused() -> None:
    with pytest.raises(TextIsTooLong):
        written(
            Purpose.EVENT_CHANGED, "uk", "Свято", NEW_VENUE, old_venue=OLD_VENUE, terms=replace(TERMS, most_parts=2)
        )


@pytest.mark.parametrize(
    ("text", "most", "short"),
    [
        ("Knygos ir žmonės", 16, "Knygos ir žmonės"),
        ("Knygos ir žmonės", 15, "Knygos ir..."),
        ("Knygos ir žmonės", 12, "Knygos ir..."),
        ("Knygos, žmonės", 12, "Knygos..."),
        ("Nebeprisikiškiakopūsteliaujantiesiems", 12, "Nebeprisi..."),
    ],
)
def test_a_long_name_is_cut_after_a_word(text: str, most: int, short: str) -> None:
    assert cut(text, most) == short


@pytest.mark.parametrize(
    ("language", "said"),
    [("lt", "Vakaras"), ("lt-simple", "Vakaras"), ("uk", "Vakaras (литовська)"), ("ar", "Vakaras (الليتوانية)")],
)
def test_a_mail_names_the_language_of_what_is_not_in_the_persons_own(language: str, said: str) -> None:
    shown = occasion("lt", "Vakaras", "Biblioteka")
    mail, sms = (occasion_values(shown, None, channel, language) for channel in (Channel.EMAIL, Channel.SMS))
    assert (mail["title"], mail["shift"], mail["reason"]) == (said, said, "")
    assert sms["title"] == "Vakaras"
