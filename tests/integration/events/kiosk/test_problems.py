"""What goes wrong at the touch screen is told there: it forgets whoever was there, and leads to its start."""

import re
from typing import Any

import pytest
from sqlalchemy.exc import TimeoutError as PoolTimeout

from services.events.kiosk import queries
from services.events.kiosk.pages import device, limiting
from services.events.kiosk.pages.limiting import when
from shared import languages
from shared.errors import TooMany
from shared.web.pages import Limited
from tests.support.factories.kiosk import a_service_id
from tests.support.visitor import Visitor


def is_of_the_screen(page: str, language: str) -> bool:
    """It has the screen's script, its question whether somebody is still there, and no way out of the screen."""
    leads = {part.split('"')[0] for part in page.split('<a class="button" href="')[1:]}
    away = [address for address in ('href="/"', 'href="/organise/', 'href="/privacy') if address in page]
    return (
        'class="kiosk"' in page
        and "kiosk.js" in page
        and "data-still" in page
        and f"/kiosk/{language}/" in leads
        and not away
    )


@pytest.mark.parametrize(
    ("language", "said"), [("ar", 'dir="rtl"'), ("uk", 'lang="uk"'), ("lt-simple", 'lang="lt-simple"')]
)
def test_a_page_that_is_not_there_leads_to_the_start_in_the_language_of_its_address(
    kiosk: Visitor, language: str, said: str
) -> None:
    kiosk.open(f"/kiosk/{language}/nix")
    assert kiosk.status == 404
    assert said in kiosk.page
    assert is_of_the_screen(kiosk.page, language)
    assert 'href="/kiosk/en/"' in kiosk.page, "another language leads to its start"


def test_an_address_without_a_language_is_of_the_screen_too(kiosk: Visitor) -> None:
    kiosk.open("/kiosk/nix")
    assert kiosk.status == 404
    assert is_of_the_screen(kiosk.page, "en")


@pytest.mark.parametrize(("error", "status"), [(PoolTimeout(), 503), (TooMany(retry_after=600), 429)])
def test_a_failure_is_told_on_the_screen_without_asking_the_database(
    kiosk: Visitor, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int
) -> None:
    def fail(*_asked: object) -> None:
        raise error

    monkeypatch.setattr(queries, "device", fail)
    kiosk.open("/kiosk/en/")
    assert kiosk.status == status
    assert is_of_the_screen(kiosk.page, "en")
    assert ("10 minutes" in kiosk.page) == (status == 429)


ONCE = Limited("only-once", most=1, seconds=600)
SERVICE = f"services/{a_service_id()}"
CALL = {"name": "Zofija", "phone": "+370 612 34567", "spoken": "lt"}
GET = {
    "by": "person",
    "name": "Zofija",
    "phone": "+370 612 34567",
    "reads": "uk",
    "need": "Vežimėlis",
    "agreed": "true",
}
FORMS: dict[str, dict[str, Any]] = {
    "help/call": CALL,
    f"{SERVICE}/help": GET,
    f"{SERVICE}/phone": {"phone": "+370 612 34567"},
    "pair": {"code": "ABCDEFGH"},
}


@pytest.mark.parametrize("form", FORMS)
def test_a_form_that_is_sent_too_often_keeps_what_was_typed_and_says_when_to_try_again(
    kiosk: Visitor, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.setattr(limiting, "AT_KIOSK", dict.fromkeys(limiting.AT_KIOSK, ONCE))
    monkeypatch.setattr(device, "PAIRING", ONCE)
    path, typed = f"/kiosk/uk/{form}", FORMS[form]
    for _time in range(2):
        kiosk.open(path).send(path, **typed)
    assert kiosk.status == 429
    assert 'class="kiosk"' in kiosk.page
    assert "data-still" in kiosk.page, "it still asks whether somebody is there, and begins anew"
    assert "data-problem" not in kiosk.page, "its script shows it in place of the form"
    assert re.search(r"Спробуйте знову через (9|10) хвилин", kiosk.text)
    for said in typed.values():
        assert f'value="{said}"' in kiosk.page or f">{said}</textarea>" in kiosk.page
    retry = int(kiosk.headers["Retry-After"])
    assert 0 < retry <= ONCE.seconds


def test_minutes_become_hours_where_they_are_many() -> None:
    with languages.speaking_as("events"), languages.using("en"):
        said = [when(seconds) for seconds in (1, 60, 61, 5400, 5401, 86_400)]
    numbers = [one.removeprefix("Please try again in ").removesuffix(".") for one in said]
    assert numbers == ["1 minute", "1 minute", "2 minutes", "90 minutes", "2 hours", "24 hours"]
