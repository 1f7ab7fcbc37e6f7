// Holds which gate this device belongs to, and the ways in and out of that: bind, bind anew, leave, be revoked.
import { codeInText, guessDeviceName, requestPairing } from "./pairing.js";
import { t } from "./texts.js";
import { byId } from "./ui.js";

export class PairingDesk extends EventTarget {
  pairing = null;
  #store;
  #sync;
  #menu;
  #busy = false;

  constructor({ store, sync, menu }) {
    super();
    this.#store = store;
    this.#sync = sync;
    this.#menu = menu;
    byId("pair-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.take(byId("pair-code").value, "pair_shape");
    });
    sync.addEventListener("revoked", () => this.#forget("pair_revoked"));
    menu.addEventListener("leave", () => this.#leave());
  }

  async load() {
    byId("device").value = (await this.#store.getMeta("device")) ?? guessDeviceName();
    this.pairing = await this.#store.getMeta("pairing");
  }

  /** What was typed or scanned on the pairing screen. */
  take(text, otherwise = "pair_no_code") {
    const code = codeInText(text);
    return code ? this.bind(code) : this.#say(otherwise);
  }

  async bind(code) {
    if (this.#busy) return;
    this.#busy = true;
    this.#say(null);
    try {
      if (this.pairing && !(await this.#mayLeave("again_title", "again_yes"))) return;
      await this.#accept(await requestPairing(code, byId("device").value.trim() || guessDeviceName()));
    } finally {
      this.#busy = false;
    }
  }

  async #accept({ pairing, problem }) {
    if (problem) {
      // A device that is paired keeps its gate when a new code does not work.
      if (this.pairing) this.#menu.tell({ title: t("again_failed"), text: t(problem) });
      this.#say(problem);
      return;
    }
    this.#sync.end();
    await this.#store.forget("head", "lists");
    await this.#store.setMeta("pairing", pairing);
    await this.#store.setMeta("device", pairing.device);
    navigator.storage?.persist?.();
    byId("pair-code").value = "";
    this.pairing = pairing;
    this.dispatchEvent(new Event("paired"));
  }

  /** Leaving would strand unsent scans, so those go first; what the server will not take must not chain the crew here. */
  async #mayLeave(title, yes) {
    const unsent = (await this.#store.unsent()).filter(({ stuck }) => !stuck).length;
    const gate = this.pairing.gate.code;
    if (unsent === 0) return this.#menu.ask({ title: t(title, { gate }), text: t("leave_text"), yes: t(yes) });
    const upload = await this.#menu.ask({ title: t("leave_unsent_title", { n: unsent }), text: t("leave_unsent_text"), yes: t("upload") });
    if (upload) this.#sync.retry();
    return false;
  }

  async #leave() {
    if (await this.#mayLeave("leave_title", "leave_yes")) await this.#forget(null);
  }

  /** Forgets rights and lists; scans that were not sent stay for the next pairing. */
  async #forget(problem) {
    this.pairing = null;
    this.#sync.end();
    await this.#store.forget("pairing", "head", "lists");
    this.#say(problem);
    this.dispatchEvent(new Event("left"));
  }

  #say(key) {
    byId("pair-problem").hidden = key === null;
    byId("pair-problem-text").textContent = key ? t(key) : "";
  }
}
