"""What people type in three scripts, with the mistakes they make, and what they mean by it."""

import random
import time
import tomllib
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from services.events import app as app_module
from services.events.directory.domain import id_of, read_json, spelled_out
from services.events.directory.operations import import_document, index_again
from services.events.directory.queries import listed, services_shown, services_sought
from tests.support.factories.directory import a_service
from tests.support.factories.events import Worker, a_worker, an_organisation

SAMPLE = Path(app_module.__file__).parent / "samples/directory/rokiskis.toml"
CORPUS = [
    ("pavėžėjimas", "accompanied"),
    ("pavezejimas", "accompanied"),
    ("pavežejimu", "accompanied"),
    ("pavežėjims", "accompanied"),
    ("taksi", "accompanied"),
    ("palydejimas pas gydytoja", "accompanied"),
    ("daktaras", "accompanied"),
    ("підвезення", "accompanied"),
    ("pidvezennia", "accompanied"),
    ("підвезеня", "accompanied"),
    ("подвоз", "accompanied"),
    ("podvoz k vrachu", "accompanied"),
    ("soprovozhdenie", "accompanied"),
    ("сопровожденье", "accompanied"),
    ("نقل", "accompanied"),
    ("النقل", "accompanied"),
    ("transport", "accompanied"),
    ("tarpininkavimas", "mediation"),
    ("tarpininkavims", "mediation"),
    ("посередництво", "mediation"),
    ("poserednytstvo", "mediation"),
    ("посредничиство", "mediation"),
    ("وساطه", "mediation"),
    ("mediaton", "mediation"),
    ("ekranas", "screen"),
    ("kioskas", "screen"),
    ("стенд", None),
    ("екран", "screen"),
    ("ekran", "screen"),
    ("شاشة", "screen"),
    ("pagalba namie", "at_home"),
    ("konsultavimas namuose", "at_home"),
    ("вдома", "at_home"),
    ("na domu", None),
    ("المنزل", "at_home"),
    ("пенсионер", "at_home"),
    ("пенсионера", "at_home"),
    ("senoliai", "at_home"),
    ("возить к врачу", "accompanied"),
    ("vozit k vrachu", "accompanied"),
    ("gydytojui", "accompanied"),
    ("svetaineje", "websites"),
    ("сайт", "websites"),
    ("sklaida", "spreading"),
    ("поширення", "spreading"),
    ("informatsiia", "informing"),
    ("інформація", "screen"),
    ("INFORMAVIMAS", "informing"),
    ("senjorai", "at_home"),
    ("pensininkai", "at_home"),
    ("neigalus", "at_home"),
    ("bezhentsy", "mediation"),
    ("palydejimaas", "accompanied"),
    ("супровод", "accompanied"),
    ("مرافقه", "accompanied"),
    ("посредничество", "mediation"),
    ("namuoze", "at_home"),
    ("شاشه", "screen"),
    ("الشاشة", "screen"),
    ("neįgaliųjų", "accompanied"),
    ("neigaliuju", "accompanied"),
    ("neįgaliesiems", "accompanied"),
    ("neįgaliuosiuose", "accompanied"),
    ("negalios", "accompanied"),
    ("инвалидам", "accompanied"),
    ("перевозка", "accompanied"),
    ("perevozka", "accompanied"),
    ("перевезення", "accompanied"),
    ("gydytojams", "accompanied"),
    ("pabėgėlėms", "mediation"),
    ("reikia pas gydytoją", "accompanied"),
]
"""What is typed -> the service that must be found; None where it may be, since nobody wrote it so."""


@pytest.fixture
def keeper(events_session: Session) -> Worker:
    return a_worker(events_session, an_organisation(events_session))


def found(session: Session, question: str) -> list[str]:
    page = listed(session, "service", "item", "lt", "http://talka.test", page=1, per_page=100, search=question)
    return [one["id"] for one in page["contents"]]


@pytest.fixture
def town(events_session: Session, keeper: Worker) -> Session:
    document = spelled_out(tomllib.loads(SAMPLE.read_text()))
    import_document(events_session, keeper, next(iter(keeper.roles)), read_json(document))
    return events_session


def test_what_is_meant_is_found(town: Session) -> None:
    missed = [typed for typed, meant in CORPUS if meant and id_of(f"service:{meant}") not in found(town, typed)]
    assert missed == []


SENTENCES = [
    ("dėl negalios", "accompanied"),
    ("noriu pas gydytoją", "accompanied"),
    ("doctor visit", "accompanied"),
    ("визит к врачу", "accompanied"),
    ("زيارة الطبيب", "accompanied"),
]
"""What is typed as one would say it, of which no service has all the words -> the service that must be found."""


@pytest.mark.parametrize(("typed", "meant"), SENTENCES)
def test_a_sentence_finds_what_has_some_of_its_words(town: Session, typed: str, meant: str) -> None:
    found, _more, widened = services_sought(town, page=1, per_page=20, search=typed)
    assert id_of(f"service:{meant}") in [one["id"] for one in found]
    assert widened
    assert services_shown(town, page=1, per_page=20, search=typed) == ([], False), "elsewhere every word narrows"


def test_a_second_try_is_made_only_where_the_first_finds_nothing_and_a_word_is_known(town: Session) -> None:
    assert services_sought(town, page=1, per_page=20, search="zzzz qqqq") == ([], False, False)
    assert not services_sought(town, page=1, per_page=20, search="pagalba namie").widened
    assert services_sought(town, page=2, per_page=20, search="pagalba namie") == ([], False, False), "nothing follows"
    assert services_sought(town, page=1, per_page=20, search="noriu gydytojo", city="Vilnius") == ([], False, False)


@pytest.mark.parametrize("typed", ["zzzz", "baseinas", "x", "?", "велосипед", "دراجة"])
def test_what_nobody_offers_is_not_found(town: Session, typed: str) -> None:
    assert found(town, typed) == []


def test_every_word_narrows(town: Session) -> None:
    both = set(found(town, "tarpininkavimas namuose"))
    assert both == set(found(town, "tarpininkavimas")) & set(found(town, "namuose"))
    assert id_of("service:at_home") in both


def test_a_thousand_services_are_searched_in_a_moment(town: Session, keeper: Worker) -> None:
    """With room for a busy machine."""
    chance = random.Random(1)
    syllables = [first + second for first in "bdgklmnprstvz" for second in ("a", "e", "i", "o", "u", "as", "is")]
    words = ["".join(chance.choices(syllables, k=chance.randint(2, 5))) for _ in range(2_000)]
    some: list[dict[str, Any]] = [
        a_service(str(number), name=" ".join(chance.choices(words, k=5)), phones=[]) for number in range(1_000)
    ]
    for one in some:
        one.pop("service_at_locations")
    import_document(town, keeper, next(iter(keeper.roles)), read_json({"services": some}))
    town.execute(text("ANALYZE directory_services, directory_words"))
    seconds = []
    for typed, _meant in CORPUS[:20]:
        began = time.perf_counter()
        found(town, typed)
        seconds.append(time.perf_counter() - began)
    assert sorted(seconds)[18] < 0.5, sorted(seconds)


SAID_ON_A_PAGE = [
    ("vežimėlis", "screen"),
    ("wheelchair", "screen"),
    ("lift", "informing"),
    ("ліфт", "informing"),
    ("Vytauto", "informing"),
    ("Rokiškis", "informing"),
]
"""What is said of the places of a service -> the service that must be found."""


def test_what_is_said_of_its_places_finds_a_service(town: Session) -> None:
    missed = [typed for typed, meant in SAID_ON_A_PAGE if id_of(f"service:{meant}") not in found(town, typed)]
    assert missed == []


def test_a_service_is_found_by_how_one_applies_and_by_the_new_name_of_its_place(
    events_session: Session, keeper: Worker
) -> None:
    service = a_service(phones=[], application_process="Užpildykite prašymą", fees_description="Nemokamai")
    (keeps,) = keeper.roles
    import_document(events_session, keeper, keeps, read_json({"services": [service]}))
    assert (len(found(events_session, "prasymas")), len(found(events_session, "nemokamai"))) == (1, 1)
    assert found(events_session, "Caritas") == []
    service["service_at_locations"][0]["location"]["name"] = "Caritas"
    import_document(events_session, keeper, keeps, read_json({"services": [service]}))
    assert len(found(events_session, "caritas")) == 1


def test_entries_from_before_are_noted_anew(town: Session) -> None:
    town.execute(text("UPDATE directory_services SET words = '{}', sort_keys = '{}'"))
    assert found(town, "lift") == []
    index_again(town, UUID(id_of("service:informing")))
    assert found(town, "lift") == [id_of("service:informing")]
    index_again(town, UUID(int=0))
