"""Tables as files that a spreadsheet opens by a double click, in the asker's language.

Excel and LibreOffice take the separator and the decimal sign of the person's own country: where numbers have a decimal
comma the columns are parted by semicolons. A byte order mark says that it is UTF-8. Days are ISO 8601, which every
spreadsheet reads as days. Programmes should ask the API, which is the same for everybody.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

from babel.numbers import get_decimal_symbol
from flask import Response

from shared.languages import babel_locale, current

FORMULA = ("=", "+", "-", "@")
Cell = str | int | float | date | None


def sheet(name: str, rows: Iterable[Sequence[Cell]]) -> Response:
    """The rows as a file of that name; None is an empty cell, and a text that would be a formula stays one."""
    decimal = "," if get_decimal_symbol(babel_locale(current())) == "," else "."
    written = io.StringIO(newline="")
    table = csv.writer(written, delimiter=";" if decimal == "," else ",")
    table.writerows([_written(cell, decimal) for cell in row] for row in rows)
    named = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(f"\ufeff{written.getvalue()}", content_type="text/csv; charset=utf-8", headers=named)


def _written(cell: Cell, decimal: str) -> str:
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(FORMULA) else cell
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell).replace(".", decimal)
