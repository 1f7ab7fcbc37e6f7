// What is thought of the network, learnt from the last answers: how long a scan may wait for the server.
const BUDGET = 1200;
const SLOW = 700;

export class Network extends EventTarget {
  #failures = 0;
  #latency = 0;

  constructor() {
    super();
    const changed = () => this.#tell();
    addEventListener("online", () => { this.#failures = 0; this.#tell(); });
    addEventListener("offline", changed);
  }

  get state() {
    if (!navigator.onLine || this.#failures > 0) return "offline";
    return this.#latency > SLOW ? "slow" : "online";
  }

  /** Milliseconds that a scan waits for the server before the list decides; 0 = the list decides at once. */
  get budget() {
    return this.state === "online" ? BUDGET : 0;
  }

  /** `took` is null for long transfers, which say nothing about the answer to one scan. */
  answered(took) {
    this.#failures = 0;
    if (took !== null) this.#latency = this.#latency === 0 ? took : this.#latency * 0.5 + took * 0.5;
    this.#tell();
  }

  failed() {
    this.#failures += 1;
    this.#tell();
  }

  #tell() {
    this.dispatchEvent(new Event("change"));
  }
}
