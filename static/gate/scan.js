// One scan from the decoded text to the answer: stored first, then the server within its budget, else the list.
import { uuid } from "./bytes.js";
import { decide, localTime, rulesFor } from "./decide.js";
import { businessTime, usable } from "./manifest.js";
import { Verifier, readTicket } from "./ticket.js";

/** How long to wait for the server where the list cannot know: a badge newer than the list, or no list at all. */
const UNSURE = 4000;
const LONGEST_TOKEN = 300;

export class Scanner {
  #store;
  #sync;
  #network;
  #log;
  #verifier = new Verifier();

  constructor({ store, sync, network, log }) {
    this.#store = store;
    this.#sync = sync;
    this.#network = network;
    this.#log = log;
  }

  /** The answer for the screen; the scan is in storage before anything is sent. */
  async take(text, direction, gate) {
    const manifest = usable(this.#sync.manifest) ? this.#sync.manifest : null;
    const now = businessTime(this.#sync.manifest);
    const scan = {
      id: uuid(), gate, token: text.slice(0, LONGEST_TOKEN), direction, offline: false,
      at: new Date().toISOString(), businessAt: now.toISOString(),
    };
    const ticket = readTicket(text);
    const [alone] = await Promise.all([this.#alone(manifest, ticket, now, direction), this.#store.saveScan(scan)]);
    const patience = this.#patience(alone);
    const answer = patience ? await this.#sync.ask(scan, patience) : null;
    const outcome = answer ?? await this.#decideAlone(scan, alone);
    await this.#remember(ticket, scan, outcome, manifest);
    const rules = manifest && ticket?.genuine ? rulesFor(manifest, ticket) : [];
    return {
      ...outcome, direction, gate, at: scan.businessAt, offline: answer === null,
      rules: rules.filter((rule) => rule.admits),
      // The list knows the type's name in all three languages; the server's answer only in one.
      type: rules[0]?.name ?? outcome.ticket_type ?? rules[0]?.ticket_type ?? "",
    };
  }

  async #alone(manifest, ticket, now, direction) {
    if (!manifest) return { result: "refused", reason: "unknown", unsure: "no_list" };
    if (!ticket) return { result: "refused", reason: "unknown" };
    try {
      ticket.genuine = await this.#verifier.genuine(ticket, manifest.keys);
    } catch {
      // No cryptography here (plain http): nothing may be admitted on trust.
      return { result: "refused", reason: "unknown", unsure: "no_crypto" };
    }
    const decision = decide(manifest, ticket, now, this.#log, direction);
    return decision.unlisted ? { ...decision, unsure: "unlisted" } : decision;
  }

  #patience(alone) {
    if (alone.unsure && navigator.onLine) return UNSURE;
    return this.#network.budget;
  }

  async #decideAlone(scan, alone) {
    await this.#store.saveScan({ ...scan, offline: true, decided: alone.result, reason: alone.reason });
    this.#sync.flush();
    return alone;
  }

  /** Keeps who is inside; the server's word about a first scan elsewhere is worth keeping too. */
  async #remember(ticket, scan, { result, reason, first }, manifest) {
    if (!ticket) return;
    const { day } = localTime(new Date(scan.businessAt), manifest?.timezone ?? "Asia/Shanghai");
    if (result === "admitted") {
      await this.#log.note(ticket.serial, day, { inside: scan.direction === "in", gate: scan.gate, at: scan.businessAt });
    } else if (reason === "duplicate" && first) {
      await this.#log.note(ticket.serial, day, { inside: true, gate: first.gate, at: first.at });
    }
  }
}
