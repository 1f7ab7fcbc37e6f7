// Keeps the list fresh and carries unsent scans to the server: same id until its answer came back.
import { Unreachable, fetchManifest, sendScans } from "./api.js";
import { joinManifest, sameLists, splitManifest } from "./manifest.js";

const POLL = 30000;
const POLL_WHEN_LOST = 5000;
const BATCH = 100;
const LONGEST_BACKOFF = 60000;

export class Sync extends EventTarget {
  #store;
  #network;
  #pairing = null;
  #inFlight = new Set();
  #pollTimer = 0;
  #pollDue = 0;
  #flushTimer = 0;
  #backoff = 1000;
  #flushing = false;
  #pollAgain = false;
  manifest = null;

  constructor(store, network) {
    super();
    this.#store = store;
    this.#network = network;
    this.#network.addEventListener("change", () => this.#probeWhenLost());
    addEventListener("online", () => this.hurry());
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.hurry(); });
  }

  async begin(pairing) {
    const head = await this.#store.getMeta("head");
    this.manifest = head && { ...head, ...await this.#store.getMeta("lists") };
    this.#pairing = pairing;
    await this.retry();
  }

  /** A new pairing, or a person who presses the button: a new chance for scans that were set aside. */
  async retry() {
    for (const { stuck, alone, ...scan } of await this.#store.unsent()) {
      if (stuck || alone) await this.#store.saveScan(scan);
    }
    this.hurry();
  }

  end() {
    this.#pairing = null;
    this.manifest = null;
    clearTimeout(this.#pollTimer);
    clearTimeout(this.#flushTimer);
  }

  hurry() {
    if (!this.#pairing) return;
    this.#backoff = 1000;
    this.poll();
    this.flush();
  }

  #tell(name) {
    this.dispatchEvent(new Event(name));
  }

  /** An answer about the right to be here: true when this device is no longer paired. */
  #revoked(status, pairing) {
    const gone = (status === 401 || status === 403) && pairing === this.#pairing;
    if (gone) this.#tell("revoked");
    return gone;
  }

  async poll() {
    clearTimeout(this.#pollTimer);
    const pairing = this.#pairing;
    try {
      await this.#refresh(pairing);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      this.#network.failed();
    } finally {
      if (pairing === this.#pairing) this.#pollIn(this.#nextPoll());
    }
  }

  #nextPoll() {
    const again = this.#pollAgain;
    this.#pollAgain = false;
    if (again) return 0;
    return this.#network.state === "offline" ? POLL_WHEN_LOST : POLL;
  }

  #pollIn(wait) {
    clearTimeout(this.#pollTimer);
    this.#pollDue = performance.now() + wait;
    this.#pollTimer = setTimeout(() => this.poll(), wait);
  }

  /** A scan found the network gone: look for it sooner than the next regular round. */
  #probeWhenLost() {
    if (!this.#pairing || this.#network.state !== "offline") return;
    if (this.#pollDue - performance.now() > POLL_WHEN_LOST) this.#pollIn(POLL_WHEN_LOST);
  }

  async #refresh(pairing) {
    const had = this.manifest;
    const answer = await fetchManifest({ token: pairing.token, gate: pairing.gate.code, since: had?.cursor, etag: had?.etag });
    const received = Date.now();
    if (pairing !== this.#pairing || this.#revoked(answer.status, pairing)) return;
    this.#network.answered(answer.status === 304 ? answer.took : null);
    if (answer.status === 304) await this.#keep({ ...had, checked: received });
    else await this.#join(answer, had, received);
    this.#tell("manifest");
    this.flush();
  }

  async #join(answer, had, received) {
    const joined = answer.status === 200 ? joinManifest(had, answer.data, received, answer.etag) : null;
    if (joined) await this.#keep({ ...joined, checked: received });
    // Rules have changed, or the server no longer knows the cursor: ask for the whole list.
    else if (had?.cursor) {
      this.manifest = { ...had, cursor: null, etag: null };
      this.#pollAgain = true;
    }
  }

  async #keep(manifest) {
    const before = this.manifest;
    this.manifest = manifest;
    const { head, lists } = splitManifest(manifest);
    if (!before || !sameLists(before, manifest)) await this.#store.setMeta("lists", lists);
    await this.#store.setMeta("head", head);
  }

  /** Sends one scan now; null when there is no answer in time. The scan stays stored until its result came. */
  async ask(scan, limit) {
    const pairing = this.#pairing;
    this.#inFlight.add(scan.id);
    try {
      const answer = await sendScans({ token: pairing.token, gate: scan.gate, scans: [scan], limit });
      if (this.#revoked(answer.status, pairing)) return null;
      this.#network.answered(answer.took);
      const result = answer.data?.results?.find(({ id }) => id === scan.id);
      if (answer.status !== 200 || !result) return null;
      await this.#store.settle([scan.id], []);
      return result;
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      this.#network.failed();
      return null;
    } finally {
      this.#inFlight.delete(scan.id);
      this.#tell("queue");
    }
  }

  /** Uploads what waits. Runs once at a time, calls itself again until nothing waits. */
  async flush() {
    if (this.#flushing || !this.#pairing) return;
    this.#flushing = true;
    clearTimeout(this.#flushTimer);
    let wait = 0;
    try {
      wait = await this.#sendNextBatch();
    } finally {
      this.#flushing = false;
      this.#tell("queue");
    }
    if (wait !== null && this.#pairing) this.#flushTimer = setTimeout(() => this.flush(), wait);
  }

  /** Milliseconds until the next batch; null when nothing waits. */
  async #sendNextBatch() {
    const pairing = this.#pairing;
    const waiting = (await this.#store.unsent()).filter(({ id, stuck }) => !stuck && !this.#inFlight.has(id));
    if (waiting.length === 0) return null;
    const [{ gate, alone }] = waiting;
    const scans = waiting.filter((scan) => scan.gate === gate).slice(0, alone ? 1 : BATCH);
    scans.forEach(({ id }) => this.#inFlight.add(id));
    try {
      const answer = await sendScans({ token: pairing.token, gate, scans, limit: 30000 });
      return await this.#take(answer, scans, pairing);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      this.#network.failed();
      return this.#later();
    } finally {
      scans.forEach(({ id }) => this.#inFlight.delete(id));
    }
  }

  async #take(answer, scans, pairing) {
    const ownGate = scans[0].gate === pairing.gate.code;
    if (ownGate && this.#revoked(answer.status, pairing)) return null;
    this.#network.answered(scans.length < 4 ? answer.took : null);
    if (answer.status === 200) return this.#settle(answer.data.results, scans);
    if (answer.status === 429) return Math.max(answer.retryAfter * 1000, this.#later());
    // One bad scan must not hold up the others: they go one by one, and the bad one is set aside, never deleted.
    const mark = scans.length > 1 ? { alone: true } : { stuck: answer.data?.code ?? String(answer.status) };
    for (const scan of scans) await this.#store.saveScan({ ...scan, ...mark });
    return 0;
  }

  async #settle(results, scans) {
    const byId = new Map(scans.map((scan) => [scan.id, scan]));
    const known = results.filter(({ id }) => byId.has(id));
    const conflicts = known
      .filter(({ id, result }) => result === "refused" && byId.get(id).decided === "admitted")
      .map((result) => ({ ...result, gate: byId.get(result.id).gate, at: byId.get(result.id).businessAt }));
    await this.#store.settle(known.map(({ id }) => id), conflicts);
    if (conflicts.length) this.#tell("conflicts");
    if (known.length < scans.length) return this.#later();
    this.#backoff = 1000;
    return 0;
  }

  #later() {
    const wait = this.#backoff;
    this.#backoff = Math.min(this.#backoff * 2, LONGEST_BACKOFF);
    return wait * (0.75 + Math.random() / 2);
  }
}
