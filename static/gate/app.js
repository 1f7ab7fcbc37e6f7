// Puts the parts together: pairing, scanning, status. Everything else is in the modules that it imports.
import { stayAwake } from "./awake.js";
import { Camera, cameraObstacle } from "./camera.js";
import { localTime } from "./decide.js";
import { PairingDesk } from "./desk.js";
import { EntryLog } from "./entrylog.js";
import { businessTime } from "./manifest.js";
import { Menu } from "./menu.js";
import { Network } from "./network.js";
import { installServiceWorker } from "./offline.js";
import { codeInAddress, codeInText, takeCodeFromAddress } from "./pairing.js";
import { ResultScreen } from "./result.js";
import { Scanner } from "./scan.js";
import { play, setMuted, unlockOnGesture } from "./sound.js";
import { endWait, startWait } from "./stats.js";
import { openStore } from "./store.js";
import { Sync } from "./sync.js";
import { t, translatePage } from "./texts.js";
import { RecentScans, byId, pressed, showCamera, showFatal, showGate, showScreen, showStatus } from "./ui.js";
import { listenForScanner } from "./wedge.js";

const SAME_CODE = 3000;

class App {
  #unsent = 0;
  #conflicts = [];
  #busy = false;
  #last = { text: "", direction: "", until: 0 };
  #torch = false;
  #paused = false;
  #screen = "pairing";

  constructor(store) {
    this.store = store;
    this.network = new Network();
    this.sync = new Sync(store, this.network);
    this.log = new EntryLog(store);
    this.scanner = new Scanner({ store, sync: this.sync, network: this.network, log: this.log });
    this.camera = new Camera(byId("video"), (text) => this.#fromCamera(text));
    this.result = new ResultScreen();
    this.menu = new Menu();
    this.desk = new PairingDesk({ store, sync: this.sync, menu: this.menu });
    this.recent = new RecentScans();
    this.#listen();
  }

  async boot() {
    await this.desk.load();
    this.#setMuted((await this.store.getMeta("muted")) ?? false);
    await this.#count();
    const code = takeCodeFromAddress();
    if (this.desk.pairing) await this.#beginWork();
    else this.#goto("pairing");
    if (code) await this.desk.bind(code);
    setInterval(() => this.#status(), 1000);
  }

  #listen() {
    const on = (target, type, act) => target.addEventListener(type, act);
    on(this.network, "change", () => this.#status());
    on(this.sync, "manifest", () => this.#listArrived());
    for (const name of ["queue", "conflicts"]) on(this.sync, name, () => this.#count());
    on(this.desk, "paired", () => this.#beginWork());
    on(this.desk, "left", () => this.#endWork());
    on(this.camera, "change", () => this.#cameraChanged());
    on(byId("entry-form"), "submit", (event) => { event.preventDefault(); this.#typedTicket(); });
    document.querySelectorAll("[data-camera-start]").forEach((button) => on(button, "click", () => this.camera.start()));
    on(byId("torch"), "click", () => this.#switchTorch());
    on(byId("mute"), "click", () => this.#setMuted(byId("mute").getAttribute("aria-pressed") !== "true"));
    on(this.menu, "language", () => this.#retranslate());
    on(this.menu, "camera", ({ detail }) => this.camera.start(detail));
    on(this.menu, "opening", () => this.#fillMenu());
    on(this.menu, "upload", () => this.sync.retry());
    on(this.menu, "conflicts-seen", async () => { await this.store.clearConflicts(); await this.#count(); });
    on(window, "hashchange", () => { const code = takeCodeFromAddress(); if (code) this.desk.bind(code); });
    on(document, "visibilitychange", () => this.#visibility());
    listenForScanner((typed, byPosition) => this.#fromScanner(typed, byPosition));
    unlockOnGesture();
  }

  // Screens

  #goto(screen) {
    this.#screen = screen;
    // Moving a playing video pauses it.
    byId(`${screen}-stage`).prepend(byId("video"));
    if (this.camera.running) byId("video").play();
    showScreen(screen);
    showCamera(this.camera, screen);
    this.#status();
  }

  async #beginWork() {
    await this.log.load();
    await this.sync.begin(this.desk.pairing);
    showGate(this.desk.pairing.gate);
    this.#goto("work");
    if (!this.camera.running) this.camera.start();
  }

  #endWork() {
    this.camera.stop();
    this.menu.close();
    this.result.close();
    this.#goto("pairing");
  }

  #listArrived() {
    const { manifest } = this.sync;
    if (!manifest) return;
    this.log.prune(localTime(businessTime(manifest), manifest.timezone).day);
    Object.assign(this.desk.pairing.gate, manifest.gate);
    showGate(this.desk.pairing.gate);
    this.#status();
  }

  #retranslate() {
    translatePage();
    if (this.desk.pairing) showGate(this.desk.pairing.gate);
    showCamera(this.camera, this.#screen);
    this.recent.render(this.sync.manifest);
    this.#fillMenu();
    this.#status();
  }

  #status() {
    showStatus({ state: this.network.state, unsent: this.#unsent, manifest: this.sync.manifest, conflicts: this.#conflicts.length });
    byId("pairing-unsent").hidden = this.#unsent === 0;
    byId("pairing-unsent-text").textContent = t("pair_unsent", { n: this.#unsent });
  }

  async #count() {
    this.#unsent = await this.store.countUnsent();
    this.#conflicts = await this.store.conflicts();
    this.#status();
    if (this.menu.isOpen) this.#fillMenu();
  }

  async #fillMenu() {
    const stuck = (await this.store.unsent()).filter((scan) => scan.stuck).length;
    this.menu.showState({
      manifest: this.sync.manifest, unsent: this.#unsent, stuck, conflicts: this.#conflicts, device: this.desk.pairing?.device,
    });
    this.menu.showLenses(await this.camera.lenses(), this.camera.deviceId);
  }

  // Camera and sound

  #cameraChanged() {
    this.#torch = false;
    pressed("torch", false);
    showCamera(this.camera, this.#screen);
  }

  async #switchTorch() {
    this.#torch = !this.#torch;
    await this.camera.setTorch(this.#torch);
    pressed("torch", this.#torch);
  }

  #setMuted(muted) {
    setMuted(muted);
    pressed("mute", muted);
    this.store.setMeta("muted", muted);
  }

  /** A hidden page gives the camera back, to spare the battery. */
  #visibility() {
    if (document.hidden) {
      this.#paused = this.camera.running;
      this.camera.stop();
    } else if (this.#paused) this.camera.start();
  }

  // Scanning

  #fromCamera(text) {
    if (this.#busy || this.result.open || this.menu.isOpen) return;
    const same = text === this.#last.text && this.#direction === this.#last.direction;
    if (same && performance.now() < this.#last.until) return;
    if (this.#screen === "work") { this.#take(text); return; }
    this.#ignoreFor(text);
    this.desk.take(text);
  }

  #fromScanner(typed, byPosition) {
    if (this.#screen === "pairing") this.desk.take(codeInText(typed) ? typed : byPosition);
    else this.#take(!typed.startsWith("W1:") && byPosition.startsWith("W1:") ? byPosition : typed);
  }

  /** The camera sees the same code many times a second; once is enough. */
  #ignoreFor(text, direction = this.#direction) {
    this.#last = { text, direction, until: performance.now() + SAME_CODE };
  }

  get #direction() {
    return document.querySelector("input[name=direction]:checked").value;
  }

  #typedTicket() {
    const text = byId("entry").value.trim();
    byId("entry").value = "";
    if (text) this.#take(/^w1:/i.test(text) ? text.toUpperCase() : text);
  }

  async #take(text) {
    if (this.#busy) return;
    if (codeInAddress(text)) { this.desk.bind(codeInAddress(text)); return; }
    this.#busy = true;
    const started = startWait();
    const direction = this.#direction;
    byId("work-stage").classList.add("asking");
    try {
      const outcome = await this.scanner.take(text, direction, this.desk.pairing.gate.code);
      this.menu.close();
      this.result.show(outcome, this.sync.manifest);
      endWait(started);
      play(outcome.result);
      this.#ignoreFor(text, direction);
      this.recent.add(outcome);
      this.recent.render(this.sync.manifest);
    } finally {
      this.#busy = false;
      byId("work-stage").classList.remove("asking");
      this.#count();
    }
  }
}

async function start() {
  translatePage();
  addEventListener("unhandledrejection", () => { byId("trouble").hidden = false; });
  byId("insecure").hidden = cameraObstacle() !== "insecure";
  let store;
  try {
    store = await openStore();
  } catch {
    showFatal("no_storage");
    return;
  }
  installServiceWorker(byId("renew"));
  stayAwake();
  await new App(store).boot();
}

start();
