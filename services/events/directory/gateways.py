"""Documents of HSDS in files: one `.json`, or a folder or `.zip` of `.csv`."""

import json
import zipfile
import zlib
from pathlib import Path
from typing import NoReturn

from services.events.directory.domain import Document, DocumentIsWrong, read_csv, read_json
from shared.errors import _

LARGEST = 64 * 1024 * 1024
"""Bytes of a document; a country's directory is smaller."""
TOO_LARGE = _("This is larger than 64 MB. Send it in parts.")
UNREADABLE = _("This cannot be read: it is neither JSON, nor a folder or .zip of CSV files, in UTF-8.")


def read_document(path: Path) -> Document:
    """The document in a file or folder. Raises DocumentIsWrong or DocumentIsTooLarge."""
    try:
        if path.suffix == ".json":
            _check_size(path.stat().st_size)
            return read_json(json.loads(path.read_bytes(), parse_constant=_no_constant))
        return read_csv(_zipped(path) if path.is_file() else _in_folder(path))
    except (OSError, ValueError, RecursionError, zipfile.BadZipFile, zlib.error, NotImplementedError) as error:
        raise DocumentIsWrong({"_schema": [UNREADABLE]}) from error


def write_csv_files(path: Path, files: dict[str, str]) -> None:
    """Write CSV files into a `.zip`, or into a folder."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, text in files.items():
                packed.writestr(name, text)
        return
    path.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (path / name).write_text(text, newline="")


def _zipped(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as packed:
        files = [one for one in packed.infolist() if one.filename.endswith(".csv")]
        _check_size(sum(one.file_size for one in files))
        return {Path(one.filename).name: packed.read(one).decode() for one in files}


def _in_folder(path: Path) -> dict[str, str]:
    files = sorted(path.glob("*.csv"))
    _check_size(sum(one.stat().st_size for one in files))
    return {one.name: one.read_bytes().decode() for one in files}


def _check_size(size: int) -> None:
    if size > LARGEST:
        raise DocumentIsWrong({"_schema": [TOO_LARGE]})


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
