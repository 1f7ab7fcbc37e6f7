// Opens a kept ticket without network. It keeps nothing by itself: the ticket page stores what its owner asks for.
const KEPT = "waic-ticket";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  const isTicket = /^\/[a-z-]+\/register\/ticket\/[0-9A-Za-z]+\/$/.test(url.pathname);
  if (!isTicket && !url.pathname.startsWith("/static/")) return;
  event.respondWith(fetch(request).catch(() => kept(request)));
});

async function kept(request) {
  const cache = await caches.open(KEPT);
  return (await cache.match(request, { ignoreSearch: true, ignoreVary: true })) ?? Response.error();
}
