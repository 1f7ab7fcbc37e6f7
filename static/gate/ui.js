// The parts of the page that stay: screens, status line, camera stage, last scans.
import { describe } from "./answer.js";
import { nameOf, span, t } from "./texts.js";

export const byId = (id) => document.getElementById(id);
const STALE = 120000;
const KEPT = 30;

export function showScreen(name) {
  for (const screen of ["pairing", "work", "fatal"]) byId(screen).hidden = screen !== name;
}

export function showFatal(key) {
  byId("fatal-text").textContent = t(key);
  showScreen("fatal");
}

function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

export function showGate(gate) {
  setText(byId("gate-code"), gate.code);
  setText(byId("gate-name"), nameOf(gate.name));
}

/** Network, unsent scans and age of the list, each in words. */
export function showStatus({ state, unsent, manifest, conflicts }) {
  const network = byId("status-network");
  network.dataset.tone = { online: "good", slow: "warn", offline: "warn" }[state];
  setText(byId("status-network-text"), t(`network_${state}`));
  const queue = byId("status-queue");
  queue.dataset.tone = unsent ? "warn" : "";
  setText(byId("status-queue-text"), t("unsent", { n: unsent }));
  const age = manifest ? Date.now() - manifest.checked : null;
  byId("status-list").dataset.tone = age === null || age > STALE ? "warn" : "";
  setText(byId("status-list-text"), age === null ? t("list_none") : t("list_age", { age: span(age) }));
  byId("conflicts-open").hidden = conflicts === 0;
  setText(byId("conflicts-open-text"), t("conflicts_found", { n: conflicts }));
}

/** What the stage says while there is no picture. */
export function showCamera(camera, screen) {
  const { state } = camera;
  for (const stage of document.querySelectorAll(".gate-stage")) stage.dataset.camera = state;
  const words = { off: "camera_off", starting: "camera_starting", running: "" }[state] ?? `camera_${state}`;
  for (const node of document.querySelectorAll("[data-camera-message]")) setText(node, words ? t(words) : "");
  for (const node of document.querySelectorAll("[data-camera-start]")) node.hidden = !["off", "denied", "busy", "missing"].includes(state);
  byId("torch").hidden = !(screen === "work" && camera.hasTorch);
}

export function pressed(id, on) {
  byId(id).setAttribute("aria-pressed", String(on));
}

/** The last answers stay readable after the big screen has gone. */
export class RecentScans {
  #outcomes = [];

  add(outcome) {
    this.#outcomes.unshift(outcome);
    this.#outcomes.length = Math.min(this.#outcomes.length, KEPT);
  }

  render(manifest) {
    byId("recent-empty").hidden = this.#outcomes.length > 0;
    byId("recent-list").replaceChildren(...this.#outcomes.map((outcome) => this.#row(outcome, manifest)));
  }

  #row(outcome, manifest) {
    const words = describe(outcome, manifest);
    const row = byId("recent-row").content.firstElementChild.cloneNode(true);
    row.dataset.result = outcome.result;
    const time = new Intl.DateTimeFormat("en-GB", {
      timeZone: manifest?.timezone ?? "Asia/Shanghai", hour: "2-digit", minute: "2-digit", second: "2-digit",
    }).format(new Date(outcome.at));
    row.querySelector("use").setAttribute("href", words.good ? "#icon-check" : "#icon-cross");
    row.querySelector("time").textContent = time;
    row.querySelector("strong").textContent = words.reason || words.verdict;
    row.querySelector("p").textContent = [words.name, words.type, ...words.facts, ...words.flags].filter(Boolean).join(" · ");
    return row;
  }
}
