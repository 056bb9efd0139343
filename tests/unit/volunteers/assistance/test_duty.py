"""Which of several information screens is the one where somebody asks."""

from services.volunteers.assistance.domain.duty import shared_places

STAND = "Informacinis ekranas, Rokiškis, Respublikos g. 94"


def test_the_place_where_somebody_asks_has_most_in_common_with_itself() -> None:
    same = shared_places(STAND, ("Kultūros centras", "respublikos  g. 94, Rokiškis"))
    with_code = shared_places(STAND, ("Kultūros centras", "Respublikos g. 94, LT-42136 Rokiškis"))
    other_street = shared_places(STAND, ("Poliklinika", "Juodupės g. 1, Rokiškis"))
    elsewhere = shared_places(STAND, ("Poliklinika", "Gedimino g. 40, Kaišiadorys"))
    assert same > with_code > other_street > elsewhere == 0
    assert shared_places("Ekranas, Autobusų stotis, Obeliai", ("Autobusų stotis", "Obeliai")) > shared_places(
        "Ekranas, Autobusų stotis, Obeliai", ("Biblioteka", "Obeliai")
    )
