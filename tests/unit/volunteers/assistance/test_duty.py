"""Which shifts are at an information screen, and which of several places is the one where somebody asks."""

import pytest

from services.volunteers.assistance.domain.duty import is_at_screen, shared_places

STAND = "Informacinis ekranas, Rokiškis, Respublikos g. 94"


@pytest.mark.parametrize(
    "title",
    [
        "Padėti prie ekrano",
        "Pagalba prie interaktyvaus ekrano",
        "Budėjimas prie ekrano",
        "Informacinis ekranas aikštėje",
        "Pagalba kioske",
        "Help at the screen",
        "Helping at the touch screen",
        "Information screen",
        "Допомагати біля екрана",
        "Чергування біля інформаційного екрана",
        "Помощь у экрана",
        "Дежурство у информационного экрана",
        "المساعدة عند الشاشة",
        "شاشة المعلومات",
    ],
)
def test_a_shift_at_the_screen_is_known_by_its_title(title: str) -> None:
    assert is_at_screen((), {"lt": "", "xx": title})


@pytest.mark.parametrize(
    "title",
    [
        "Kino vakaras: pastatyti ekraną",
        "Budėti prie stendo mugėje",
        "Stendų montavimas",
        "Film evening: put up the screen",
        "Кіновечір: поставити екран",
        "Кино под открытым небом: натянуть экран",
        "أمسية سينمائية: تركيب شاشة العرض",
    ],
)
def test_a_screen_for_films_and_a_stand_at_a_fair_are_none(title: str) -> None:
    assert not is_at_screen(("driving",), {"lt": title})


def test_a_shift_that_asks_for_the_skill_is_at_the_screen_whatever_it_is_called() -> None:
    assert is_at_screen(("kiosk",), {"lt": "Budėti aikštėje"})


def test_the_place_where_somebody_asks_has_most_in_common_with_itself() -> None:
    same = shared_places(STAND, ("Kultūros centras", "respublikos  g. 94, Rokiškis"))
    with_code = shared_places(STAND, ("Kultūros centras", "Respublikos g. 94, LT-42136 Rokiškis"))
    other_street = shared_places(STAND, ("Poliklinika", "Juodupės g. 1, Rokiškis"))
    elsewhere = shared_places(STAND, ("Poliklinika", "Gedimino g. 40, Kaišiadorys"))
    assert same > with_code > other_street > elsewhere == 0
    assert shared_places("Ekranas, Autobusų stotis, Obeliai", ("Autobusų stotis", "Obeliai")) > shared_places(
        "Ekranas, Autobusų stotis, Obeliai", ("Biblioteka", "Obeliai")
    )
