"""A service's own commands on the embedded run: `python -m deploy.embedded.command events parked`."""

import os
import sys

from deploy.embedded.environment import folder, variables
from shared.settings import SERVICES


def main(arguments: list[str]) -> None:
    """Become the service's command. Raises SystemExit if no service is named, or there is no data."""
    if not arguments or arguments[0] not in SERVICES:
        raise SystemExit(f"Name a service ({', '.join(SERVICES)}) and its command, or --help.")
    if not folder().path.is_dir():
        raise SystemExit(f"There is no data in {folder().path}: name its folder with TALKA_VAR, or make run first.")
    flask = [sys.executable, "-m", "flask", "--app", f"services.{arguments[0]}.app", *arguments[1:]]
    os.execve(sys.executable, flask, dict(os.environ) | variables(arguments[0]))  # noqa: S606 - no shell wanted


if __name__ == "__main__":
    main(sys.argv[1:])
