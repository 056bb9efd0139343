"""What goes wrong at the touch screen is told there: it forgets whoever was there, and leads to its start."""

import pytest
from sqlalchemy.exc import TimeoutError as PoolTimeout

from services.events.kiosk import queries
from shared.errors import TooMany
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
