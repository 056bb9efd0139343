"""The story itself: one event from its first line to its cancellation."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from deploy.embedded.demo import volunteer
from deploy.embedded.demo.cast import (
    BROWN,
    FIRST_DATE,
    KAZLAUSKIENE,
    PETRENKO,
    RIMKUS,
    SECOND_DATE,
    SMITH,
    SOKOLOV,
    VOLKOV,
    VOLUNTEERS,
    Household,
)
from deploy.embedded.demo.client import Refused
from deploy.embedded.demo.organiser import V1, VILNIUS, Event, occurrence
from deploy.embedded.demo.programme import SHIFT, TALKA, draft
from deploy.embedded.demo.stage import Registered, Stage, until

CAPACITY = 30
PROMOTED = (SOKOLOV, KAZLAUSKIENE)
WAITING = (SMITH, *PROMOTED, BROWN)
LEFT = (PETRENKO, BROWN, RIMKUS, VOLKOV)
"""Who does not hear of the cancellation: three who left, and one who wants no messages any more."""
REASON = {"lt": "Salėje gedimas.", "uk": "У залі аварія.", "en": "The hall is damaged."}


@dataclass
class Talka:
    """Where the story stands."""

    event: Event
    registered: dict[Household, Registered] = field(default_factory=dict)

    @property
    def first(self) -> str:
        """The id of the first date."""
        return str(self.event["occurrences"][0]["id"])

    @property
    def second(self) -> str:
        """The id of the second date."""
        return str(self.event["occurrences"][1]["id"])


def publish(stage: Stage) -> Talka:
    """1. The organiser publishes the event with two dates, each with a shift of three places."""
    evening = datetime.now(VILNIUS).replace(hour=18, minute=0, second=0, microsecond=0)
    dates = [occurrence(evening + timedelta(days=days), CAPACITY, [SHIFT]) for days in (10, 17)]
    return Talka(stage.organiser.publish(draft(TALKA, dates)))


def volunteers(stage: Stage, talka: Talka) -> None:
    """2. Three volunteers take the places of the second date's shift, a fourth is refused with the reason."""
    anyone = stage.client()
    until(lambda: volunteer.shift_at(anyone, talka.second) is not None)
    shift = volunteer.shift_at(anyone, talka.second) or {}
    for helper in VOLUNTEERS:
        client = stage.client(helper.language)
        volunteer.join(client, stage.mailbox, helper, stage.addresses)
        try:
            volunteer.sign_up(client, shift["id"])
            stage.expect(helper, "volunteer_sign_in", "sign_up_confirmed")
            stage.tell(f"   {helper.name} takes a place in the shift.")
        except Refused as refused:
            stage.expect(helper, "volunteer_sign_in")
            stage.tell(f"   {helper.name} is refused: {refused.problem['title']}")
            full = helper is VOLUNTEERS[-1] and refused.code == "shift-is-full"
            stage.ledger.check("the fourth volunteer is refused, and hears that all three places are taken", holds=full)
    taken = (volunteer.shift_at(anyone, talka.second) or {}).get("taken")
    stage.ledger.check("three volunteers have the three places", holds=taken == SHIFT["places"])


def register(stage: Stage, talka: Talka) -> None:
    """3. Households register for the first date until its 30 places are taken; the next wait. Some for the second."""
    for date, households in ((talka.first, FIRST_DATE), (talka.second, SECOND_DATE)):
        for household in households:
            made = talka.registered[household] = stage.register(date, household)
            purpose = {"confirmed": "registration_confirmed", "waiting": "registration_waitlisted"}[made.state]
            stage.expect(household, purpose)
            reached = stage.contact(household) or "neither phone nor e-mail: the organiser books"
            stage.tell(f"   {household.name}, {household.party} ({household.language}, {reached}): {made.state}")
    waiting = tuple(one for one, made in talka.registered.items() if made.state == "waiting")
    stage.ledger.check("the four parties that came when it was full wait", holds=waiting == WAITING)
    _check_taken(stage, talka, "30 of 30 places are taken")
    parties = {household.party for household in FIRST_DATE}
    stage.ledger.check("parties of one to eight people came", holds=parties == set(range(1, 9)))


def _check_taken(stage: Stage, talka: Talka, sentence: str) -> None:
    taken = stage.organiser.event(talka.event["id"])["occurrences"][0]["taken"]
    sizes = sum(one["party"] for one in stage.organiser.listed(talka.first, "participants"))
    stage.ledger.check(sentence, holds=taken == sizes == CAPACITY)


def confirmations(stage: Stage, talka: Talka) -> None:
    """4. Everyone has a confirmation in their language, with code and link; by e-mail with a calendar entry too."""
    stage.everyone_has_heard()
    complete, calendars = True, True
    for household, made in talka.registered.items():
        if address := stage.contact(household):
            there = [one for one in stage.mailbox.at(address) if made.link in one.body]
            complete &= any(one.language == household.language for one in there)
            if made.state == "confirmed":
                complete &= any(made.code in one.body for one in there)
                calendars &= household.email is None or any("METHOD:REQUEST" in one.calendar for one in there)
    stage.ledger.check(
        "every first message is in its person's language, with the link and, if confirmed, the code", holds=complete
    )
    stage.ledger.check("every confirmation by e-mail brings a calendar entry", holds=calendars)
    needs = {one["id"]: one["needs"] for one in stage.organiser.listed(talka.first, "participants")}
    told = all(
        set(needs[made.id]) == set(household.needs) for household, made in talka.registered.items() if made.id in needs
    )
    stage.ledger.check("the organiser sees who needs what", holds=told)


def cancel_one(stage: Stage, talka: Talka) -> None:
    """5. The party of four cancels by its link; the waiting list serves whole parties, the first that fit."""
    anyone = stage.client(PETRENKO.language)
    anyone.post(f"{V1}/registrations/{talka.registered[PETRENKO].token}/cancel")
    stage.expect(PETRENKO, "registration_cancelled")
    for household in PROMOTED:
        stage.expect(household, "registration_promoted")
    by_id = {made.id: household for household, made in talka.registered.items()}
    (choice, *more) = stage.organiser.listed(talka.first, "choices")
    for considered in choice["considered"]:
        household = by_id[considered["registration_id"]]
        stage.tell(f"   {choice['free']} places are free; {household.name}, {household.party}: {considered['outcome']}")
    outcomes = {by_id[one["registration_id"]]: one["outcome"] for one in choice["considered"]}
    expected = {SMITH: "too_large"} | dict.fromkeys(PROMOTED, "served")
    recorded = not more and choice["free"] == PETRENKO.party and outcomes == expected
    stage.ledger.check(
        "the choice is recorded: five are too many for four places, then three and one fit", holds=recorded
    )
    _check_taken(stage, talka, "30 of 30 places are taken again")


def move(stage: Stage, talka: Talka) -> None:
    """6. The organiser moves the second date; everyone concerned hears once, volunteers too."""
    old = talka.event["occurrences"][1]
    stage.organiser.move(talka.event["id"], talka.second, _moment(old["starts_at"]) + timedelta(days=1, hours=1))
    for household in SECOND_DATE:
        stage.expect(household, "event_changed")
    for helper in VOLUNTEERS[:-1]:
        stage.expect(helper, "shift_changed")
    stage.everyone_has_heard()
    mails = [one for one in stage.mailbox.at(stage.addresses.email("bondarenko") or "") if one.calendar]
    risen = len(mails) == 2 and _sequence(mails[1].calendar) > _sequence(mails[0].calendar)  # noqa: PLR2004 - before, after
    same = len({_line("UID", one.calendar) for one in mails}) == 1
    stage.ledger.check("the calendar entry of the moved date is the same one, renewed", holds=risen and same)


def replies(stage: Stage, talka: Talka) -> None:
    """8. NE and NO cancel what was last written about; STOP ends all messages."""
    for household, text in ((RIMKUS, "NE"), (BROWN, "NO"), (VOLKOV, "STOP")):
        stage.mailbox.text_back(stage.addresses.phone(household.phone) or "", text)
        stage.expect(household, "stop_confirmed" if household is VOLKOV else "registration_cancelled")
        stage.tell(f"   {household.name} texts back {text}.")
    stage.everyone_has_heard()
    cancelled = [_state(stage, talka, household) for household in (RIMKUS, BROWN)]
    stage.ledger.check("NE and NO have cancelled the registration", holds=cancelled == [("cancelled", "reply")] * 2)
    kept = _state(stage, talka, VOLKOV) == ("confirmed", None)
    stage.ledger.check("STOP has ended the messages, not the registration", holds=kept)


def _state(stage: Stage, talka: Talka, household: Household) -> tuple[str, str | None]:
    found = stage.client().get(f"{V1}/registrations/{talka.registered[household].token}")
    return found["state"], found["cancelled_by"]


def call_off(stage: Stage, talka: Talka) -> None:
    """7. The organiser cancels the event; everyone who still comes or waits hears, volunteers too."""
    stage.organiser.cancel(talka.event["id"], **REASON)
    for household in talka.registered:
        if household not in LEFT:
            stage.expect(household, "event_cancelled")
    for helper in VOLUNTEERS[:-1]:
        stage.expect(helper, "shift_cancelled")
    stage.everyone_has_heard()
    mails = stage.mailbox.at(stage.addresses.email("bondarenko") or "")
    withdrawn = "METHOD:CANCEL" in mails[-1].calendar
    stage.ledger.check("the cancellation by e-mail takes the calendar entry back", holds=withdrawn)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _sequence(calendar: str) -> int:
    return int(_line("SEQUENCE", calendar) or -1)


def _line(name: str, calendar: str) -> str | None:
    found: Any = re.search(rf"^{name}:(.*?)\s*$", calendar, re.MULTILINE)
    return found[1] if found else None
