"""What the scenes share: the people's ways to the system, and a ledger of what everyone should hear."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time
from time import monotonic, sleep

from deploy.embedded.demo.cast import Addresses, Helper, Household
from deploy.embedded.demo.client import Client
from deploy.embedded.demo.mailbox import PATIENCE, Mailbox
from deploy.embedded.demo.organiser import V1, VILNIUS, Organiser

Tell = Callable[[str], None]
QuietHours = tuple[time, time]


@dataclass
class Person:
    """A row of the ledger: who shares one phone or mailbox, and what should arrive there."""

    names: list[str]
    address: str
    language: str
    expected: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Registered:
    """A household's registration, as it was answered."""

    id: str
    state: str
    code: str
    link: str

    @property
    def token(self) -> str:
        """What the link ends in."""
        return self.link.rpartition("/")[2]


class Ledger:
    """Who should hear what, and the sentences that must be true in the end."""

    def __init__(self) -> None:
        """Empty."""
        self.people: dict[str, Person] = {}
        self.checks: list[tuple[str, bool]] = []

    def expect(self, name: str, address: str, language: str, *purposes: str) -> None:
        """These messages should arrive at this address, once each."""
        person = self.people.setdefault(address, Person([], address, language))
        if name not in person.names:
            person.names.append(name)
        person.expected.update(purposes)

    def check(self, sentence: str, *, holds: bool) -> None:
        """Note whether what the sentence says is so."""
        self.checks.append((sentence, holds))


class Stage:
    """One demonstration."""

    def __init__(self, address: str, tell: Tell, quiet: QuietHours | None = (time(21), time(8))) -> None:
        """Nobody has done anything yet; news waits in the `quiet` hours of Lithuania's wall time."""
        self.address = address
        self.tell = tell
        self.quiet = quiet
        self.addresses = Addresses()
        self.mailbox = Mailbox(self.client())
        self.organiser = Organiser(self.client("lt"), self.mailbox)
        self.ledger = Ledger()

    def is_quiet(self, moment: datetime) -> bool:
        """Whether news waits at this moment."""
        if self.quiet is None:
            return False
        (begins, ends), clock = self.quiet, moment.astimezone(VILNIUS).time()
        return begins <= clock < ends if begins <= ends else not ends <= clock < begins

    def client(self, language: str = "en") -> Client:
        """A way to the system for somebody who reads this language."""
        return Client(self.address, self.addresses.run, self.tell, language=language)

    def contact(self, one: Household | Helper) -> str | None:
        """Where somebody is written to; None for those whom a helper tells."""
        return self.addresses.phone(one.phone) or self.addresses.email(one.email)

    def expect(self, one: Household | Helper, *purposes: str) -> None:
        """Somebody should hear these, if they can be written to."""
        if address := self.contact(one):
            self.ledger.expect(one.name, address, one.language, *purposes)

    def register(self, occurrence_id: str, household: Household) -> Registered:
        """Let a household register, or let the organiser book for one that can give neither phone nor e-mail."""
        given = {"phone": self.addresses.phone(household.phone), "email": self.addresses.email(household.email)}
        body = {
            "party": household.party,
            "names": household.names,
            "language": household.language,
            "any_hour": household.any_hour,
            "needs": list(household.needs),
            **{name: value for name, value in given.items() if value},
        }
        if self.contact(household):
            made = self.client(household.language).post(f"{V1}/occurrences/{occurrence_id}/registrations", body)
        else:
            made = self.organiser.client.post(f"{V1}/occurrences/{occurrence_id}/bookings", body)
        return Registered(made["id"], made["state"], made["code"], made["link"])

    def everyone_has_heard(self) -> bool:
        """Wait until all that is expected has arrived; whether it has."""
        return until(lambda: all(self._missing(person) == 0 for person in self.ledger.people.values()))

    def _missing(self, person: Person) -> int:
        there = Counter(arrived.purpose for arrived in self.mailbox.at(person.address))
        return (person.expected - there).total()


def until(true: Callable[[], bool], seconds: float = PATIENCE) -> bool:
    """Wait until something is so; whether it is."""
    deadline = monotonic() + seconds
    while not (answer := true()) and monotonic() < deadline:
        sleep(0.25)
    return answer
