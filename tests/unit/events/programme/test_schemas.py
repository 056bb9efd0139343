"""What organisers may send."""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from marshmallow import ValidationError

from services.events.programme.domain import EndsBeforeItStarts
from services.events.programme.schemas import EventForm, EventPatch, Move, MoveForm, NewEvent, ProgrammeFilter
from services.events.registrations.schemas import EventCancellation

OCCURRENCE = {"starts": "2027-01-10T18:00", "ends": "2027-01-10T20:00", "capacity": 30}
VENUE = {"name": "Biblioteka", "address": "Gedimino g. 40", "municipality": "Kaišiadorys"}
EVENT: dict[str, Any] = {
    "organisation_id": str(uuid4()),
    "kind": "training",
    "title": {"lt": "Mokymai"},
    "venue": VENUE,
    "occurrences": [OCCURRENCE],
}
SAMPLES = Path(__file__).parents[4] / "services/events/samples"


def test_the_least_of_an_event_is_filled_up_with_what_is_usual() -> None:
    loaded = NewEvent().load(EVENT)
    (occurrence,) = loaded["occurrences"]
    assert (occurrence["zone"], occurrence["shifts"]) == ("Europe/Vilnius", [])
    assert occurrence["starts"].tzinfo is None
    assert loaded["venue"]["access"] == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("kind",), "party"),
        (("title",), {}),
        (("title",), {"fr": "Bonjour"}),
        (("title",), {"lt": "x" * 121}),
        (("title",), {"lt": "   "}),
        (("title",), "Mokymai"),
        (("summary",), {"lt": "x" * 301}),
        (("description",), {"lt": "x" * 5001}),
        (("offer_hours",), 169),
        (("offer_hours",), -1),
        (("project_id",), "7"),
        (("organisation_id",), "7"),
        (("occurrences",), []),
        (("occurrences",), [OCCURRENCE] * 51),
        (("occurrences", 0, "capacity"), 0),
        (("occurrences", 0, "capacity"), 10_001),
        (("occurrences", 0, "starts"), "2027-01-10T18:00+02:00"),
        (("occurrences", 0, "starts"), "1999-01-10T18:00"),
        (("occurrences", 0, "starts"), "0001-01-01T00:00"),
        (("occurrences", 0, "ends"), "9999-12-31T23:59"),
        (("occurrences", 0, "zone"), "Kaišiadorys"),
        (("occurrences", 0, "shifts"), [{"title": {"lt": "Padėti"}, "places": 0}]),
        (("occurrences", 0, "shifts"), [{"title": {}, "places": 1}]),
        (("occurrences", 0, "shifts"), [{"title": {"lt": "Padėti"}, "places": 1, "languages": ["Not A Code"]}]),
        (("venue", "name"), " "),
        (("venue", "access"), ["lift", "elephant"]),
        (("venue", "latitude"), 91),
        (("state",), "published"),
        (("version",), 7),
    ],
)
def test_what_is_wrong_is_named_by_its_field(path: tuple[Any, ...], value: Any) -> None:
    event: dict[str, Any] = EVENT | {"occurrences": [dict(OCCURRENCE)], "venue": dict(VENUE)}
    inner: Any = event
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    with pytest.raises(ValidationError) as refused:
        NewEvent().load(event)
    assert list(refused.value.messages_dict) == [path[0]]


def test_an_event_has_no_need_of_a_summary_and_can_lose_it() -> None:
    assert EventPatch().load({"summary": {}, "description": {}}) == {"summary": {}, "description": {}}


def test_a_move_names_a_whole_time_or_a_venue() -> None:
    assert Move().load({"venue": VENUE})["venue"]["name"] == "Biblioteka"
    for half in ({"starts": OCCURRENCE["starts"]}, {"ends": OCCURRENCE["ends"]}, {}):
        with pytest.raises(ValidationError):
            Move().load(half)


def test_a_reason_is_optional_when_an_event_is_called_off() -> None:
    assert EventCancellation().load({"version": 2}) == {"version": 2, "reason": {}}


@pytest.mark.parametrize("wrong", [{"kind": "x"}, {"first_day": "soon"}, {"spoken": "fr"}, {"page": "2"}])
def test_a_filter_that_means_nothing_is_refused(wrong: dict[str, str]) -> None:
    assert ProgrammeFilter().validate(wrong)


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.toml")), ids=lambda path: path.stem)
def test_a_sample_programme_is_what_an_organiser_could_have_sent(path: Path) -> None:
    sample = tomllib.loads(path.read_text())
    assert {one["kind"] for one in sample["events"]}
    for event in sample["events"]:
        dated = [
            {name: fact for name, fact in one.items() if name != "days_ahead"}
            | {name: f"2027-01-10T{one[name]}" for name in ("starts", "ends")}
            for one in event["occurrences"]
        ]
        assert NewEvent().validate(event | {"organisation_id": str(uuid4()), "occurrences": dated}) == {}


FORM: dict[str, Any] = {
    "organisation_id": str(uuid4()),
    "kind": "training",
    "title_lt": "Mokymai",
    "title_lt_simple": "Mokomės",
    "venue_name": "Biblioteka",
    "venue_address": "Gedimino g. 40",
    "venue_municipality": "Kaišiadorys",
    "venue_access": ["lift"],
    "occurrences": [{"day": "2027-01-10", "starts": "22:00", "ends": "06:00", "capacity": 8}],
}


def test_a_form_becomes_the_facts_of_an_event() -> None:
    facts = EventForm().load(FORM | {"shift_places": 2, "shift_uk": "Допомагати", "shift_languages": ["uk"]})
    assert facts["title"] == {"lt": "Mokymai", "lt-simple": "Mokomės"}
    assert facts["venue"]["access"] == ["lift"]
    (occurrence,) = facts["occurrences"]
    assert occurrence["ends"] - occurrence["starts"] == timedelta(hours=8)
    assert occurrence["shifts"][0]["title"] == {"uk": "Допомагати"}
    assert occurrence["shifts"][0]["languages"] == ["uk"]
    assert occurrence["shifts"][0]["at_screen"] is False


def test_a_tick_says_that_whoever_has_the_shift_is_rung_from_the_screen() -> None:
    facts = EventForm().load(FORM | {"shift_places": 1, "shift_lt": "Pagalba prie stendo", "shift_at_screen": "true"})
    assert facts["occurrences"][0]["shifts"][0]["at_screen"] is True


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"title_lt": "", "title_lt_simple": ""}, "title_lt"), ({"shift_places": 2}, "shift_lt"), ({"kind": "x"}, "kind")],
)
def test_a_form_says_at_which_field_it_is_wrong(wrong: dict[str, Any], field: str) -> None:
    typed = {name: value for name, value in (FORM | wrong).items() if value != ""}
    with pytest.raises(ValidationError) as refused:
        EventForm().load(typed)
    assert list(refused.value.messages_dict) == [field]


def test_an_end_that_was_mistyped_is_named_at_its_date() -> None:
    wrong = FORM | {
        "occurrences": [*FORM["occurrences"], FORM["occurrences"][0] | {"starts": "19:00", "ends": "18:00"}]
    }
    with pytest.raises(ValidationError) as refused:
        EventForm().load(wrong)
    assert refused.value.messages == {"occurrences": {1: {"ends": [EndsBeforeItStarts.title]}}}


def test_a_form_without_volunteers_plans_no_shift() -> None:
    assert EventForm().load(FORM)["occurrences"][0]["shifts"] == []


def test_the_form_of_a_move_becomes_its_facts() -> None:
    venue = {name: value for name, value in FORM.items() if name.startswith("venue_")}
    facts = MoveForm().load(venue | {"version": 3, "day": "2027-01-10", "starts": "18:00", "ends": "20:00"})
    assert facts["version"] == 3
    assert facts["starts"] == datetime.fromisoformat("2027-01-10 18:00")
    assert facts["venue"]["name"] == "Biblioteka"


def test_paragraphs_sent_by_a_browser_stay_paragraphs() -> None:
    loaded = NewEvent().load(EVENT | {"description": {"lt": " Pirma\r\n\r\nAntra\r\n"}})
    assert loaded["description"] == {"lt": "Pirma\n\nAntra"}


@pytest.mark.parametrize("zone", ["localtime", "Factory", "Europe/Atlantis", ""])
def test_a_zone_that_means_something_else_on_every_machine_is_none(zone: str) -> None:
    with pytest.raises(ValidationError):
        NewEvent().load(EVENT | {"occurrences": [OCCURRENCE | {"zone": zone}]})
