"""Documents of HSDS in files: one `.json` or `.csv`, or a folder or `.zip` of `.csv`."""

import json
import zipfile
import zlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from services.events.directory.domain import TWO_WAYS, Document, DocumentIsWrong, read_csv, read_json
from shared.errors import _

LARGEST = 64 * 1024 * 1024
"""Bytes of a document; a country's directory is smaller."""
TOO_LARGE = _("This is larger than 64 MB. Send it in parts.")
SAME_NAME = _("Another file in it has the same name. Keep one of them, with all its lines.")
UNREADABLE = _("This cannot be read: it is neither JSON in UTF-8, nor a .csv, nor a folder or .zip of them.")


def read_document(path: Path) -> Document:
    """The document in a file or folder. Raises DocumentIsWrong or DocumentIsTooLarge."""
    try:
        if path.suffix == ".json":
            _check_size(path.stat().st_size)
            said = json.loads(path.read_bytes(), parse_constant=_no_constant, object_pairs_hook=_once)
            return read_json(said)
        return read_csv(
            _alone(path) if path.suffix == ".csv" else _zipped(path) if path.is_file() else _in_folder(path)
        )
    except (
        OSError,
        ValueError,
        RuntimeError,
        zipfile.BadZipFile,
        zlib.error,
    ) as error:  # RuntimeError: locked, or deep
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


def _alone(path: Path) -> dict[str, bytes]:
    _check_size(path.stat().st_size)
    return {path.name: path.read_bytes()}


def _zipped(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as packed:
        files = [one for one in packed.infolist() if one.filename.endswith(".csv") and not _is_shadow(one.filename)]
        _check_size(sum(one.file_size for one in files))
        _check_names([one.filename for one in files])
        return {Path(one.filename).name: packed.read(one) for one in files}


def _in_folder(path: Path) -> dict[str, bytes]:
    files = sorted(one for one in path.glob("*.csv") if not _is_shadow(one.name))
    _check_size(sum(one.stat().st_size for one in files))
    return {one.name: one.read_bytes() for one in files}


def _is_shadow(name: str) -> bool:
    """Whether it is what macOS puts beside each file."""
    return Path(name).name.startswith("._")


def _check_names(names: Sequence[str]) -> None:
    """See that no file is there twice, in folders of its own: one of them would be lost. Raises DocumentIsWrong."""
    often = Counter(Path(name).name for name in names)
    if twice := {name: [SAME_NAME] for name in names if often[Path(name).name] > 1}:
        raise DocumentIsWrong(twice)


def _check_size(size: int) -> None:
    if size > LARGEST:
        raise DocumentIsWrong({"_schema": [TOO_LARGE]})


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON. Raises DocumentIsWrong if a key is there twice, of which only the last would count."""
    found = dict(pairs)
    if len(found) < len(pairs):
        often = Counter(key for key, _value in pairs)
        raise DocumentIsWrong({key: [TWO_WAYS] for key in found if often[key] > 1})
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
