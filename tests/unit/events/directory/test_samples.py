"""Sample files are documents of HSDS with words for ids."""

import tomllib
from pathlib import Path

import pytest

from services.events.directory.domain import id_of, read_json, spelled_out

SAMPLES = Path(__file__).parents[4] / "services/events/samples/directory"
EIGHT = ("screen", "screen_help", "informing", "websites", "at_home", "mediation", "accompanied", "spreading")


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.toml")), ids=lambda path: path.stem)
def test_a_sample_is_a_document_and_the_same_each_time(path: Path) -> None:
    facts = tomllib.loads(path.read_text())
    assert read_json(spelled_out(facts)) == read_json(spelled_out(facts))


def test_rokiskis_offers_its_eight_services_in_six_languages() -> None:
    services = spelled_out(tomllib.loads((SAMPLES / "rokiskis.toml").read_text()))["services"]
    assert [one["id"] for one in services] == [id_of(f"service:{name}") for name in EIGHT]
    for one, name in zip(services, EIGHT, strict=True):
        assert {f"x_name_{language}" for language in ("lt_simple", "en", "uk", "ru", "ar")} <= one.keys()
        assert id_of(f"rokiskis:{name}") in {term["taxonomy_term_id"] for term in one["attributes"]}


def test_what_has_no_name_is_called_by_its_place_and_days_are_written_out() -> None:
    said = {
        "services": [{"id": "a", "assured_date": tomllib.loads("d = 2026-11-30")["d"], "phones": [{"number": "1"}]}]
    }
    (service,) = spelled_out(said)["services"]
    assert service["phones"] == [{"id": id_of("service:a/phones/0"), "number": "1"}]
    assert service["assured_date"] == "2026-11-30"
