// Keeps a ticket on its owner's phone, only when asked: the page and its styles go into one cache, which /sw.js reads.
const KEPT = "waic-ticket";
const WORKER = "/sw.js";

async function isKept() {
  return Boolean(await caches.match(location.pathname, { cacheName: KEPT, ignoreVary: true }));
}

async function keep() {
  await navigator.serviceWorker.register(WORKER);
  const cache = await caches.open(KEPT);
  const assets = performance.getEntriesByType("resource").map((entry) => new URL(entry.name));
  const own = assets.filter((url) => url.origin === location.origin && url.pathname.startsWith("/static/"));
  await cache.addAll([location.pathname, ...new Set(own.map((url) => url.pathname))]);
}

async function drop() {
  await caches.delete(KEPT);
  const worker = await navigator.serviceWorker.getRegistration("/");
  if (worker?.active?.scriptURL.endsWith(WORKER)) await worker.unregister();
}

async function start(box) {
  const buttons = { keep: box.querySelector("[data-offline-keep]"), drop: box.querySelector("[data-offline-drop]") };
  const status = box.querySelector("[data-offline-status]");
  const show = async (text = "") => {
    const there = await isKept();
    buttons.keep.hidden = there;
    buttons.drop.hidden = !there;
    status.textContent = text;
  };
  const act = (button, action, other) =>
    button.addEventListener("click", async () => {
      try {
        await action();
        await show(status.dataset[other]);
        (other === "kept" ? buttons.drop : buttons.keep).focus();
      } catch {
        status.textContent = status.dataset.failed;
      }
    });
  act(buttons.keep, keep, "kept");
  act(buttons.drop, drop, "dropped");
  await show();
  box.hidden = false;
}

const box = document.querySelector("[data-offline]");
if (box && window.isSecureContext && "serviceWorker" in navigator && "caches" in window) start(box);
