"""Static files under addresses that change with their content, so that browsers may keep them for good."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import url_for

FOLDER = Path(__file__).parent / "static"


@cache
def version() -> str:
    """A digest of all static files together."""
    digest = sha256()
    for path in sorted(path for path in FOLDER.rglob("*") if path.is_file()):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def asset(name: str) -> str:
    """The address of a static file, for templates."""
    return url_for("static", filename=name, v=version())


def is_for_good(name: str, asked: str | None) -> bool:
    """Whether a file never changes under this address: ours name the content, those of others have it in their name."""
    return asked == version() or name.startswith("fonts/")
