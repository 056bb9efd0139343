"""Documents in files: what is in one twice is refused before half of it is lost."""

import json
import zipfile
from pathlib import Path

import pytest

from services.events.directory.domain import DocumentIsWrong
from services.events.directory.gateways import SAME_NAME, UNREADABLE, read_document
from tests.support.factories.directory import an_id

HEADER = "id,name,description\r\n"


def a_line(called: str) -> str:
    return f"{an_id(called)},{called},{called}\r\n"


def packed(path: Path, **files: str | bytes) -> Path:
    """A .zip of these files: `a__organization` is `a/organization.csv`."""
    with zipfile.ZipFile(path / "packed.zip", "w") as made:
        for name, said in files.items():
            made.writestr(f"{name.replace('__', '/')}.csv", said)
    return path / "packed.zip"


def refused(path: Path) -> dict[str, list[str]]:
    with pytest.raises(DocumentIsWrong) as error:
        read_document(path)
    return error.value.errors


def test_two_files_of_one_name_in_a_zip_are_named(tmp_path: Path) -> None:
    both = {"a__organization": HEADER + a_line("a"), "b__organization": HEADER + a_line("b")}
    names = ["a/organization.csv", "b/organization.csv"]
    assert refused(packed(tmp_path, **both)) == {name: [SAME_NAME] for name in names}


def test_what_a_mac_puts_beside_each_file_is_left_out(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "hsds__organization": HEADER + a_line("a"),
        "__MACOSX__hsds__._organization": b"\x00\x05\x16\x07\xff",
    }
    assert len(read_document(packed(tmp_path, **files)).rows["organization"]) == 1
    (tmp_path / "organization.csv").write_text(HEADER + a_line("a"))
    (tmp_path / "._organization.csv").write_bytes(b"\x00\x05\x16\x07\xff")
    assert len(read_document(tmp_path).rows["organization"]) == 1


def test_one_csv_file_and_one_of_another_encoding_in_a_zip_are_read(tmp_path: Path) -> None:
    said = f"{HEADER}{a_line('Šiaulių globa')}".replace(",", ";").encode("cp1257")
    (tmp_path / "organization.csv").write_bytes(said)
    for path in (tmp_path / "organization.csv", packed(tmp_path, organization=said), tmp_path):
        (facts,) = read_document(path).rows["organization"].values()
        assert facts["name"] == {"lt": "Šiaulių globa"}


def test_a_zip_that_is_locked_cannot_be_read(tmp_path: Path) -> None:
    path = packed(tmp_path, organization=HEADER + a_line("a"))
    said = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        said[said.index(mark) + at] |= 1
    path.write_bytes(said)
    assert refused(path) == {"_schema": [UNREADABLE]}


@pytest.mark.parametrize("said", ["[" * 100_000, '{"services": ' + "[" * 100_000, '{"services": [NaN]}', ""])
def test_what_is_no_json_that_anybody_means_cannot_be_read(tmp_path: Path, said: str) -> None:
    (tmp_path / "broken.json").write_text(said)
    assert refused(tmp_path / "broken.json") == {"_schema": [UNREADABLE]}


def test_a_key_that_is_there_twice_is_named(tmp_path: Path) -> None:
    one = json.dumps([{"id": an_id("a"), "name": "a", "description": "a"}])
    (tmp_path / "twice.json").write_text(f'{{"organizations": {one}, "organizations": []}}')
    assert list(refused(tmp_path / "twice.json")) == ["organizations"]
