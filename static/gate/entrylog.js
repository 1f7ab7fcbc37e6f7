// Who this device let in today, so that it finds a second scan without network. "Out" opens the ticket again.
export class EntryLog {
  #store;
  #entries = new Map();

  constructor(store) {
    this.#store = store;
  }

  /** Reads the entries into memory; decisions then need no storage. */
  async load() {
    for (const entry of await this.#store.entries()) this.#entries.set(entry.key, entry);
  }

  /** A new business day starts with nobody inside. */
  async prune(day) {
    const old = [...this.#entries.values()].filter((entry) => entry.day < day).map(({ key }) => key);
    old.forEach((key) => this.#entries.delete(key));
    if (old.length) await this.#store.dropEntries(old);
  }

  /** The open entry {gate, at} of a badge on a business day, or null. */
  find(serial, day) {
    const entry = this.#entries.get(`${day} ${serial}`);
    return entry?.inside ? { gate: entry.gate, at: entry.at } : null;
  }

  async note(serial, day, { inside, gate, at }) {
    const entry = { key: `${day} ${serial}`, day, serial, inside, gate, at };
    this.#entries.set(entry.key, entry);
    await this.#store.saveEntry(entry);
  }
}
