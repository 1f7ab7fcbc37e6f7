// How long people wait: from the decoded code to the answer on the screen.
const KEPT = 1000;
const waits = [];

export function startWait() {
  return performance.mark("gate:decoded").startTime;
}

/** Called when the answer stands in the page; measures at the next painted frame. */
export function endWait(started) {
  requestAnimationFrame(() => {
    performance.mark("gate:shown");
    const { duration } = performance.measure("gate:answer", { start: started, end: performance.now() });
    waits.push(duration);
    if (waits.length > KEPT) waits.shift();
    ["gate:decoded", "gate:shown"].forEach((name) => performance.clearMarks(name));
    performance.clearMeasures("gate:answer");
  });
}

export function p95() {
  if (waits.length === 0) return null;
  const sorted = Float64Array.from(waits).sort();
  return sorted[Math.ceil(sorted.length * 0.95) - 1];
}

Object.defineProperty(window, "gateStats", {
  value: Object.freeze({ p95, get count() { return waits.length; } }),
});
