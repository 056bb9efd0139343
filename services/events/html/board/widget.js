/* The programme, news or services of Talka on another site: one section with a heading and a list, without cookies.
   <script src="https://…/widget/v1.js" data-show="programme" data-lang="uk" data-count="5" async></script> */
(() => {
  "use strict";
  const script = document.currentScript;
  const { show = "programme", lang, count = "5", level = "2", site } = script.dataset;
  const origin = new URL(script.src).origin;
  const language = lang || document.documentElement.lang || "lt";
  const css = `:host{display:block;color:var(--talka-ink,inherit);font:var(--talka-font,inherit);text-align:start}
h1,h2,h3,h4,h5,h6{margin:0 0 .5em;font-size:var(--talka-heading-size,1.25em);line-height:1.25}
ul{list-style:none;margin:0;padding:0;display:grid;gap:var(--talka-gap,.75em)}
li{border-inline-start:3px solid var(--talka-accent,#0b5c4a);padding-inline-start:.75em}
a{color:var(--talka-link,var(--talka-accent,#0b5c4a));display:inline-block;padding-block:.6em;text-underline-offset:.18em}
a:focus-visible{outline:3px solid;outline-offset:2px}
section[dir=rtl] :is(p,a){text-align:right}section[dir=ltr] :is(p,a){text-align:left}
p{margin:0;overflow-wrap:anywhere}.note{opacity:var(--talka-note-opacity,1)}`;

  const host = document.createElement("div");
  host.className = "talka-widget";
  script.after(host);
  const root = host.attachShadow({ mode: "open" });
  try {
    const sheet = new CSSStyleSheet(); // a site that forbids inline styles allows this
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
  } catch {
    const style = document.createElement("style"); // browsers of before 2023
    style.textContent = css;
    root.append(style);
  }

  const make = (name, text, attributes = {}) => {
    const element = document.createElement(name);
    element.textContent = text;
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  const link = (text, to, more) => make("a", text, { href: new URL(to, origin).href, part: "link", ...more });
  const item = (one) => {
    const line = make("li", "", { part: "item" });
    line.append(link(one.title, one.link, { lang: one.language, dir: one.direction }));
    if (one.when) line.append(make("p", one.when, { part: "when" }));
    if (one.note) line.append(make("p", one.note, { part: "note", class: "note", lang: one.note_language, dir: "auto" }));
    return line;
  };
  const draw = (told) => {
    const section = make("section", "", { part: "section", lang: told.language, dir: told.direction, "aria-labelledby": "h" });
    const list = make("ul", "", { part: "list", role: "list" });
    list.append(...told.items.map(item));
    const heading = make(/^[1-6]$/.test(level) ? `h${level}` : "h2", told.title, { id: "h", part: "heading" });
    const more = make("p", "", { part: "more" });
    more.append(link(told.more.text, told.more.link));
    section.append(heading, told.items.length ? list : make("p", told.empty, { part: "empty" }), more);
    root.append(section);
  };
  const query = new URLSearchParams({ lang: language, count, ...(site && { site }) });
  fetch(`${origin}/widget/v1/${encodeURIComponent(show)}.json?${query}`, { credentials: "omit", referrerPolicy: "no-referrer" })
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status)))))
    .then(draw)
    .catch(() => root.append(link(new URL(origin).host, "/"))); // whoever reads the page still finds the way
})();
