"""What a screen reader would read aloud in the wrong language: texts on a page that are not marked as another one's.

And marks that stand where they can only be read out: in an attribute.
"""

from collections.abc import Mapping

from playwright.sync_api import Page

from shared.languages import NAMES

SAMPLES = {
    "lt": ("Kultūrų pažinimas", "Pasitikti sve", "Nemokami lietuvi", "Antradieniais bib", "Pirma.", "Antra."),
    "uk": ("Знайомство з культурами", "Зустрічати гостей", "Зустріти гостей", "Безкоштовні курси"),
    "ar": ("دروس مجانية",),
}
"""Texts of the things that the pages in tests show."""
LOOK = """([names, samples]) => {
  const scripts = {ar: /\\p{Script=Arabic}/u, uk: /\\p{Script=Cyrillic}/u, lt: /[ąčęėįšųūžĄČĘĖĮŠŲŪŽ]/u};
  const alike = {ar: ['ar'], uk: ['uk', 'ru'], lt: ['lt']};
  const base = tag => tag.split('-')[0];
  const found = [];
  const look = (text, holder) => {
    const tag = holder.closest('[lang]').lang, said = text.replace(/[\\u2066-\\u2069]/g, '').trim();
    const wrong = why => found.push(`${why} is said in ${tag}: ${said.slice(0, 80)}`);
    for (const [own, name] of Object.entries(names))
      if (said.split(/[:,،;()–·]|\\s\\|\\s/).some(part => part.trim() === name) && base(own) !== base(tag)) wrong(name);
    for (const [own, texts] of Object.entries(samples))
      if (texts.some(one => said.includes(one)) && own !== tag) wrong(`a text in ${own}`);
    // what people and places are called has no language of its own: it is set apart for its direction alone, or chosen
    if (holder.closest('bdi:not([lang])') || holder.closest('[dir=auto]') || holder.matches('input, textarea')) return;
    for (const [own, letters] of Object.entries(scripts))
      if (letters.test(said) && !alike[own].includes(base(tag)) && !(own === 'lt' && holder.matches('option')))
        wrong(`letters of ${own}`);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const holder = walker.currentNode.parentElement;
    if (!holder.closest('script, style, template, textarea')) look(walker.currentNode.data, holder);
  }
  document.querySelectorAll('input[type=text], input[type=search], textarea').forEach(one => look(one.value, one));
  document.querySelectorAll('*').forEach(one => [...one.attributes].forEach(({name, value}) => {
    if (/<(bdi|span)\\b/.test(value)) found.push(`marks got into ${name}: ${value.slice(0, 80)}`);
  }));
  return [...new Set(found)];
}"""


def unmarked(page: Page, samples: Mapping[str, tuple[str, ...]] = SAMPLES) -> list[str]:
    """Names of languages, letters of another script and these texts, by language, where `lang` says another language.

    Parts of the page that are not shown just now are looked at as well.
    """
    found: list[str] = page.evaluate(LOOK, [NAMES, samples])
    return found
