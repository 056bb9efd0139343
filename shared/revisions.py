"""Which revision of its tables a service's code knows, by the names of the files: `0007_moved.py` is revision 0007.

Alembic knows it too, but costs each process that only asks nine MiB (measured), so it is loaded by what migrates.
"""

from pathlib import Path

SERVICES = Path(__file__).parent.parent / "services"


def newest(service: str) -> str | None:
    """The newest revision of a service, None without any."""
    return max(_known(service), default=None)


def lags(service: str, found: str | None) -> bool:
    """Whether a database at this revision lacks some that the code knows.

    One that is ahead does not: while a new version takes over, the old one works on with the new tables, to which each
    revision only adds.
    """
    return found is None or (found in _known(service) and found != newest(service))


def _known(service: str) -> set[str]:
    files = (SERVICES / service / "migrations/versions").glob("[0-9]*_*.py")
    return {path.name.partition("_")[0] for path in files}
