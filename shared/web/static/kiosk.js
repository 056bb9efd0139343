// What a touch screen that everybody uses needs beside its pages: it forgets whoever was here, reads aloud, prints, and
// keeps working for an hour without a network. Without this script every page still leads on.
"use strict";

const root = document.documentElement;
const START = "/kiosk/lt/";
const IDLE = 60_000;
const WAITING = 10 * 60_000; // of somebody who stands there until a helper comes, and has nothing to touch
const PATIENCE = 15_000; // milliseconds for a form to be answered
const CONTRAST = "contrast";

if (sessionStorage.getItem(CONTRAST)) root.dataset.contrast = "";

// One entry of history is all there ever is: each page takes the place of the one before.

function go(address) {
  location.replace(address);
}

function leadsWithin(link) {
  const to = new URL(link.href, location.href);
  return to.origin === location.origin && to.pathname.startsWith("/kiosk/") && !link.hash && !link.target;
}

function leaveNothing() {
  window.speechSynthesis?.cancel();
  getSelection()?.removeAllRanges();
  for (const field of document.querySelectorAll("input:not([type=hidden]), textarea, select")) {
    if (field.type === "radio" || field.type === "checkbox") field.checked = false;
    else field.value = "";
  }
  sessionStorage.clear();
  localStorage.clear();
  go(START);
}

addEventListener("pageshow", (event) => {
  if (event.persisted) go(START); // a page that a browser has kept whole, with all that was typed
});

// Forms are sent without a new entry of history. An answer that leads on is followed; one with errors takes the page's place.

function unsent() {
  const said = document.querySelector("[data-unsent]");
  said.hidden = false;
  said.focus();
}

async function send(form) {
  if (form.dataset.busy !== undefined) return;
  form.dataset.busy = "";
  try {
    const body = new URLSearchParams(new FormData(form));
    const answer = await fetch(form.action, { method: "POST", body, signal: AbortSignal.timeout(PATIENCE) });
    if (answer.redirected) return go(answer.url);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.documentElement.classList.contains("kiosk")) return unsent(); // no page of ours: it would lead away
    if (page.querySelector("[data-problem]")) return unsent(); // it would take the place of what was typed
    document.title = page.title;
    document.querySelector("main").replaceWith(page.querySelector("main"));
    document.querySelector("main [role=alert]:not([hidden])")?.focus();
    scrollTo(0, 0);
  } catch {
    unsent();
  } finally {
    delete form.dataset.busy;
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  event.preventDefault();
  if (form.method === "get") go(`${form.action}?${new URLSearchParams(new FormData(form))}`);
  else if (navigator.onLine) send(form);
  else unsent();
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (link && leadsWithin(link) && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    if (link.dataset.back !== undefined && sessionStorage.getItem("list")) go(sessionStorage.getItem("list"));
    else go(link.href);
  }
});

// Nobody touches the screen for a minute: it asks, and begins anew unless somebody is there. Whoever waits for a helper
// is asked later, and has longer to answer.

let timer;
let ticking;

function nothingToForget() {
  const empty = [...document.querySelectorAll("main input:not([type=hidden])")].every((field) => !field.value);
  return location.pathname === START && empty && root.dataset.contrast === undefined;
}

function stillThere() {
  if (nothingToForget()) return go(START); // nobody came: the page is fetched anew
  const dialog = document.querySelector("[data-still]");
  const bar = dialog.querySelector("progress");
  let left = bar.max;
  bar.value = left;
  dialog.showModal();
  ticking = setInterval(() => {
    left -= 1;
    bar.value = left;
    if (left <= 0) leaveNothing();
  }, 1000);
}

function awake() {
  clearTimeout(timer);
  const waits = document.querySelector("[data-watch]:not([data-return])");
  if (!document.querySelector("[data-still]")?.open) timer = setTimeout(stillThere, waits ? WAITING : IDLE);
}

function goOn() {
  clearInterval(ticking);
  document.querySelector("[data-still]").close();
  awake();
}

for (const sign of ["pointerdown", "keydown", "input", "wheel"]) addEventListener(sign, awake, { passive: true });

// After something was sent the screen returns to its start by itself.

function returnSoon() {
  const thanks = document.querySelector("[data-return]");
  if (!thanks) return;
  const returning = setTimeout(leaveNothing, Number(thanks.dataset.return) * 1000);
  const [said, stay] = [thanks.querySelector("[data-returning]"), thanks.querySelector("[data-stay]")];
  said.hidden = stay.hidden = false;
  stay.addEventListener("click", () => {
    clearTimeout(returning);
    said.hidden = stay.hidden = true;
  });
}

// While somebody waits for a helper the screen looks how it stands, and shows its page anew once that has changed.

function watch() {
  const shown = document.querySelector("[data-watch]");
  if (shown) setInterval(() => look(shown.dataset.stands), Number(shown.dataset.watch) * 1000);
}

async function look(stood) {
  try {
    const answer = await fetch(location.href, { signal: AbortSignal.timeout(PATIENCE) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const stands = page.querySelector("[data-stands]")?.dataset.stands;
    if (stands && stands !== stood) go(location.href);
  } catch {
    // no network just now: it is looked again
  }
}

// Read aloud, where the device has a voice for the language.

function voice() {
  const language = root.lang.split("-")[0];
  return window.speechSynthesis?.getVoices().find((one) => one.lang.toLowerCase().startsWith(language));
}

function readAloud(button) {
  if (speechSynthesis.speaking) return speechSynthesis.cancel();
  const text = (document.querySelector("[data-aloud]") ?? document.querySelector("main")).innerText;
  const said = new SpeechSynthesisUtterance(text);
  said.voice = voice();
  said.lang = said.voice.lang;
  said.onend = said.onerror = () => button.setAttribute("aria-pressed", "false");
  button.setAttribute("aria-pressed", "true");
  speechSynthesis.speak(said);
}

function showVoice() {
  document.querySelector("[data-read]").hidden = !voice();
}

function toggleContrast(button) {
  const strong = root.dataset.contrast === undefined;
  if (strong) root.dataset.contrast = "";
  else delete root.dataset.contrast;
  if (strong) sessionStorage.setItem(CONTRAST, "1");
  else sessionStorage.removeItem(CONTRAST);
  button.setAttribute("aria-pressed", String(strong));
}

function tellOfTheCopy() {
  if (!root.dataset.copied) return;
  const line = document.querySelector("[data-copy-line]");
  line.textContent = line.dataset.copyLine.replace("{time}", root.dataset.copied);
  line.hidden = false;
}

async function keepACopy() {
  if (root.dataset.copied || !navigator.serviceWorker) return;
  if (root.dataset.kiosk !== undefined) navigator.serviceWorker.register("/kiosk/worker.js", { scope: "/kiosk/" });
  else for (const one of await navigator.serviceWorker.getRegistrations()) one.unregister();
}

addEventListener("DOMContentLoaded", () => {
  const contrast = document.querySelector("[data-stronger] button");
  contrast.parentElement.hidden = false;
  contrast.setAttribute("aria-pressed", String(root.dataset.contrast !== undefined));
  contrast.addEventListener("click", () => toggleContrast(contrast));
  const read = document.querySelector("[data-read] button");
  read.addEventListener("click", () => readAloud(read));
  window.speechSynthesis?.addEventListener("voiceschanged", showVoice);
  showVoice();
  const print = document.querySelector("[data-print]");
  if (print) print.hidden = false;
  print?.addEventListener("click", () => window.print());
  document.querySelector("[data-go-on]").addEventListener("click", goOn);
  document.querySelector("[data-anew]").addEventListener("click", leaveNothing);
  document.querySelector("[data-still]").addEventListener("cancel", goOn); // the key Escape is somebody who is there
  if (/\/(for|search)/.test(location.pathname)) sessionStorage.setItem("list", location.pathname + location.search);
  if (location.pathname === START) sessionStorage.removeItem("list"); // whoever comes next has looked for nothing
  tellOfTheCopy();
  returnSoon();
  watch();
  awake();
});
addEventListener("load", keepACopy);
