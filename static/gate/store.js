// What survives a reload: pairing, list, unsent scans, today's entries, contradictions. IndexedDB, nothing else.
const NAME = "waic-gate";
const KEYS = { meta: "key", queue: "id", entries: "key", conflicts: "id" };

function asPromise(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

export async function openStore() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    for (const [name, keyPath] of Object.entries(KEYS)) request.result.createObjectStore(name, { keyPath });
  };
  return new Store(await asPromise(request));
}

class Store {
  #database;

  constructor(database) {
    this.#database = database;
  }

  /** One transaction; resolves when it is on disk, not when it was asked for. */
  #write(names, work) {
    return new Promise((resolve, reject) => {
      const transaction = this.#database.transaction(names, "readwrite", { durability: "strict" });
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
      work((name) => transaction.objectStore(name));
    });
  }

  #read(name) {
    return this.#database.transaction(name).objectStore(name);
  }

  async getMeta(key) {
    return (await asPromise(this.#read("meta").get(key)))?.value ?? null;
  }

  setMeta(key, value) {
    return this.#write(["meta"], (store) => store("meta").put({ key, value }));
  }

  forget(...keys) {
    return this.#write(["meta"], (store) => keys.forEach((key) => store("meta").delete(key)));
  }

  saveScan(scan) {
    return this.#write(["queue"], (store) => store("queue").put(scan));
  }

  /** Unsent scans, oldest first. */
  async unsent() {
    const scans = await asPromise(this.#read("queue").getAll());
    return scans.sort((a, b) => a.at.localeCompare(b.at));
  }

  countUnsent() {
    return asPromise(this.#read("queue").count());
  }

  conflicts() {
    return asPromise(this.#read("conflicts").getAll());
  }

  clearConflicts() {
    return this.#write(["conflicts"], (store) => store("conflicts").clear());
  }

  entries() {
    return asPromise(this.#read("entries").getAll());
  }

  saveEntry(entry) {
    return this.#write(["entries"], (store) => store("entries").put(entry));
  }

  dropEntries(keys) {
    return this.#write(["entries"], (store) => keys.forEach((key) => store("entries").delete(key)));
  }

  /** The server has answered: the scans leave the queue and their contradictions stay, in one step. */
  settle(ids, conflicts) {
    return this.#write(["queue", "conflicts"], (store) => {
      ids.forEach((id) => store("queue").delete(id));
      conflicts.forEach((conflict) => store("conflicts").put(conflict));
    });
  }
}
