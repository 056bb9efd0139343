"""How a page looked when somebody last looked at it, small and grey, and whether it still looks so.

A snapshot is the screen at a fraction of its size, in grey: layout shows in it, the grain of letters does not. Two are
compared by the mean greys of their cells, each as large as a word, so that a machine which draws letters a little
otherwise sees the same. `make snapshots` takes them anew; look at what has changed before you keep them.
"""

import base64
import os
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, Route

FOLDER = Path(__file__).parents[1] / "browser/snapshots"
SCREENS = {"lt": (1200, 1400), "ar": (390, 1600)}
"""Language -> width and height of the screen it is looked at on: an office's desk, a phone."""
SHRUNK = {"lt": 3, "ar": 2}
LARGEST_FILE = 40_000
CELL = 8
"""Side of a cell in pixels of the snapshot."""
TOLERATED = 1.5
"""Greys, of 255, by which cells may differ on average. Letters drawn with full hinting and without subpixels make 0.6
on these pages, without hinting nothing; a page that is as wide as the screen makes 2.8, small headings 3.1."""
SIGNATURE = b"\x89PNG\r\n\x1a\n"
SHRINK = """async ([encoded, width, height]) => {
  const bytes = Uint8Array.from(atob(encoded), (one) => one.charCodeAt(0));
  const drawn = new OffscreenCanvas(width, height).getContext("2d");
  drawn.imageSmoothingQuality = "high";
  drawn.drawImage(await createImageBitmap(new Blob([bytes])), 0, 0, width, height);
  const all = drawn.getImageData(0, 0, width, height).data;
  let greys = "";
  for (let at = 0; at < all.length; at += 4)
    greys += String.fromCharCode((all[at] * 77 + all[at + 1] * 150 + all[at + 2] * 29) >> 8);
  return btoa(greys);
}"""
"""Greys by ITU-R BT.601, row by row."""
WRITE_OVER = """(words) => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) for (const [word, other] of Object.entries(words))
    texts.currentNode.data = texts.currentNode.data.replaceAll(word, other);
}"""


@dataclass(frozen=True)
class Snapshot:
    """Greys of 0 to 255, row by row."""

    width: int
    height: int
    greys: bytes

    def cells(self) -> list[float]:
        """The mean grey of each cell."""
        means = []
        for top in range(0, self.height, CELL):
            for left in range(0, self.width, CELL):
                rows = range(top, min(top + CELL, self.height))
                end = min(left + CELL, self.width)
                inside = b"".join(self.greys[row * self.width + left : row * self.width + end] for row in rows)
                means.append(sum(inside) / len(inside))
        return means

    def png(self) -> bytes:
        """A picture in grey (PNG, ISO/IEC 15948)."""
        head = struct.pack(">IIBBBBB", self.width, self.height, 8, 0, 0, 0, 0)
        rows = (self.greys[at : at + self.width] for at in range(0, len(self.greys), self.width))
        body = b"".join(b"\0" + row for row in rows)
        chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(body, 9)), (b"IEND", b""))
        return SIGNATURE + b"".join(_chunk(*one) for one in chunks)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def read(picture: bytes) -> Snapshot:
    """A picture that `Snapshot.png` made."""
    width, height = struct.unpack(">II", picture[16:24])
    length = int.from_bytes(picture[33:37])
    body, line = zlib.decompress(picture[41 : 41 + length]), width + 1
    return Snapshot(width, height, b"".join(body[at + 1 : at + line] for at in range(0, len(body), line)))


def apart(one: Snapshot, other: Snapshot) -> float:
    """By how many greys the cells of two snapshots of one size differ on average."""
    assert (one.width, one.height) == (other.width, other.height)
    differences = [abs(left - right) for left, right in zip(one.cells(), other.cells(), strict=True)]
    return sum(differences) / len(differences)


def taken(page: Page, language: str, words: dict[str, str]) -> Snapshot:
    """The page as it stands on the screen, with these words, which differ each time, written over."""
    page.evaluate("document.fonts.ready")
    page.evaluate(WRITE_OVER, words)
    shot = base64.b64encode(page.screenshot(animations="disabled", caret="hide")).decode()
    width, height = (side // SHRUNK[language] for side in SCREENS[language])
    blank = page.context.new_page()
    greys = base64.b64decode(blank.evaluate(SHRINK, [shot, width, height]))
    blank.close()
    return Snapshot(width, height, greys)


def _patient(route: Route) -> None:
    """Our letters are waited for: a page that is opened the first time would do without those that come late."""
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace("font-display: optional", "font-display: block"))


def look(page: Page, address: str, language: str, words: dict[str, str]) -> Snapshot:
    """Open the page on the screen of this language."""
    width, height = SCREENS[language]
    page.set_viewport_size({"width": width, "height": height})
    page.route("**/talka.css*", _patient)
    page.goto(f"{address}{'&' if '?' in address else '?'}lang={language}")
    return taken(page, language, words)


def path_of(name: str, language: str) -> Path:
    """Where the snapshot of a page is kept."""
    return FOLDER / f"{name}-{language}.png"


def changed(page: Page, addresses: dict[str, str], language: str, words: dict[str, str]) -> dict[str, float]:
    """Which of these pages do not look as their snapshots do, and by how much; none if they are taken anew.

    `words` differ each time and are written over.
    """
    found = {}
    for name, address in addresses.items():
        seen, path = look(page, address, language, words), path_of(name, language)
        if os.environ.get("TALKA_SNAPSHOTS") == "anew":
            path.write_bytes(seen.png())
        picture = path.read_bytes()
        assert len(picture) < LARGEST_FILE
        if (by := apart(seen, read(picture))) > TOLERATED:
            found[path.name] = round(by, 1)
    return found
