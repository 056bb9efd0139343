// Keeps a copy of the kiosk's pages, so that the screen helps for an hour without a network. Pages come from the network
// where it answers soon, else from the copy, which says of what time it is. What has inputs or was found by words is
// never kept; the copy is fetched without cookies, so nobody's page can be in it.
"use strict";

const LIST = "/kiosk/copy.json";
const STATE = "/kiosk/copy-state";
const PREFIX = "kiosk-";
const SOON = 2500; // milliseconds
const AGAIN = 5 * 60_000; // how often the list is asked for: so old a copy may be when the network goes
const TOGETHER = 4; // pages fetched at the same time
const LOOSE = { ignoreVary: true };

let refreshing = null;

addEventListener("install", (event) => event.waitUntil(refresh().catch(() => {}).then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") {
    event.respondWith(page(request, url));
    event.waitUntil(refresh().catch(() => {})); // without a network the copy stays as it is
  } else if (url.pathname.startsWith("/static/")) {
    event.respondWith(caches.match(request, LOOSE).then((kept) => kept ?? fetch(request)));
  }
});

async function newest() {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX)).sort();
  for (const name of names.reverse()) {
    const cache = await caches.open(name);
    if (await cache.match(STATE)) return { name, cache };
  }
  return null;
}

async function stateOf(kept) {
  return kept ? (await kept.cache.match(STATE)).json() : null;
}

async function page(request, url) {
  const path = url.pathname === "/kiosk/" ? "/kiosk/lt/" : url.pathname + url.search;
  const kept = await newest();
  const copy = await kept?.cache.match(path, LOOSE);
  try {
    const answer = await (copy ? within(SOON, fetch(request)) : fetch(request));
    if (answer.status < 500) return answer;
  } catch {
    // no network, or too slow a one
  }
  const language = url.pathname.split("/")[2] || "lt";
  const instead = copy ?? (await kept?.cache.match(`/kiosk/${language}/offline`, LOOSE));
  return instead ? told(instead, await stateOf(kept)) : Response.error();
}

function within(milliseconds, promise) {
  return Promise.race([promise, new Promise((_, fail) => setTimeout(fail, milliseconds))]);
}

async function told(copy, state) {
  const time = new Date(state.checked).toTimeString().slice(0, 5);
  const html = (await copy.text()).replace('data-copied=""', `data-copied="${time}"`);
  return new Response(html, { headers: copy.headers });
}

function refresh() {
  refreshing ??= renew().finally(() => { refreshing = null; });
  return refreshing;
}

async function renew() {
  const kept = await newest();
  const state = await stateOf(kept);
  if (state && Date.now() - state.checked < AGAIN) return;
  const list = await (await fetched(LIST)).json();
  const checked = Date.now();
  if (state?.version === list.version) {
    if (state.events !== list.events_version) await keep(kept.cache, list.events);
    return note(kept.cache, list, checked);
  }
  const name = `${PREFIX}${checked}`;
  const cache = await caches.open(name);
  try {
    await keep(cache, [...list.assets, ...list.pages, ...list.events]);
  } catch (error) {
    await caches.delete(name); // half a copy is none: the one before stays
    throw error;
  }
  await note(cache, list, checked);
  for (const other of await caches.keys()) {
    if (other.startsWith(PREFIX) && other !== name) await caches.delete(other);
  }
}

async function keep(cache, addresses) {
  const left = [...addresses];
  const one = async () => {
    while (left.length) {
      const address = left.shift();
      await cache.put(address, await fetched(address));
    }
  };
  await Promise.all(Array.from({ length: TOGETHER }, one));
}

async function fetched(address) {
  const answer = await fetch(address, { credentials: "omit", cache: "no-cache" });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer;
}

function note(cache, list, checked) {
  const state = { version: list.version, events: list.events_version, checked };
  return cache.put(STATE, new Response(JSON.stringify(state)));
}
