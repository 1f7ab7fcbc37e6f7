// A gate phone must not fall asleep between two visitors.
export function stayAwake() {
  const ask = async () => {
    if (document.hidden || !navigator.wakeLock) return;
    await navigator.wakeLock.request("screen").catch(() => null);
  };
  document.addEventListener("visibilitychange", ask);
  ask();
}
