// The sheet behind the menu button: language, camera, the list, contradictions, leaving the gate.
import { badgeCount } from "./manifest.js";
import { currentLanguage, number, placeTime, setLanguage, t } from "./texts.js";
import { byId } from "./ui.js";

export class Menu extends EventTarget {
  #dialog = byId("menu");
  #confirm = byId("confirm");

  constructor() {
    super();
    byId("menu-open").addEventListener("click", () => this.open());
    byId("conflicts-open").addEventListener("click", () => this.open());
    for (const dialog of [this.#dialog, this.#confirm]) {
      dialog.querySelectorAll("[data-close]").forEach((button) => button.addEventListener("click", () => dialog.close()));
    }
    byId("language").addEventListener("change", ({ target }) => this.#choose(target.value));
    byId("pairing-language").addEventListener("change", ({ target }) => this.#choose(target.value));
    for (const [id, name] of [["camera-choice", "camera"], ["upload", "upload"], ["conflicts-clear", "conflicts-seen"], ["leave", "leave"]]) {
      const type = id === "camera-choice" ? "change" : "click";
      byId(id).addEventListener(type, ({ target }) => this.#tell(name, target.value));
    }
    this.showLanguages();
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  #choose(code) {
    setLanguage(code);
    this.showLanguages();
    this.#tell("language", code);
  }

  showLanguages() {
    for (const id of ["language", "pairing-language"]) {
      for (const option of byId(id).options) option.selected = option.value === currentLanguage();
    }
  }

  get isOpen() {
    return this.#dialog.open || this.#confirm.open;
  }

  open() {
    this.#tell("opening");
    this.#dialog.showModal();
  }

  close() {
    this.#dialog.close();
    this.#confirm.close();
  }

  showLenses(lenses, chosen) {
    byId("camera-field").hidden = lenses.length < 2;
    byId("camera-choice").replaceChildren(...lenses.map(({ deviceId, label }, place) => {
      const name = label || t("camera_number", { n: place + 1 });
      return new Option(name, deviceId, false, deviceId === chosen);
    }));
  }

  showState({ manifest, unsent, stuck, conflicts, device }) {
    byId("menu-device").textContent = device ?? "";
    byId("menu-list").textContent = manifest
      ? t("list_facts", { n: number(badgeCount(manifest)), time: placeTime(new Date(manifest.checked + manifest.offset).toISOString(), manifest.timezone) })
      : t("list_none");
    byId("menu-unsent").textContent = stuck ? t("unsent_stuck", { n: unsent, stuck }) : t("unsent", { n: unsent });
    byId("upload").disabled = unsent === 0;
    byId("conflicts").hidden = conflicts.length === 0;
    byId("conflicts-list").replaceChildren(...conflicts.map((conflict) => conflictRow(conflict, manifest)));
  }

  /** A sentence that only wants to be read. */
  tell({ title, text }) {
    this.ask({ title, text, yes: t("understood") });
    byId("confirm-no").hidden = true;
  }

  /** Asks before something that cannot be undone; true when confirmed. */
  ask({ title, text, yes }) {
    byId("confirm-no").hidden = false;
    byId("confirm-title").textContent = title;
    byId("confirm-text").textContent = text;
    byId("confirm-yes").textContent = yes;
    this.#dialog.close();
    this.#confirm.returnValue = "";
    this.#confirm.showModal();
    return new Promise((resolve) => {
      this.#confirm.addEventListener("close", () => resolve(this.#confirm.returnValue === "yes"), { once: true });
    });
  }
}

function conflictRow({ at, gate, name, registration, reason, first }, manifest) {
  const timezone = manifest?.timezone ?? "Asia/Shanghai";
  const row = byId("conflict-row").content.firstElementChild.cloneNode(true);
  row.querySelector("strong").textContent = [name, registration].filter(Boolean).join(" · ") || t("conflict_nameless");
  row.querySelector("p").textContent = [
    t("conflict_admitted", { gate, time: placeTime(at, timezone) }),
    t(`reason_${reason ?? "unknown"}`),
    first ? t("first_scan", { gate: first.gate, time: placeTime(first.at, timezone) }) : "",
  ].filter(Boolean).join(" · ");
  return row;
}

