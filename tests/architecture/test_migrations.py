"""Tables only grow: old and new code work on them side by side while one takes over from the other."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.migrations import head
from shared.revisions import newest

SERVICES = Path(__file__).parents[2] / "services"
REVISIONS = sorted(SERVICES.glob("*/migrations/versions/*.py"))
GROWING = {
    "create_table",
    "add_column",
    "create_index",
    "drop_index",
    "create_check_constraint",
    "create_unique_constraint",
    "create_foreign_key",
    "drop_constraint",
    "execute",
    "f",
}
"""What old code does not notice. A constraint that replaces another one must allow whatever that one did."""


def shrinking(source: str) -> Iterator[str]:
    """What `upgrade` does that the code of before would stumble over."""
    upgrade = next(
        node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef) and node.name == "upgrade"
    )
    for call in (node for node in ast.walk(upgrade) if isinstance(node, ast.Call)):
        said = ast.unparse(call)
        if said.startswith("op.") and said[3:].partition("(")[0] not in GROWING:
            yield said
        if said.startswith("op.add_column("):
            column = said if "sa.Column(" in said else ast.unparse(upgrade)
            if "nullable=True" not in column and "server_default=" not in column:
                yield said


@pytest.mark.parametrize("revision", REVISIONS, ids=lambda path: f"{path.parts[-4]} {path.stem}")
def test_a_revision_takes_nothing_away_from_the_code_that_still_runs(revision: Path) -> None:
    """Unless it says since when nothing needs it: `CONTRACTS = "nothing since 1.3 reads the column"`."""
    source = revision.read_text()
    assert list(shrinking(source)) == [] or "\nCONTRACTS = " in source


@pytest.mark.parametrize(
    "step",
    [
        'op.drop_column("events", "title")',
        'op.alter_column("events", "title", nullable=False)',
        'op.rename_table("events", "happenings")',
        'op.add_column("events", sa.Column("motto", sa.Text(), nullable=False))',
    ],
)
def test_what_takes_away_is_found(step: str) -> None:
    assert list(shrinking(f"def upgrade() -> None:\n    {step}\n")) == [step.replace('"', "'")]


@pytest.mark.parametrize("service", ["events", "volunteers", "notifications"])
def test_alembic_knows_the_tables_of_every_feature(service: str) -> None:
    """A revision that it proposes would drop those that it has not heard of."""
    door = (SERVICES / service / "migrations/env.py").read_text()
    features = sorted(models.parent.name for models in (SERVICES / service).glob("*/models.py"))
    assert [feature for feature in features if f"import services.{service}.{feature}.models" not in door] == []


@pytest.mark.parametrize("service", ["events", "volunteers", "notifications"])
def test_the_names_of_the_files_say_which_revision_is_the_newest(service: str) -> None:
    """What asks whether a database lags reads the names alone."""
    assert newest(service) == head(service)
