"""The lines of a CSV file as Excel in Lithuania and others save it: UTF-8 or Windows-1257, comma or semicolon."""

import csv
import io
from collections.abc import Iterator

from shared.errors import _

BALTIC = "cp1257"
MARK = "\ufeff"
"""What some put before UTF-8."""
LONGEST_CELL = 40_000
"""Characters; four times as long as any text that is taken."""
csv.field_size_limit(LONGEST_CELL)
UNDECODED = _("There is a sign in this line that is neither UTF-8 nor Windows-1257. Save the file as CSV in UTF-8.")
UNQUOTED = _("From this line on it cannot be read: a double quote is missing or too many, or a cell is much too long.")


class Unreadable(Exception):
    """A line, counted from 1, that nobody can read; `sentence` says why."""

    def __init__(self, line: int, sentence: str) -> None:
        """Keep both."""
        super().__init__(line, sentence)
        self.line, self.sentence = line, sentence


def decoded(raw: bytes) -> str:
    """The text of a file. Raises Unreadable for a byte that neither UTF-8 nor Windows-1257 has.

    Lithuanian letters of Windows-1257 are hardly ever UTF-8 by chance. Where most of what is no ASCII is UTF-8, the
    file is that, with a broken byte: in Windows-1257 all its letters would be others.
    """
    if b"\0" in raw:  # UTF-16, or no text at all
        raise _undecoded(raw, raw.index(b"\0"))
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        read, broken = raw.decode(errors="ignore"), raw.decode(errors="replace").count("\ufffd")
        if sum(not sign.isascii() for sign in read) >= broken:
            raise _undecoded(raw, error.start) from error
    try:
        return raw.decode(BALTIC)
    except UnicodeDecodeError as error:
        raise _undecoded(raw, error.start) from error


def _undecoded(raw: bytes, at: int) -> Unreadable:
    return Unreadable(raw.count(b"\n", 0, at) + 1, UNDECODED)


def separator(text: str) -> str:
    """What stands between the columns: a semicolon or a comma, of which no column of HSDS has one in its name."""
    first = text.partition("\n")[0]
    return ";" if first.count(";") > first.count(",") else ","


def lines_of(text: str, between: str) -> Iterator[tuple[int, list[str]]]:
    """Each line's cells, with the number, from 1, of the line in which they begin. Raises Unreadable.

    Excel leaves lines of empty cells where something stood: they say nothing.
    """
    reader = csv.reader(io.StringIO(text.removeprefix(MARK), newline=""), delimiter=between, strict=True)
    begins = 1
    try:
        for cells in reader:
            if any(cells):
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(begins, UNQUOTED) from error
