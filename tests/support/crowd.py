"""People who register and cancel and volunteers who sign up and call off, while something breaks; what must hold then.

What is true is asked of the databases, and of what really arrived.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, Protocol

from deploy.embedded.demo.client import Client, Refused
from deploy.embedded.demo.organiser import Organiser, occurrence
from deploy.embedded.demo.programme import CONSULTATION, SHIFT, draft
from deploy.embedded.demo.volunteer import shift_at
from tests.support.eventually import eventually
from tests.support.stack import ADDRESS

V1, VOLUNTEERS = "/api/events/v1", "/api/volunteers/v1"
CAPACITY, PLACES, AT_ONCE = 60, 8, 8
DATES = count()
"""Each crowd has a date of its own, so that no volunteer is busy with another one's."""

Received = Callable[[], Mapping[str, Sequence[str]]]
"""Address -> the purposes of all that arrived there, oldest first."""
Step = tuple[Callable[[int, str], None], int, str]

SAYS = {
    "confirmed": {"registration_confirmed", "registration_promoted", "sign_up_confirmed"},
    "waiting": {"registration_waitlisted"},
    "cancelled": {"registration_cancelled", "sign_up_cancelled"},
}
"""State of a registration or sign-up -> what its person must have heard, one of these, once."""
SEATS = """SELECT capacity >= taken,
    taken = (SELECT coalesce(sum(r.party), 0) FROM registrations r
        WHERE r.occurrence_id = o.id AND r.state = 'confirmed'),
    waiting = (SELECT count(*) FROM registrations r WHERE r.occurrence_id = o.id AND r.state = 'waiting')
    FROM occurrences o WHERE o.id = '{}'"""
SHIFTS = """SELECT places >= taken,
    taken = (SELECT count(*) FROM sign_ups u WHERE u.shift_id = s.id AND u.state = 'confirmed')
    FROM shifts s WHERE s.id = '{}'"""
"""Whether the counters of an occurrence and of a shift tell the truth."""
REGISTRATIONS = "SELECT coalesce(phone, email), state FROM registrations WHERE occurrence_id = '{}'"
SIGN_UPS = "SELECT email, u.state FROM sign_ups u JOIN volunteers v ON v.id = volunteer_id WHERE shift_id = '{}'"


class Asked(Protocol):
    """A running system that can be asked what its databases hold."""

    def sql(self, database: str, statement: str) -> str:
        """Rows as lines, columns by `|`."""
        ...


class Crowd:
    """Comes to one date of an event of its own. `volunteers` are signed in, by address."""

    def __init__(
        self,
        stack: Asked,
        organiser: Organiser,
        people: Sequence[str],
        volunteers: Mapping[str, Client],
        received: Received,
    ) -> None:
        self._stack, self._people, self._volunteers, self._received = stack, people, volunteers, received
        starts = datetime.now(UTC) + timedelta(days=20, hours=3 * next(DATES))
        planned = occurrence(starts, CAPACITY, [{**SHIFT, "places": PLACES, "languages": []}])
        event: dict[str, Any] = organiser.publish(draft(CONSULTATION, [planned]))
        self._began = stack.sql("notifications", "SELECT now()")
        self.event_id, self.occurrence_id = str(event["id"]), str(event["occurrences"][0]["id"])
        helper = next(iter(volunteers.values()))
        self.shift_id = eventually(lambda: shift_at(helper, self.occurrence_id), seconds=30, every=0.2)["id"]  # type: ignore[index] # found
        self._earlier = {address: len(purposes) for address, purposes in received().items()}

    def come_and_go(self) -> None:
        """All of them, and all are answered."""
        with ThreadPoolExecutor(AT_ONCE) as pool:
            done = [pool.submit(step, number, address) for step, number, address in self._steps()]
        for answer in done:
            answer.result()

    @contextmanager
    def coming(self, seconds: float = 0.0) -> Iterator[None]:
        """They come and go meanwhile, for at least so long, however often the system is away; then all are answered."""
        steps = self._steps()
        pause = seconds * AT_ONCE / len(steps)

        def take(step: Callable[[int, str], None], number: int, address: str) -> None:
            time.sleep(pause)
            step(number, address)

        with ThreadPoolExecutor(AT_ONCE) as pool:
            answers: list[Future[None]] = [pool.submit(take, *step) for step in steps]
            time.sleep(0.5)
            yield
            assert not all(answer.done() for answer in answers), "it did not break in their midst"
        for answer in answers:
            answer.result()

    def _steps(self) -> list[Step]:
        """What each person does, volunteers among the others."""
        steps: list[Step] = [(self._register, number, address) for number, address in enumerate(self._people)]
        steps += [(self._sign_up, number, address) for number, address in enumerate(self._volunteers)]
        return sorted(steps, key=lambda step: step[1] % len(self._volunteers))

    def _register(self, number: int, address: str) -> None:
        """Every fourth cancels again."""
        client = Client(ADDRESS, address, print, language="lt")
        contact = {"phone" if address.startswith("+") else "email": address}
        body = {"party": 1 + number % 3, "language": "lt", "any_hour": True} | contact
        made = client.post(f"{V1}/occurrences/{self.occurrence_id}/registrations", body)
        if number % 4 == 0:
            client.post(f"{V1}/registrations/{str(made['link']).rpartition('/')[2]}/cancel")

    def _sign_up(self, number: int, address: str) -> None:
        """Every third of those who get a place calls off."""
        client = self._volunteers[address]
        try:
            made = client.post(f"{VOLUNTEERS}/shifts/{self.shift_id}/sign-ups")
        except Refused as refused:
            if refused.code != "shift-is-full":
                raise
        else:
            if number % 3 == 0:
                client.send("DELETE", f"{VOLUNTEERS}/sign-ups/{made['id']}")

    def check_places(self) -> None:
        """Nobody is oversold, every counter is true, and everybody who was answered stands in the books."""
        assert self._stack.sql("events", SEATS.format(self.occurrence_id)) == "t|t|t"
        assert self._stack.sql("volunteers", SHIFTS.format(self.shift_id)) == "t|t"
        assert set(self.states()) >= set(self._people)

    def states(self) -> dict[str, str]:
        """Address -> state of its registration, or of its latest sign-up."""
        rows = self._stack.sql("events", REGISTRATIONS.format(self.occurrence_id)).splitlines()
        rows += self._stack.sql("volunteers", SIGN_UPS.format(self.shift_id)).splitlines()
        return dict(row.rsplit("|", 1) for row in rows)

    def in_doubt(self) -> set[str]:
        """To whom it is not known whether a message arrived."""
        doubts = (
            "SELECT DISTINCT r.address FROM messages m JOIN recipients r ON r.id = m.recipient_id "  # noqa: S608 - a time
            f"WHERE (m.state = 'uncertain' OR m.repeated) AND m.created_at >= '{self._began}'"
        )
        return set(self._stack.sql("notifications", doubts).splitlines())

    def told(self) -> dict[str, Counter[str]]:
        """Address -> how often it heard what, of all that arrived since they began."""
        arrived = self._received()
        return {
            address: Counter(arrived.get(address, [])[self._earlier.get(address, 0) :]) for address in self.states()
        }

    def check_told(self, seconds: float = 90.0) -> None:
        """Within so many seconds everybody has heard how they stand; nobody twice; but for those shown as in doubt."""
        states = self.states()
        eventually(lambda: self._waiting(states) == {}, seconds, every=1)
        time.sleep(3)  # for what would come twice
        doubts = self.in_doubt()
        assert {
            address: counts
            for address, counts in self.told().items()
            if max(counts.values(), default=0) > 1 and address not in doubts
        } == {}

    def _waiting(self, states: Mapping[str, str]) -> dict[str, str]:
        told, doubts = self.told(), self.in_doubt()
        waiting = {a: s for a, s in states.items() if not SAYS[s] & set(told[a]) and a not in doubts}
        assert not waiting, f"have not heard: {waiting}"
        return waiting
