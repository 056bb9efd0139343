"""What comes from elsewhere is pinned: packages by hash, and no other host is asked."""

import hashlib
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


def pins(lock: Path) -> set[str]:
    return set(re.findall(r"^[a-z0-9.\[\]-]+==[^ \\]+", lock.read_text(), re.MULTILINE))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_names_no_registry(lock: Path) -> None:
    assert re.findall(r".*(?:https?://|--index|--find-links|--extra-index).*", lock.read_text()) == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_service_runs_exactly_what_the_tests_ran(lock: Path) -> None:
    assert pins(lock)
    assert pins(lock) <= pins(ROOT / "requirements/dev.txt")


def test_no_page_or_style_asks_another_host_for_anything() -> None:
    asking = re.compile(r"""(?:src|href|action|url\(|@import)\s*=?\s*["'(]?\s*(?:https?:)?//""")
    files = [path for folder in ("shared", "services") for path in (ROOT / folder).rglob("*.[hc][ts][ms]*")]
    assert {path.suffix for path in files} == {".html", ".css"}
    assert [str(path) for path in files if asking.search(path.read_text())] == []


def test_what_others_have_made_is_what_it_was() -> None:
    static = ROOT / "shared/web/static"
    named = tomllib.loads((ROOT / "shared/web/vendored.toml").read_text())["sha256"]
    own = {"talka.css", "talka.js", "talka.svg", "kiosk.css", "kiosk.js", "kiosk-worker.js", "fonts/OFL.txt"}
    files = {path.relative_to(static).as_posix(): path for path in static.rglob("*") if path.is_file()}
    found = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items() if name not in own}
    assert found == named
