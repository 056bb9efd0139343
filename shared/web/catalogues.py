"""The texts of pages and problems in six languages: `python -m shared.web.catalogues extract|update|check`.

`extract` prints what the code says, `update` brings it into `<part>/locales/<language>.po` and keeps what is
translated, `check` fails unless every text is there in every language. Parts are `shared` and each service.
"""

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from shared.languages import LANGUAGES, babel_locale
from shared.settings import SERVICES

ROOT = Path(__file__).parents[2]
SOURCE = "en"
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
KEYWORDS: dict[str, Any] = {"_": None, "gettext": None, "ngettext": (1, 2), "_n": (1, 2)}
OPTIONS = {"**.html": {"silent": "false"}}
PLACEHOLDER = re.compile(r"\{(\w+)\}")
COUNT = {"count"}
"""A plural form may say the number in words, or not at all: `a day`."""


def parts(root: Path) -> list[Path]:
    """The folders that have catalogues of their own."""
    return [root / "shared", *(root / "services" / service for service in SERVICES)]


def extracted(part: Path) -> Catalog:
    """Every text that the part's code and pages say, in the order of their files."""
    found = Catalog()
    for file, line, message, _comments, context in extract_from_dir(str(part), METHODS, OPTIONS, KEYWORDS):
        found.add(message, locations=[(file, line)], context=context)
    return found


def read(path: Path, language: str) -> Catalog:
    """A catalogue as it is stored; an empty one if there is none yet."""
    if not path.exists():
        return Catalog(locale=babel_locale(language))
    with path.open("rb") as source:
        return read_po(source, locale=str(babel_locale(language)))


def merged(template: Catalog, old: Catalog, language: str) -> Catalog:
    """The texts of the template with the translations of the old catalogue; English is the source itself."""
    new = Catalog(locale=babel_locale(language))
    for message in template:
        if message.id:
            known = old.get(message.id)
            string = message.id if language == SOURCE else (known.string if known else None)
            new.add(message.id, string, locations=message.locations)
    return new


def written(catalogue: Catalog) -> bytes:
    """The catalogue as a `.po` file. Its head holds no dates, so that only new texts make a difference."""
    head = {
        "Language": str(catalogue.locale),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": catalogue.plural_forms,
    }
    lines = "".join(f'"{name}: {value}\\n"\n' for name, value in head.items())
    body = BytesIO()
    write_po(body, catalogue, omit_header=True, include_lineno=False, width=120)
    return f'msgid ""\nmsgstr ""\n{lines}\n'.encode() + body.getvalue().lstrip()


def update(root: Path) -> None:
    """Write all catalogues anew."""
    for part in parts(root):
        template = extracted(part)
        (part / "locales").mkdir(exist_ok=True)
        for language in LANGUAGES:
            path = part / "locales" / f"{language}.po"
            path.write_bytes(written(merged(template, read(path, language), language)))


def complaints(root: Path) -> Iterator[str]:
    """What is not right, one sentence each."""
    for part in parts(root):
        template = extracted(part)
        for language in LANGUAGES:
            path = part / "locales" / f"{language}.po"
            for complaint in _wrong(template, read(path, language)):
                yield f"{path.relative_to(root)}: {complaint}"


def _wrong(template: Catalog, catalogue: Catalog) -> Iterator[str]:
    texts = {_key(message): message for message in catalogue if message.id}
    wanted = {_key(message): message for message in template if message.id}
    for key in wanted.keys() - texts.keys():
        yield f"missing: {key}"
    for key in texts.keys() - wanted.keys():
        yield f"nobody says this any more: {key}"
    for key in wanted.keys() & texts.keys():
        yield from (f"{complaint}: {key}" for complaint in _wrong_in(texts[key]))


def _wrong_in(message: Message) -> Iterator[str]:
    """A plural has as many forms as its language has (CLDR): Babel reads a form that is not there as an empty one."""
    forms, ids = _texts(message.string), _texts(message.id)
    spared = COUNT if len(ids) > 1 else set()
    if message.fuzzy:
        yield "fuzzy"
    if not all(forms):
        yield "not translated"
    elif any(_placeholders(form) | spared != _placeholders(ids[-1]) | spared for form in forms):
        yield "other placeholders"


def _key(message: Message) -> str:
    return _texts(message.id)[0]


def _texts(value: object) -> list[str]:
    return (
        [value]
        if isinstance(value, str)
        else [str(text) for text in value]
        if isinstance(value, list | tuple)
        else [""]
    )


def _placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def main(arguments: list[str]) -> int:
    """Do what the command says; the exit status."""
    if arguments == ["extract"]:
        for part in parts(ROOT):
            sys.stdout.write(written(extracted(part)).decode())
    elif arguments == ["update"]:
        update(ROOT)
    elif arguments == ["check"]:
        found = sorted(complaints(ROOT))
        sys.stdout.writelines(f"{complaint}\n" for complaint in found)
        return 1 if found else 0
    else:
        sys.stderr.write("usage: python -m shared.web.catalogues extract|update|check\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
