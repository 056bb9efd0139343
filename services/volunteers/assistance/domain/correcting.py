"""A request is corrected: which facts there are, which of them begin the search anew, and which stand elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from services.volunteers.assistance.domain.moving import turned
from services.volunteers.assistance.domain.requests import NobodyToTell
from shared import addresses
from shared.errors import Conflict, _

TIMES = ("starts_at", "ends_at", "appointment_at")
NEEDS = ("languages", "prefers_gender", "companion", "wheelchair", "stairs", "load_minutes", "two_people")
OF_PERSON = ("name", "person", "place", "note")
WAYS = ("place", "destination")
"""From where to where: otherwise on the way back."""
ASKED_WITH = frozenset({*TIMES, *NEEDS, "area"})
"""What volunteers are asked with: a yes to something else promises nothing."""


class Fact(StrEnum):
    """A kind of fact; the history and the audit name no more of a correction."""

    PERSON = "person"
    ERRAND = "errand"
    NEEDS = "needs"
    GROUP = "group"


_KINDS = {
    Fact.PERSON: frozenset(OF_PERSON),
    Fact.ERRAND: frozenset({*TIMES, "area", "destination"}),
    Fact.NEEDS: frozenset(NEEDS),
    Fact.GROUP: frozenset({"target_group"}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How far a correction reaches: `only_this`, not where else it is as wrong; its time to all `following` weeks."""

    only_this: bool = False
    following: bool = False


HERE = Reach()


class TiedToAppointment(Conflict):
    """Help on the way to a service has its times and its destination from the mediation."""

    code = "tied-to-appointment"
    title = _("This help follows an appointment. Change the time and the place there.")


def corrected(known: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    """What of these facts is otherwise than known; of `person` those parts may be given that change."""
    wanted = dict(facts)
    if "person" in facts:
        wanted["person"] = reached(known["person"], facts["person"])
    return {name: value for name, value in wanted.items() if value != known[name]}


def reached(person: Mapping[str, Any], parts: Mapping[str, Any]) -> dict[str, Any]:
    """How somebody is told things once these parts are true: by SMS where the phone can get one, else by e-mail.

    A phone has been read as one already. Who was told nothing by the same phone goes on being told nothing by it.
    """
    new = {**person, **parts}
    if new == person:
        return new
    sms = person["channel"] == "sms"
    if new["phone"] != person["phone"]:
        sms = bool(new["phone"]) and addresses.phone(new["phone"]).gets_sms
    return new | {"channel": "sms" if sms else "email" if new["email"] else "none"}


def check_told(*contacts: Mapping[str, Any] | None) -> None:
    """Raise NobodyToTell where none of these could be called or written to."""
    if not any(one and (one["phone"] or one["email"]) for one in contacts):
        raise NobodyToTell({"phone": [NobodyToTell.title]})


def written_at(person: Mapping[str, Any]) -> str | None:
    """The address at which somebody is written to, if at any."""
    address: str | None = {"sms": person["phone"], "email": person["email"]}.get(person["channel"])
    return address


def kinds_of(change: Mapping[str, Any]) -> list[Fact]:
    """Which kinds of fact are corrected."""
    return [kind for kind, names in _KINDS.items() if names & change.keys()]


def counts_otherwise(known: Mapping[str, Any], change: Mapping[str, Any]) -> bool:
    """Whether reports count the request otherwise by now: for another group, or in another language."""
    language = change.get("person", known["person"])["language"]
    return "target_group" in change or language != known["person"]["language"]


def begins_anew(known: Mapping[str, Any], change: Mapping[str, Any]) -> bool:
    """Whether volunteers were asked with something else; a person's language counts where no other is named."""
    if ASKED_WITH & change.keys():
        return True
    speaks = known["person"]["language"] != change.get("person", known["person"])["language"]
    return speaks and not known["languages"]


def same_mistake(
    known: Mapping[str, Any], was: Mapping[str, Any], change: Mapping[str, Any], *, back: bool, other_way: bool
) -> dict[str, Any]:
    """What has to be corrected of another way or week as well: what is as wrong as it `was`, but no time.

    `back`: it is a way back; `other_way`: the correction is of the way that leads against it.
    """
    own = {*TIMES, *WAYS} if other_way else set(TIMES)
    found = {name: value for name, value in change.items() if name not in own and known[name] == was[name]}
    if back and other_way:
        wrong, right = turned(was), turned({**was, **change})
        found |= {name: right[name] for name in WAYS if known[name] == wrong[name] != right[name]}
    return found
