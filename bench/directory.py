"""A made-up directory: services of three scripts, and what people type who look for them, mistakes included."""

import random
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from services.events.directory.domain import id_of, read_json
from services.events.directory.operations import import_document
from services.events.organisations.domain import Member, Role
from services.events.organisations.operations import found_organisation, hire
from shared.database import Database

AT_ONCE = 1_000
"""Services of one document."""
PLACES = 400
LETTERS = {
    "lt": ("b d g k l m n p r s š t v z ž č", "a e i o u ą ė į ū ų"),
    "uk": ("б в г д ж з к л м н п р с т х ц ч ш", "а е и і о у я ю є"),
    "ar": ("ب ت ج ح د ر س ش ص ط ع ف ق ك ل م ن ه", "ا و ي"),
}
CITIES = ("Rokiškis", "Obeliai", "Pandėlys", "Kamajai", "Juodupė", "Kaišiadorys", "Žiežmariai")
ADDRESS = {"state_province": "Panevėžio apskritis", "postal_code": "LT-42115", "country": "LT"}
TARGETS = ("senior", "disability", "large_family", "newcomer")
HOURS = {"freq": "WEEKLY", "byday": "MO,TU,WE,TH,FR", "opens_at": "08:00", "closes_at": "17:00"}


class Vocabulary:
    """Words of a script, some of them used much more than others, as in a language."""

    def __init__(self, chance: random.Random, script: str, many: int = 6_000) -> None:
        """Make so many words."""
        consonants, vowels = (letters.split() for letters in LETTERS[script])
        self._chance = chance
        self._words = [
            "".join(chance.choice(consonants) + chance.choice(vowels) for _ in range(chance.randint(2, 5)))
            for _ in range(many)
        ]
        self._letters = consonants + vowels
        self._weights = [1 / (rank + 20) for rank in range(many)]

    def text(self, words: int) -> str:
        """A text of so many words."""
        return " ".join(self._chance.choices(self._words, self._weights, k=words))

    def mistyped(self, word: str) -> str:
        """The word with one letter wrong, missing, doubled or at the place of its neighbour."""
        at = self._chance.randrange(1, len(word))
        return self._chance.choice(
            (
                word[:at] + word[at + 1 :],
                word[:at] + self._chance.choice(self._letters) + word[at + 1 :],
                word[:at] + word[at - 1] + word[at:],
                word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
            )
        )


class Directory:
    """So many services, the same in every run."""

    def __init__(self, many: int) -> None:
        """Prepare the words."""
        self._many = many
        self._chance = random.Random(7)  # noqa: S311 - so that runs can be compared
        self._scripts = {script: Vocabulary(self._chance, script) for script in LETTERS}
        self.names: list[dict[str, str]] = []

    def stock(self, database: Database) -> None:
        """Import them, as an organisation does that keeps them."""
        with database.transaction() as session:
            keeper = found_organisation(session, name="Centras", municipality="Rokiškis", language="lt")
            staff = hire(session, keeper, email="a@example.lt", name="Rasa", language="lt", role=Role.OWNER)
            assert staff is not None
        person = Member(staff.id, {keeper: Role.OWNER})
        for first in range(0, self._many, AT_ONCE):
            services = [self._service(number) for number in range(first, min(first + AT_ONCE, self._many))]
            with database.transaction() as session:
                import_document(session, person, keeper, read_json({"services": services}))
        with database.reading() as session:
            session.connection().exec_driver_sql("ANALYZE")

    def questions(self, seed: int) -> Iterator[str]:
        """What people type for ever: one or two words of a service's name, every second time with a mistake."""
        chance = random.Random(seed)  # noqa: S311 - so that runs can be compared
        while True:
            script, name = chance.choice(list(chance.choice(self.names).items()))
            words = name.split()[: chance.randint(1, 2)]
            typed = [self._scripts[script].mistyped(word) if chance.random() < MISTAKES else word for word in words]
            yield quote(" ".join(typed))

    def _service(self, number: int) -> dict[str, Any]:
        name = {script: words.text(4) for script, words in self._scripts.items()}
        self.names.append(name)
        texts = {f"x_name_{script}": name[script] for script in ("uk", "ar")}
        texts |= {f"x_description_{script}": self._scripts[script].text(15) for script in ("uk", "ar")}
        called = f"bench/{number}"
        return texts | {
            "id": id_of(called),
            "name": name["lt"],
            "description": self._scripts["lt"].text(20),
            "status": "active",
            "organization": _provider(number % PLACES),
            "phones": [{"id": id_of(f"{called}/phone"), "number": "+370 600 00000"}],
            "service_at_locations": [{"id": id_of(f"{called}/at"), "location": _place(number % PLACES)}],
            "attributes": [_for_whom(called, TARGETS[number % len(TARGETS)])],
        }


def _provider(number: int) -> dict[str, Any]:
    return {"id": id_of(f"provider/{number}"), "name": f"Įstaiga {number}", "description": "Padeda"}


MISTAKES = 0.5


def _place(number: int) -> dict[str, Any]:
    called = f"place/{number}"
    address = {"address_1": f"Vytauto g. {number}", "city": CITIES[number % len(CITIES)], "address_type": "physical"}
    return {
        "id": id_of(called),
        "location_type": "physical",
        "name": f"Vieta {number}",
        "addresses": [address | ADDRESS | {"id": id_of(f"{called}/address")}],
        "languages": [{"id": id_of(f"{called}/{code}"), "code": code} for code in ("lt", "uk", "ru")[: 1 + number % 3]],
        "schedules": [HOURS | {"id": id_of(f"{called}/hours")}],
    }


def _for_whom(called: str, target: str) -> dict[str, Any]:
    term = {"link_entity": "service", "link_type": "eligibility", "taxonomy_term_id": id_of(f"target:{target}")}
    return term | {"id": id_of(f"{called}/for")}
