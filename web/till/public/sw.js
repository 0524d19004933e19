/* Keep the till's pages on this device, so that it opens without a network. */

const SHELL = "liuke-till";
const HOME = "/till/app/";
const FILES = "/till/app/manifest.json";
const PATIENCE_MS = 1500;

/** Fetch every file of the build, then the document, and drop what an older build left. */
async function keep() {
  const cache = await caches.open(SHELL);
  const manifest = await fetch(FILES, { cache: "no-cache" });
  if (!manifest.ok) return;
  const named = Object.values(await manifest.json()).flatMap((one) => [one.file, ...(one.css ?? []), ...(one.assets ?? [])]);
  const wanted = new Set(named.map((name) => new URL(HOME + name, location.origin).href));
  const kept = new Set((await cache.keys()).map((request) => request.url));
  await cache.addAll([...wanted].filter((url) => !kept.has(url)));
  await cache.add(new Request(HOME, { cache: "reload" }));
  const old = [...kept].filter((url) => url.includes("/assets/") && !wanted.has(url));
  await Promise.all(old.map((url) => cache.delete(url)));
}

async function shownPage(request) {
  const kept = await (await caches.open(SHELL)).match(HOME);
  const fresh = fetch(request).then((answer) => (answer.ok ? answer : (kept ?? answer)));
  if (!kept) return fresh;
  const late = new Promise((resolve) => setTimeout(() => resolve(kept), PATIENCE_MS));
  return Promise.race([fresh.catch(() => kept), late]);
}

async function fileOf(request) {
  const kept = await (await caches.open(SHELL)).match(request, { ignoreVary: true });
  return kept ?? fetch(request);
}

self.addEventListener("install", (event) => {
  event.waitUntil(keep().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim());
});

self.addEventListener("message", (event) => {
  if (event.data === "keep") event.waitUntil(keep().catch(() => undefined));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate" && url.pathname.startsWith("/till")) event.respondWith(shownPage(request));
  else if (url.pathname.startsWith(`${HOME}assets/`)) event.respondWith(fileOf(request));
});
