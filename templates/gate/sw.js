{% load static %}// Keeps the gate on the phone. One cache per version, filled whole or not at all; answers of the API are never kept.
const NAME = "waic-gate-{{ version|escapejs }}";
const SHELL = "/gate/";
const STATIC = "{% get_static_prefix %}";
const FILES = [
  {% for file in files %}"{{ file|escapejs }}", {% endfor %}
  "css/site.css", "fonts/inter-subset.woff2", "vendor/noble-ed25519/index.js", "vendor/zxing-wasm/dist/es/share.js",
  "vendor/zxing-wasm/dist/es/reader/index.js", "vendor/zxing-wasm/dist/reader/zxing_reader.wasm",
].map((name) => STATIC + name);

self.addEventListener("install", (event) => {
  const fresh = [SHELL, "/gate/manifest.webmanifest", ...FILES].map((path) => new Request(path, { cache: "reload" }));
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(fresh)).then(() => self.skipWaiting()));
});

async function takeOver() {
  const old = (await caches.keys()).filter((name) => name.startsWith("waic-gate-") && name !== NAME);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

async function fromCache(path, request) {
  const cache = await caches.open(NAME);
  return (await cache.match(path)) ?? fetch(request);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate" && pathname === SHELL) event.respondWith(fromCache(SHELL, request));
  else if (FILES.includes(pathname)) event.respondWith(fromCache(pathname, request));
});
