// The service worker keeps this page and its files on the phone; a new version waits for a touch, not for luck.
export async function installServiceWorker(notice) {
  if (!("serviceWorker" in navigator)) return;
  let known = Boolean(navigator.serviceWorker.controller);
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    notice.hidden = !known;
    known = true;
  });
  notice.querySelector("button").addEventListener("click", () => location.reload());
  const registration = await navigator.serviceWorker.register("/gate/sw.js", { scope: "/gate/" });
  setInterval(() => { if (navigator.onLine) registration.update().catch(() => null); }, 3600000);
}
