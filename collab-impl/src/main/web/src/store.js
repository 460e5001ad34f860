const NAME = 'collab';
const VERSION = 1;
const UNSENT = 'unsent';
const COPIES = 'copies';

/** The browser's database. */
export class Store {
  #opened = null;

  /** What is kept of a document, oldest first. */
  async unsent(document) {
    const records = await this.#do(UNSENT, 'readonly', (store) => store.index('document').getAll(document));
    return records.sort((a, b) => a.at - b.at);
  }

  oneUnsent(key) {
    return this.#do(UNSENT, 'readonly', (store) => store.get(key));
  }

  putUnsent(record) {
    return this.#do(UNSENT, 'readwrite', (store) => store.put(record));
  }

  removeUnsent(key) {
    return this.#do(UNSENT, 'readwrite', (store) => store.delete(key));
  }

  async copies(owner) {
    const copies = await this.#do(COPIES, 'readonly', (store) => store.index('owner').getAll(owner));
    return copies.sort((a, b) => a.at - b.at);
  }

  putCopy(copy) {
    return this.#do(COPIES, 'readwrite', (store) => store.put(copy));
  }

  removeCopy(key) {
    return this.#do(COPIES, 'readwrite', (store) => store.delete(key));
  }

  /** Deletes what belongs to these owners. */
  async forget(isForgotten) {
    for (const name of [UNSENT, COPIES]) {
      const all = await this.#do(name, 'readonly', (store) => store.getAll());
      for (const { key, owner } of all) {
        if (isForgotten(owner)) await this.#do(name, 'readwrite', (store) => store.delete(key));
      }
    }
  }

  async #do(name, mode, request) {
    const database = await (this.#opened ??= this.#open());
    // Relaxed would be lost with a crash of the machine, and is about what people fear.
    const transaction = database.transaction(name, mode, { durability: 'strict' });
    const asked = request(transaction.objectStore(name));
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
    return asked.result;
  }

  #open() {
    return new Promise((resolve, reject) => {
      const request = globalThis.indexedDB.open(NAME, VERSION);
      request.onupgradeneeded = () => {
        const unsent = request.result.createObjectStore(UNSENT, { keyPath: 'key' });
        unsent.createIndex('document', 'document');
        request.result.createObjectStore(COPIES, { keyPath: 'key' }).createIndex('owner', 'owner');
      };
      request.onsuccess = () => {
        // Another tab may have a newer version of this.
        request.result.onversionchange = () => request.result.close();
        resolve(request.result);
      };
      request.onerror = () => reject(request.error);
    });
  }
}
