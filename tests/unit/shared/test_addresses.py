"""Addresses as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.addresses import (
    EmailIsWrong,
    PhoneGetsNoSms,
    PhoneHasExtension,
    PhoneIsWrong,
    PhoneNeedsCountry,
    email_address,
    is_landline,
    mobile_phone,
    phone,
)
from shared.errors import Invalid


@pytest.mark.parametrize(
    "typed",
    [
        "+37061234567",
        "37061234567",
        "0037061234567",
        "00 370 612 34567",
        "tel:+37061234567",
        "861234567",
        "061234567",
        "61234567",
        "(8-612) 34567",
        "8 612 34567",
        "0 612 34567",
        "8-6123-4567",
        "8~612 34567",
        "8*612-34567",
        "+370 (612) 34 567",
        "+370-612-34567",
        "+３７０６１２３４５６７",
        "٠٦١٢٣٤٥٦٧",
        "+370861234567",
        "+370061234567",
        "  861234567 ",
    ],
)
def test_every_way_of_typing_a_lithuanian_mobile_is_one_number(typed: str) -> None:
    found = mobile_phone(typed)
    assert (found.e164, found.country, found.gets_sms) == ("+37061234567", "LT", True)


def test_a_lithuanian_number_is_shown_the_national_way() -> None:
    assert phone("861234567").display == "(0-612) 34567"


@pytest.mark.parametrize(
    ("typed", "country", "display"),
    [
        ("+380501234567", "UA", "+380 50 123 4567"),
        ("+48512345678", "PL", "+48 512 345 678"),
        ("+37126123456", "LV", "+371 26 123 456"),
        ("+375291234567", "BY", "+375 29 123-45-67"),
    ],
)
def test_mobiles_of_the_neighbours_are_taken_with_their_country(typed: str, country: str, display: str) -> None:
    found = mobile_phone(typed)
    assert (found.e164, found.country, found.display) == (typed, country, display)


@pytest.mark.parametrize("typed", ["852345678", "(8 5) 234 5678", "+370 37 123456"])
def test_a_landline_is_kept_for_calls_and_refused_for_sms(typed: str) -> None:
    assert not phone(typed).gets_sms
    with pytest.raises(PhoneGetsNoSms):
        mobile_phone(typed)


def test_staff_see_which_stored_number_gets_no_sms() -> None:
    stored = ["+37034651234", "+37061234567", "+380501234567", "of a plan that is no more"]
    assert [number for number in stored if is_landline(number)] == ["+37034651234"]


@pytest.mark.parametrize("typed", ["+37080012345", "+37090012345", "+37070012345"])
def test_toll_free_premium_and_personal_numbers_are_refused(typed: str) -> None:
    with pytest.raises(PhoneIsWrong):
        phone(typed)


@pytest.mark.parametrize("typed", ["+37061234567 ext 3", "861234567 x3", "+37061234567;ext=3"])
def test_a_number_with_an_extension_is_refused(typed: str) -> None:
    with pytest.raises(PhoneHasExtension):
        phone(typed)


@pytest.mark.parametrize("typed", ["6123456", "612345678", "112", "1533", "00061234567", "", "Ona", "8" * 300])
def test_what_no_numbering_plan_holds_is_refused(typed: str) -> None:
    with pytest.raises(PhoneIsWrong):
        phone(typed)


@pytest.mark.parametrize("typed", ["0501234567", "050 123 45 67", "(050) 123-45-67"])
def test_a_ukrainian_number_typed_the_national_way_asks_for_its_country(typed: str) -> None:
    with pytest.raises(PhoneNeedsCountry):
        phone(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "861234567 (Ona)",
        "861234567 862345678",
        "861234567, 862345678",
        "861234567/862345678",
        "861234567; 862345678",
        "8612DEF67",  # phonenumbers would read D, E and F as 3
    ],
)
def test_a_name_or_a_second_number_in_the_field_asks_again(typed: str) -> None:
    with pytest.raises(PhoneIsWrong):
        phone(typed)


def test_numbers_one_digit_apart_are_told_apart_by_country() -> None:
    lithuanian, latvian = phone("+37069123456"), phone("+37169123456")
    assert (lithuanian.country, lithuanian.gets_sms) == ("LT", True)
    assert (latvian.country, latvian.gets_sms) == ("LV", False)


@given(st.text())
def test_no_text_breaks_reading_a_phone_number(typed: str) -> None:
    try:
        found = phone(typed)
    except Invalid:
        return
    assert phone(found.e164) == found


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("ona@example.lt", "ona@example.lt"),
        (" Ona.Onaite+talka@Example.LT ", "Ona.Onaite+talka@example.lt"),
        ("ona@kaišiadorys.lt", "ona@xn--kaiiadorys-29b.lt"),
        ("ona@ПРИКЛАД.укр", "ona@xn--80aikifvh.xn--j1amh"),
        ("ona@mail.savivaldybe.lt", "ona@mail.savivaldybe.lt"),
    ],
)
def test_an_email_address_is_kept_as_mail_servers_need_it(typed: str, address: str) -> None:
    assert email_address(typed) == address


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ona",
        "ona@",
        "@example.lt",
        "ona@example",
        "ona@@example.lt",
        "ona@example..lt",
        "ona@-example.lt",
        "ona@example.lt.",
        "ona@192.168.1.1",
        ".ona@example.lt",
        "ona onaite@example.lt",
        "Ona <ona@example.lt>",
        "ona@example.lt, petras@example.lt",
        "ona@example.lt\nBcc: visi@example.lt",
        "onutė@example.lt",
        "ona@straße.de",
        "o" * 65 + "@example.lt",
        "ona@" + "a" * 64 + ".lt",
        "o" * 60 + "@" + ".".join(["a" * 50] * 4) + ".lt",
    ],
)
def test_an_address_that_would_not_arrive_is_refused(typed: str) -> None:
    with pytest.raises(EmailIsWrong):
        email_address(typed)


@given(st.text())
def test_every_accepted_address_is_ascii_on_one_line(typed: str) -> None:
    try:
        address = email_address(typed)
    except EmailIsWrong:
        return
    assert address.isascii()
    assert address.isprintable()
