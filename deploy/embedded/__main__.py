"""`make run`: start the whole system on this machine and keep it running until Ctrl-C."""

import ctypes
import gc
import signal
import sys
from importlib import import_module

from deploy.embedded.claims import Claimed, claim_folder, claim_port
from deploy.embedded.environment import address, folder, port, postgres
from deploy.embedded.postgres import PostgresError
from shared.ending import Ending

ARENAS, TRIM_THRESHOLD = -8, -1
"""Options of glibc's mallopt(3)."""


def main() -> int:
    """Run one embedded Talka; the exit code is 0 when it was asked to end."""
    ending = Ending(signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    folder().make()
    keep_little_memory()
    try:
        claim_folder(folder(), address())
        listener = claim_port(port())
    except Claimed as error:
        print(error, file=sys.stderr)
        return 1
    print("Talka is starting …", flush=True)
    return run(listener, ending)


def keep_little_memory() -> None:
    """Let this process and those it forks share one arena and give back what they free; not where there is no glibc."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(ARENAS, 1)
        mallopt(TRIM_THRESHOLD, 64 * 1024)


def run(listener: int, ending: Ending) -> int:
    """Run on what was claimed."""
    gc.disable()  # nothing that is loaded now goes away again; enabled when the processes are made
    supervision = import_module("deploy.embedded.supervisor")  # all the code there is, seconds of loading
    supervisor = supervision.Supervisor(folder(), postgres(), ending)
    try:
        print(block(supervisor.start(listener, port())), flush=True)
        supervisor.watch()
    except (supervision.NotStarted, PostgresError) as error:
        print(error, file=sys.stderr)
        return 0 if ending.is_told() else 1
    finally:
        supervisor.end()
        print(f"Talka has stopped; its data stays in {folder().path}")
    return 0


def block(shown: dict[str, str]) -> str:
    """The addresses, one a line."""
    width = max(map(len, shown))
    lines = [f"  {label:<{width}}  {url}" for label, url in shown.items()]
    return "\n".join(["", f"Talka runs at {address()}/ (Ctrl-C ends it)", "", *lines, ""])


if __name__ == "__main__":
    sys.exit(main())
