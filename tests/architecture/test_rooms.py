"""The house: where things lie, what they are called, how long they may be. Who imports whom is import-linter's part."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CODE = sorted(path for part in ("services", "shared", "deploy", "bench") for path in (ROOT / part).rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
SERVICES = sorted(path.parent for path in ROOT.glob("services/*/__init__.py"))
FEATURES = sorted(path.parent for path in ROOT.glob("services/*/*/__init__.py"))
LONGEST = 300
EMPTY_VERBS = ("get_", "do_", "handle_", "process_")
EMPTY_WORDS = {"utils", "util", "helpers", "helper", "common", "managers", "manager", "misc"}


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def public_functions(path: Path) -> list[str]:
    nodes = (node.name for node in tree(path).body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return [node for node in nodes if not node.startswith("_")]


def test_the_three_services_stand() -> None:
    assert [path.name for path in SERVICES] == ["events", "notifications", "volunteers"]


def test_no_module_is_longer_than_a_few_screens() -> None:
    modules = [path for path in CODE + TESTS if path.parent.name != "versions"]  # a migration lists tables, whole
    lengths = {name(path): len(path.read_text().splitlines()) for path in modules}
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST} == {}


def test_no_name_says_nothing() -> None:
    names = {name(path): {path.stem, path.parent.name} for path in CODE + TESTS}
    assert [path for path, words in names.items() if words & EMPTY_WORDS] == []


@pytest.mark.parametrize("package", SERVICES, ids=name)
def test_each_service_says_what_it_owns(package: Path) -> None:
    assert ast.get_docstring(tree(package / "__init__.py"))


@pytest.mark.parametrize("service", SERVICES, ids=name)
def test_pages_lie_in_the_folder_of_their_feature(service: Path) -> None:
    features = {path.name for path in FEATURES if path.parent == service}
    folders = {path.parent.relative_to(service / "html").as_posix() for path in (service / "html").rglob("*.html")}
    assert folders <= features


def test_operations_and_queries_are_named_by_what_they_do_and_answer() -> None:
    rooms = [path for path in CODE if {path.stem, path.parent.name} & {"operations", "queries"}]
    named = [(name(path), function) for path in rooms for function in public_functions(path)]
    assert [entry for entry in named if entry[1].startswith(EMPTY_VERBS)] == []


def test_only_the_database_module_commits() -> None:
    product = [path for path in CODE if not name(path).startswith("bench/")]  # whose bare contenders know no module
    assert [name(path) for path in product if ".commit(" in path.read_text()] == ["shared/database.py"]


def test_only_one_module_reads_the_environment_of_a_service() -> None:
    readers = [name(path) for path in CODE if "os.environ" in path.read_text() or "getenv(" in path.read_text()]
    assert [path for path in readers if path.startswith("services/") and not path.endswith("/app.py")] == []


def test_no_lock_keeps_others_from_pointing_at_a_row() -> None:
    """FOR UPDATE stands in the way of every foreign key to the row, and so in a circle; rows of queues have none."""
    lock = re.compile(r"FOR UPDATE(?! (OF \w+ )?SKIP LOCKED)|with_for_update(=True|\((?!.*(key_share=True|read=True)))")
    assert {name(path): found for path in CODE if (found := [one[0] for one in lock.finditer(path.read_text())])} == {}
