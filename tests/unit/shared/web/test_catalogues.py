"""The check of the catalogues finds what a translator can forget."""

import re
from pathlib import Path
from typing import Any

import pytest

from shared.languages import LANGUAGES
from shared.settings import SERVICES
from shared.web import catalogues

CODE = """
from shared.languages import gettext as _, ngettext as _n
_("Hello {name}")
_n("One place", "{count} places", 3)
"""
PAGE = '{% extends "base.html" %}<p>{{ _("Welcome") }}</p>{{ ngettext("a day", "{count} days", 2) }}'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with one text in code, one on a page, and complete catalogues."""
    for part in ("shared", *(f"services/{service}" for service in SERVICES)):
        (tmp_path / part).mkdir(parents=True)
    (tmp_path / "shared/words.py").write_text(CODE)
    (tmp_path / "services/events/html").mkdir()
    (tmp_path / "services/events/html/page.html").write_text(PAGE)
    catalogues.update(tmp_path)
    for path in tmp_path.rglob("*.po"):
        translate(path)
    return tmp_path


def translate(path: Path) -> None:
    """Do a translator's work: `x` stands before every text."""
    catalogue = catalogues.read(path, path.stem)
    for message in catalogue:
        if message.id and isinstance(message.id, str):
            message.string = f"x {message.id}"
        elif message.id:
            message.string = tuple(f"x {message.id[1]}" for _form in range(catalogue.num_plurals))
    path.write_bytes(catalogues.written(catalogue))


def complaints(root: Path) -> list[str]:
    return sorted(catalogues.complaints(root))


def change(root: Path, path: str, old: str, new: str) -> None:
    file = root / path
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new, 1))


def test_complete_catalogues_are_right(root: Path) -> None:
    assert complaints(root) == []


def test_english_needs_no_translator(tmp_path: Path, root: Path) -> None:
    (root / "shared/locales/en.po").unlink()
    catalogues.update(root)
    assert complaints(root) == []
    assert 'msgstr "Hello {name}"' in (root / "shared/locales/en.po").read_text()


def test_a_new_text_is_missing_everywhere_until_it_is_translated(root: Path) -> None:
    (root / "shared/more.py").write_text('_("New")')
    assert set(complaints(root)) == {f"shared/locales/{language}.po: missing: New" for language in LANGUAGES}
    catalogues.update(root)
    assert len(complaints(root)) == len(LANGUAGES) - 1
    assert complaints(root)[0] == "shared/locales/ar.po: not translated: New"


def test_a_text_that_is_gone_is_complained_of_until_it_is_removed(root: Path) -> None:
    (root / "shared/words.py").write_text("")
    assert len(complaints(root)) == 2 * len(LANGUAGES)
    catalogues.update(root)
    assert complaints(root) == []


def test_translations_survive_an_update(root: Path) -> None:
    before = {path: path.read_text().strip() for path in root.rglob("*.po") if path.stem != "en"}
    catalogues.update(root)
    assert {path: path.read_text().strip() for path in before} == before


@pytest.mark.parametrize(
    ("path", "old", "new", "complaint"),
    [
        ("shared/locales/uk.po", 'msgstr "x Hello {name}"', 'msgstr ""', "not translated"),
        ("shared/locales/uk.po", "x Hello {name}", "x Hello {nome}", "other placeholders"),
        ("shared/locales/uk.po", "x Hello {name}", "x Hello", "other placeholders"),
        ("shared/locales/uk.po", 'msgid "Hello', '#, fuzzy\nmsgid "Hello', "fuzzy"),
        (
            "services/events/locales/ar.po",
            'msgstr[5] "x {count} days"',
            'msgstr[5] "x {days} days"',
            "other placeholders",
        ),
        ("services/events/locales/ar.po", 'msgstr[5] "x {count} days"', 'msgstr[5] ""', "not translated"),
    ],
)
def test_what_a_translator_can_forget_is_found(root: Path, path: str, old: str, new: str, complaint: str) -> None:
    change(root, path, old, new)
    (found,) = complaints(root)
    assert found.startswith(f"{path}: {complaint}:")


def test_a_plural_form_may_leave_out_the_number(root: Path) -> None:
    change(root, "services/events/locales/ar.po", 'msgstr[1] "x {count} days"', 'msgstr[1] "x a single day"')
    assert complaints(root) == []


def test_too_few_plural_forms_are_found(root: Path) -> None:
    path = root / "services/events/locales/ar.po"
    path.write_text("\n".join(line for line in path.read_text().splitlines() if not line.startswith("msgstr[5]")))
    assert complaints(root) == ["services/events/locales/ar.po: not translated: a day"]


def test_a_page_that_cannot_be_read_stops_the_check(root: Path) -> None:
    (root / "services/events/html/page.html").write_text("{% if %}")
    with pytest.raises(Exception, match="Expected an expression"):
        complaints(root)


def test_the_command_checks_and_updates(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(catalogues, "ROOT", root)
    assert catalogues.main(["check"]) == 0
    (root / "shared/more.py").write_text('_("New")')
    assert catalogues.main(["check"]) == 1
    assert "shared/locales/uk.po: missing: New\n" in capsys.readouterr().out
    assert catalogues.main(["extract"]) == 0
    assert 'msgid "New"' in capsys.readouterr().out
    assert catalogues.main(["update"]) == 0
    assert 'msgid "New"' in (root / "shared/locales/uk.po").read_text()


def test_the_command_says_how_it_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    assert catalogues.main(["nonsense"]) == 2
    assert "extract|update|check" in capsys.readouterr().err


def test_all_texts_of_the_shared_part_are_in_all_languages() -> None:
    assert [found for found in complaints(catalogues.ROOT) if found.startswith("shared/")] == []


def test_an_arabic_noun_stands_in_the_case_that_its_number_asks_for() -> None:
    """The accusative after 11 to 99, our last form, and never after 100 to 102, the one before it."""
    paths = [Path(part) / "locales/ar.po" for part in ("shared", *(f"services/{service}" for service in SERVICES))]
    texts = [message.string for path in paths for message in catalogues.read(path, "ar")]
    forms = [text for text in texts if isinstance(text, tuple)]
    assert len(forms) > 10
    assert [form[4] for form in forms if re.search(r"\{count\} \w+ًا", form[4])] == []


def of_all_parts(language: str) -> list[Any]:
    """Every message of our own catalogues in a language."""
    paths = [part / f"locales/{language}.po" for part in catalogues.parts(catalogues.ROOT)]
    return [message for path in paths for message in catalogues.read(path, language) if message.id]


TO_ONE_MAN = re.compile(
    r"(?<!«)\b(?:أنت|لك|بك|منك|عنك|إليك|عليك|لديك|يمكنك|اسمك|هاتفك|بريدك|طلبك|تسجيلك|موقعك|عنوانك|ردّك|"
    r"اختر|اكتب|اذكر|انظر|أضف|اضغط|اطلب|انسخ|ابدأ|أخبرنا|اسأل|تريد)\b"
)
"""What stands in «» is a word to text back."""


def test_arabic_speaks_to_women_men_and_families_in_one_form() -> None:
    """The polite plural; in the singular every imperative would be said to a man."""
    forms = [
        message.string if isinstance(message.string, tuple) else (message.string,) for message in of_all_parts("ar")
    ]
    assert [form for texts in forms for form in texts if TO_ONE_MAN.search(form)] == []


@pytest.mark.parametrize("language", ["ar"])
def test_one_english_text_says_the_same_in_all_catalogues(language: str) -> None:
    said: dict[Any, set[Any]] = {}
    for message in of_all_parts(language):
        said.setdefault(message.id, set()).add(message.string)
    assert [texts for texts in said.values() if len(texts) > 1] == []
