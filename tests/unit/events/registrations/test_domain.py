"""The rules of registering, without any row."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.events.registrations.domain import (
    CAUSE_NAMES,
    NEED_NAMES,
    STATE_NAMES,
    Cause,
    Links,
    NamesDoNotFit,
    Need,
    Outcome,
    State,
    Waiting,
    channel,
    check_names,
    code_as_typed,
    folded,
    give,
    holds_places,
    is_meant,
    most_that_fit,
    offer_expires,
)
from shared.links import ALPHABET

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PARTIES = st.lists(st.integers(1, 8), max_size=40).map(lambda sizes: [Waiting(uuid4(), size) for size in sizes])


@given(st.integers(0, 40), PARTIES)
def test_no_more_places_are_given_than_are_free(free: int, waiting: list[Waiting]) -> None:
    served = [one for one in give(free, waiting, asks=False) if one.outcome is Outcome.SERVED]
    assert sum(one.party for one in served) <= free


@given(st.integers(0, 40), PARTIES)
def test_no_party_that_fits_into_what_is_left_goes_on_waiting(free: int, waiting: list[Waiting]) -> None:
    served = {one.registration_id for one in give(free, waiting, asks=False) if one.outcome is Outcome.SERVED}
    left = free - sum(one.party for one in waiting if one.registration_id in served)
    assert all(one.party > left for one in waiting if one.registration_id not in served)


@given(st.integers(0, 40), PARTIES)
def test_everybody_is_looked_at_in_order_until_no_place_is_left(free: int, waiting: list[Waiting]) -> None:
    considered = give(free, waiting, asks=False)
    assert [one.registration_id for one in considered] == [one.registration_id for one in waiting[: len(considered)]]
    served = sum(one.party for one in considered if one.outcome is Outcome.SERVED)
    assert len(considered) == len(waiting) or served == free


@given(st.integers(1, 40), PARTIES)
def test_a_party_is_passed_over_only_when_too_few_places_were_left_at_its_turn(
    free: int, waiting: list[Waiting]
) -> None:
    for one in give(free, waiting, asks=False):
        assert (one.outcome is Outcome.SERVED) == (one.party <= free)
        free -= one.party if one.outcome is Outcome.SERVED else 0


@pytest.mark.parametrize(
    ("gets_sms", "gets_email", "prefers", "found"),
    [
        (True, True, "sms", "sms"),
        (True, True, "email", "email"),
        (True, False, "email", "sms"),
        (False, True, "sms", "email"),
        (False, False, "sms", "none"),
    ],
)
def test_a_party_is_reached_where_it_can_be(*, gets_sms: bool, gets_email: bool, prefers: str, found: str) -> None:
    assert channel(gets_sms=gets_sms, gets_email=gets_email, prefers=prefers) == found


def test_names_are_for_everybody_or_nobody() -> None:
    check_names(2, [])
    check_names(2, ["Ona", "Petras"])
    for names in (["Ona"], ["Ona", "Petras", "Jurga"]):
        with pytest.raises(NamesDoNotFit):
            check_names(2, names)


def test_an_offer_ends_with_its_hours_or_with_the_start() -> None:
    assert offer_expires(NOW, 12, NOW + timedelta(days=2)) == NOW + timedelta(hours=12)
    assert offer_expires(NOW, 12, NOW + timedelta(hours=3)) == NOW + timedelta(hours=3)


def test_only_confirmed_and_offered_parties_hold_places() -> None:
    assert {state for state in State if holds_places(state)} == {State.CONFIRMED, State.OFFERED}


@pytest.mark.parametrize(
    ("state", "party", "capacity", "taken", "most"),
    [
        (State.CONFIRMED, 2, 3, 2, 3),
        (State.OFFERED, 2, 10, 9, 3),
        (State.CONFIRMED, 2, 10, 12, 2),
        (State.CONFIRMED, 2, 30, 2, 8),
        (State.WAITING, 2, 3, 3, 3),
        (State.WAITING, 2, 30, 30, 8),
    ],
)
def test_a_party_can_become_as_large_as_places_are_free_or_there_while_it_waits(
    state: State, party: int, capacity: int, taken: int, most: int
) -> None:
    assert most_that_fit(state, party, capacity=capacity, taken=taken) == most


@given(st.uuids())
def test_codes_have_six_letters_that_nobody_mistakes(registration_id: UUID) -> None:
    code = Links("key", "http://talka.test").code(registration_id)
    assert len(code) == 6
    assert set(code) <= set(ALPHABET)
    assert not set(ALPHABET) & set("0O1I")
    assert len(ALPHABET) == 32


@pytest.mark.parametrize("typed", ["abc-234", "ABC 234", " abc234 ", "a b c - 2 3 4"])
def test_a_code_may_be_typed_in_any_case_and_groups(typed: str) -> None:
    assert code_as_typed(typed) == "ABC234"


def test_a_link_is_url_safe_and_known_to_its_key_alone() -> None:
    registration_id = uuid4()
    links = Links("key", "http://talka.test")
    token = links.token(registration_id)
    assert (len(token), links.address(registration_id)) == (16, f"http://talka.test/r/{token}")
    assert all(character.isalnum() or character in "-_" for character in token)
    assert token not in {Links("other", "").token(registration_id), links.token(uuid4())}


def test_every_code_that_people_see_has_a_name() -> None:
    assert (set(NEED_NAMES), set(STATE_NAMES), set(CAUSE_NAMES)) == (set(Need), set(State), set(Cause))


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Žydrūnas Šiaučiūnas", "zydrunas siauciunas"),
        ("Žydrūnas", "Zhydrunas"),
        ("Юлія", "Yuliia"),
        ("Юлія", "julija"),
        ("Євген Щербак", "Yevhen Shcherbak"),
        ("Галина", "Galina"),
        ("Мар'яна Петренко", "Marjana petrenko"),
        ("Ольга", "Olha"),
        ("ياسمين", "ياسمين"),
        ("  Ona   Ūsaitė", "ona usaite"),
        ("Żółć", "zolc"),
        ("ŁUKASZ", "Lukasz"),
        ("Jørgen Ærø", "jorgen aero"),
        ("Đặng", "dang"),
        ("Işıl", "isil"),
        ("Weiß", "weiss"),
        ("Cœur", "coeur"),
    ],
)
def test_a_name_is_found_however_it_is_spelt(written: str, typed: str) -> None:
    assert folded(written) == folded(typed)


@pytest.mark.parametrize(
    ("wanted", "meant"),
    [
        ("usait", True),
        ("k7p-3xw", True),
        ("8 612 34567", True),
        ("4567", True),
        ("567", False),
        ("Petras", False),
        ("K7P3X", False),
        ("'", False),
    ],
)
def test_a_party_is_meant_by_name_code_or_phone(wanted: str, meant: bool) -> None:  # noqa: FBT001 - the expectation
    assert is_meant(wanted, names=["Ona Ūsaitė"], code="K7P3XW", phone="+37061234567") is meant


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("ahmed", "أحمد الخطيب"),
        ("Ahmad al-Khatib", "أحمد الخطيب"),
        ("khatib", "أحمد الخطيب"),
        ("muhammad", "محمد"),
        ("mohamed", "محمد"),
        ("Sara", "سارة"),
        ("Sarah", "سارة"),
        ("walid", "وليد"),
        ("Qasim", "قاسم"),
        ("Ясмін", "ياسمين"),
        ("خديجة", "Khadija Hassan"),
    ],
)
def test_a_name_in_arabic_letters_is_found_by_how_it_sounds(typed: str, name: str) -> None:
    assert is_meant(typed, names=[name], code="K7P3XW", phone=None)


@pytest.mark.parametrize(("typed", "name"), [("ola", "علي"), ("petras", "بطرس"), ("a", "أحمد"), ("أحمد", "Ona")])
def test_another_name_or_a_single_letter_is_not_meant(typed: str, name: str) -> None:
    assert not is_meant(typed, names=[name], code="K7P3XW", phone=None)


def test_a_party_without_names_and_phone_is_meant_by_its_code_alone() -> None:
    assert [is_meant(wanted, names=[], code="K7P3XW", phone=None) for wanted in ("K7P3XW", "61234567")] == [True, False]
