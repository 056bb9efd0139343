"""Tables open as tables in the spreadsheet of whoever asks."""

from datetime import date

import pytest

from shared.languages import using
from shared.web.sheets import Cell, sheet

ROW: list[Cell] = ["Ona, Petras", date(2026, 11, 30), 3.25, None, "=1+1", -2]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("lt", "Ona, Petras;2026-11-30;3,25;;'=1+1;-2"),
        ("lt-simple", "Ona, Petras;2026-11-30;3,25;;'=1+1;-2"),
        ("uk", "Ona, Petras;2026-11-30;3,25;;'=1+1;-2"),
        ("en", '"Ona, Petras",2026-11-30,3.25,,\'=1+1,-2'),
    ],
)
def test_separator_and_decimal_sign_are_those_of_the_language(language: str, line: str) -> None:
    with using(language):
        answer = sheet("a.csv", [ROW])
    assert answer.get_data(as_text=True) == f"\ufeff{line}\r\n"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="a.csv"'
