"""The end of a demonstration: the table of who got what, and what was to be so."""

from collections import Counter
from collections.abc import Iterator
from statistics import median

from deploy.embedded.demo.mailbox import Arrived
from deploy.embedded.demo.stage import Person, Stage

HEADINGS = ("who", "reached at", "by", "in", "what", "ms")


def report(stage: Stage) -> bool:
    """Show the table and the list; whether everything was as expected."""
    arrived = {address: stage.mailbox.at(address) for address in stage.ledger.people}
    rows = [row for person in stage.ledger.people.values() for row in _rows(person, arrived[person.address])]
    _show_table(stage, [HEADINGS, *rows])
    times = sorted(one.milliseconds for messages in arrived.values() for one in messages)
    stage.tell(f"\n{len(times)} messages; cause to hand-over: median {median(times):.0f} ms, longest {times[-1]} ms")
    check_people(stage, arrived)
    stage.tell("")
    for sentence, holds in stage.ledger.checks:
        stage.tell(f"{'yes' if holds else 'NO ':<4} {sentence}")
    return all(holds for _, holds in stage.ledger.checks)


def check_people(stage: Stage, arrived: dict[str, list[Arrived]]) -> None:
    """Enter into the ledger whether everyone got what they should, once, and in their language."""
    missing, surplus = Counter[str](), Counter[str]()
    for person in stage.ledger.people.values():
        there = Counter(one.purpose for one in arrived[person.address])
        missing.update(f"{person.names[0]}: {purpose}" for purpose in (person.expected - there).elements())
        surplus.update(f"{person.names[0]}: {purpose}" for purpose in (there - person.expected).elements())
    check = stage.ledger.check
    check(_with("nobody is missing: everyone got every message they should", missing), holds=not missing)
    check(_with("nobody is told twice, and nothing was sent that should not be", surplus), holds=not surplus)
    languages = {one.language for messages in arrived.values() for one in messages}
    check("six languages", holds=len(languages) == 6)  # noqa: PLR2004 - Talka speaks six
    right = all(
        one.language == person.language for person in stage.ledger.people.values() for one in arrived[person.address]
    )
    check("each in the language of the person", holds=right)


def _with(sentence: str, found: Counter[str]) -> str:
    return f"{sentence} ({', '.join(sorted(found.elements()))})" if found else sentence


def _rows(person: Person, arrived: list[Arrived]) -> Iterator[tuple[str, ...]]:
    who, where = ", ".join(person.names), person.address
    for one in arrived:
        what = one.purpose.replace("_", " ")
        yield who, where, one.channel, one.language, what, str(one.milliseconds)
        who = where = ""


def _show_table(stage: Stage, rows: list[tuple[str, ...]]) -> None:
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    for number, row in enumerate(rows):
        *words, milliseconds = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        stage.tell("  ".join([*words, row[-1].rjust(widths[-1])]) if milliseconds else "")
        if number == 0:
            stage.tell("  ".join("─" * width for width in widths))
