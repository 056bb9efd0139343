"""What Kannel's `fakesmsc` prints about the texts it gets, read back as texts. It cannot carry a line break."""

import re
from dataclasses import dataclass, field
from itertools import groupby
from urllib.parse import unquote_to_bytes

LINE = re.compile(
    r"Got message \d+: <(?P<sender>\S+) (?P<to>\S+) (?:udh (?P<header>\S+) )?(?P<kind>\S+) (?P<text>.*)>\s*$"
)


@dataclass(frozen=True)
class Sms:
    """One whole text, and in how many parts it came."""

    sender: str
    to: str
    text: str
    parts: int
    at: str = field(default="", compare=False)
    """The first word of the line it came in: the time, where the log has it."""


@dataclass(frozen=True)
class _Part:
    sender: str
    to: str
    group: bytes
    text: str
    at: str


def _part(number: int, found: re.Match[str]) -> _Part:
    header = unquote_to_bytes(found["header"] or "")
    group = header[3:4] or f"alone {number}".encode()
    return _Part(found["sender"], found["to"], group, _readable(found["kind"], found["text"]), found.string.split()[0])


def _readable(kind: str, printed: str) -> str:
    if kind == "text":
        return printed
    raw = unquote_to_bytes(printed.replace("+", "%20"))
    two_bytes = kind == "ucs-2" or any(byte < 0x20 and byte not in b"\r\n\x1b" for byte in raw)
    return raw.decode("utf-16-be") if two_bytes else raw.decode(errors="replace")


def texts(printed: str) -> list[Sms]:
    """The texts in the handset's log, oldest first; the parts of one text are put together."""
    parts = [_part(number, found) for number, line in enumerate(printed.splitlines()) if (found := LINE.search(line))]
    whole = [list(group) for _, group in groupby(parts, key=lambda part: part.group)]
    return [
        Sms(some[0].sender, some[0].to, "".join(part.text for part in some), len(some), some[-1].at) for some in whole
    ]
