"""Addresses as people type them: telephone numbers for SMS and calls, and e-mail addresses.

Only how an address is read and kept; whom we may write to, and about what, is each service's own matter.
"""

import re
import unicodedata
from dataclasses import dataclass

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from shared.errors import Invalid, _

REGION = "LT"
_MOBILE = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
_CALLABLE = {*_MOBILE, PhoneNumberType.FIXED_LINE}
_TYPED_AS_LINK = re.compile(r"^\s*tel:", re.IGNORECASE)
_LONGEST_EXTENSION = 5  # "861234567, 862345678" parses as an extension of nine digits
_LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
_READ_DIFFERENTLY = re.compile("[ßς\u200c\u200d]")  # IDNA 2003 and 2008 make different domains of these
_LONGEST_LOCAL_PART, _LONGEST_ADDRESS = 64, 254  # RFC 5321 sections 4.5.3.1.1 and 4.5.3.1.3


class PhoneIsWrong(Invalid):
    """No phone number can be read from what was typed."""

    code = "phone-is-wrong"
    title = _("This is not a phone number we can use. Please type one number only, for example 0 612 34567.")


class PhoneNeedsCountry(Invalid):
    """A number typed the national way of another country."""

    code = "phone-needs-country"
    title = _("Please type the number with its country code, for example +380 50 123 4567.")


class PhoneHasExtension(Invalid):
    """Extensions cannot be dialled by a gateway."""

    code = "phone-has-extension"
    title = _("Please type the number without an extension.")


class PhoneGetsNoSms(Invalid):
    """A landline: fine for calls, deaf to SMS."""

    code = "phone-gets-no-sms"
    title = _("This is a landline and cannot get SMS. Please type a mobile number.")


class CountryIsNotServed(Invalid):
    """A mobile of a country to which nothing is sent from here: the price table has no row for it."""

    code = "sms-country-not-served"
    title = _("We cannot send SMS to numbers of this country. Please give an e-mail address or another number.")


class EmailIsWrong(Invalid):
    """No e-mail address that every mail server accepts."""

    code = "email-is-wrong"
    title = _("This is not an e-mail address we can write to. Please check it, for example vardas@example.lt.")


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone number: stored as E.164, shown as `display`, with the country beside it where staff look."""

    e164: str
    display: str
    country: str
    gets_sms: bool


def phone(typed: str) -> Phone:
    """Read a phone number as people in Lithuania type it; landlines too, since people can be called.

    Raises PhoneNeedsCountry, PhoneHasExtension or PhoneIsWrong.
    """
    bare = _TYPED_AS_LINK.sub("", typed)
    number = _parsed(bare, REGION)
    if number is not None and number.extension:
        raise PhoneHasExtension if len(number.extension) <= _LONGEST_EXTENSION else PhoneIsWrong
    if number is None or _kind(number) not in _CALLABLE or any(character.isalpha() for character in bare):
        raise PhoneNeedsCountry if _is_ukrainian_habit(bare) else PhoneIsWrong
    return Phone(
        phonenumbers.format_number(number, PhoneNumberFormat.E164),
        _shown(number),
        phonenumbers.region_code_for_number(number) or "",
        _kind(number) in _MOBILE,
    )


def is_landline(e164: str) -> bool:
    """Whether a stored number is good for calls alone."""
    number = _parsed(e164, REGION)
    return number is not None and _kind(number) == PhoneNumberType.FIXED_LINE


def mobile_phone(typed: str) -> Phone:
    """Read a phone number that can get SMS. Raises PhoneGetsNoSms beside the errors of `phone`."""
    found = phone(typed)
    if not found.gets_sms:
        raise PhoneGetsNoSms
    return found


def _parsed(typed: str, region: str) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(typed, region)
    except NumberParseException:
        return None


def _kind(number: phonenumbers.PhoneNumber) -> int:
    """The number's type; UNKNOWN for one that no plan holds."""
    return phonenumbers.number_type(number)


def _is_ukrainian_habit(typed: str) -> bool:
    """0501234567: our largest group of newcomers writes mobiles so, and only they know the country is missing."""
    number = _parsed(typed, "UA")
    return (
        number is not None
        and number.country_code != phonenumbers.country_code_for_region(REGION)
        and _kind(number) in _MOBILE
    )


def _shown(number: phonenumbers.PhoneNumber) -> str:
    """`(0-612) 34567` at home, `+380 50 123 4567` for other countries."""
    at_home = phonenumbers.region_code_for_number(number) == REGION
    return phonenumbers.format_number(
        number, PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
    )


def email_address(typed: str) -> str:
    """The address to send to: domain in lower case and IDNA, local part as typed.

    Raises EmailIsWrong, also for a local part outside ASCII, which most servers cannot take (no SMTPUTF8).
    """
    local, _at, domain = unicodedata.normalize("NFC", typed.strip()).rpartition("@")
    address = f"{local}@{_idna(domain)}"
    if not _LOCAL_PART.fullmatch(local) or len(local) > _LONGEST_LOCAL_PART or len(address) > _LONGEST_ADDRESS:
        raise EmailIsWrong
    return address


def _idna(domain: str) -> str:
    """The domain as DNS knows it."""
    try:
        encoded = domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise EmailIsWrong from None
    if _READ_DIFFERENTLY.search(domain) or not _DOMAIN.fullmatch(encoded):
        raise EmailIsWrong
    return encoded
