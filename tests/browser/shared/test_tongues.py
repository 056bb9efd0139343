"""What looks for texts in an unmarked language finds them wherever they stand, and nothing else."""

import pytest
from playwright.sync_api import Page

from tests.support.tongues import unmarked

UNMARKED = (
    "<table><tr><td>Українська</td></tr></table>",
    "<label>English (not required)</label>",
    "<h2>Lietuvių: title</h2>",
    "<select><option>Русский</option></select>",
    "<fieldset><legend>مرحبا</legend></fieldset>",
    "<details><summary>Здравствуйте</summary></details>",
    "<h1>Cancel “Sodo šventė”?</h1>",
    "<p lang='uk'>مرحبا</p>",
    "<p><bdi>Українська</bdi></p>",
    "<p><bdi>Vakaras</bdi></p>",
    "<p lang='lt'><span lang='en'>Vakaras</span></p>",
    "<details><p hidden>Українська</p></details>",
    "<input type='text' value='Vakaras'>",
    "<p data-head='<span lang=uk>'>12</p>",
    "<textarea>Vakaras</textarea>",
)
MARKED = (
    "<p lang='uk'>Українська</p><p lang='ru'>Русский</p><p lang='ar'>العربية</p>",
    "<select><option lang='lt'>Lietuvių</option></select>",
    "<label><span lang='lt'>Lietuvių</span> (not required)</label>",
    "<textarea lang='lt'>Vakaras</textarea>",
    "<p><bdi>Олена Коваленко</bdi> <bdi>Kaišiadorių kultūros centras</bdi></p>",
    "<p dir='auto'>لا أعرف الطريق</p>",
    "<p>English, and a sentence that names English in its midst.</p>",
    "<script type='text/plain'>Українська</script>",
)
SAMPLES = {"lt": ("Vakaras",)}


@pytest.mark.parametrize("piece", UNMARKED)
def test_an_unmarked_text_is_found(page: Page, piece: str) -> None:
    tag = "ar" if "English" in piece else "en"
    page.set_content(f"<html lang='{tag}'><body>{piece}</body></html>")
    assert len(unmarked(page, SAMPLES)) >= 1


@pytest.mark.parametrize("piece", MARKED)
def test_a_marked_text_is_no_finding(page: Page, piece: str) -> None:
    page.set_content(f"<html lang='en'><body>{piece}</body></html>")
    assert unmarked(page, SAMPLES) == []
