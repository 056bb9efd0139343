"""`make bench`: runs the benches named in ONLY, else all, prints the table and keeps it in `bench/results/`."""

import os
import signal
import sys
from collections.abc import Callable, Iterator

from bench import (
    carrying,
    growth,
    kiosk,
    matching,
    memory,
    programme,
    registering,
    searching,
    signing_up,
    slow_gateway,
    telling,
    waiting,
    widget,
)
from bench.ground import Ground, a_ground
from bench.report import Line, machine, table, write
from bench.rounds import ROUNDS

Bench = Callable[[Ground, int], Iterator[Line]]
BENCHES: dict[str, Bench] = {
    "list": programme.bench,
    "widget": widget.bench,
    "registration": registering.bench,
    "sign-up": signing_up.bench,
    "search": searching.bench,
    "matching": matching.bench,
    "transport": carrying.bench,
    "telling": telling.bench,
    "slow-gateway": slow_gateway.bench,
    "waiting": waiting.bench,
    "kiosk": kiosk.bench,
    "memory": memory.bench,
    "growth": growth.bench,
}


def main(wanted: str, rounds: int) -> None:
    """Run the benches named, separated by spaces or commas. Ends with a sentence for a name that is none."""
    names = wanted.replace(",", " ").split() or list(BENCHES)
    if unknown := [name for name in names if name not in BENCHES]:
        sys.exit(f"There is no bench {', '.join(unknown)}; there are {', '.join(BENCHES)}.")
    on, lines = machine(), []
    with a_ground() as ground:
        for name in names:
            for line in BENCHES[name](ground, rounds):
                lines.append(line)
                print(table([line]).splitlines()[-1], flush=True)
    drawn = table(lines)
    kept = write("-".join(names) if wanted.strip() else "all", on, drawn)
    print(f"\n{on}\n\n{drawn}\n\nKept in {kept}.")


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers are ended
    main(os.environ.get("ONLY", ""), int(os.environ.get("ROUNDS") or ROUNDS))
