"""What comes from elsewhere is pinned: packages by hash, vendored files by checksum, and no host is named."""

import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
VENDOR = ROOT / "shared/web/static/vendor"


def pins(lock: Path) -> set[str]:
    return set(re.findall(r"^[a-z0-9.\[\]-]+==[^ \\]+", lock.read_text(), re.MULTILINE))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_names_no_registry(lock: Path) -> None:
    assert re.findall(r".*(?:https?://|--index|--find-links|--extra-index).*", lock.read_text()) == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_service_runs_exactly_what_the_tests_ran(lock: Path) -> None:
    assert pins(lock)
    assert pins(lock) <= pins(ROOT / "requirements/dev.txt")


def test_every_vendored_file_is_what_it_was() -> None:
    lines = [line.split(maxsplit=1) for line in (VENDOR / "SHA256SUMS").read_text().splitlines()]
    listed = {path.lstrip("*"): checksum for checksum, path in lines}
    found = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "SHA256SUMS"
    }
    assert found == listed
