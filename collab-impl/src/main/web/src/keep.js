import { newId } from './ids.js';
import { Store } from './store.js';

/** How long a page that was left may take to let go of what it kept, in milliseconds. */
const LEAVING_MS = 400;

/**
 * Unsent edits that survive the page, in the browser's own database, for one user of one server.
 *
 * What one page keeps is one record for each document, with the operations and the sources and
 * numbers under which they are or will be sent. A record belongs to the page that holds the lock of
 * its name; browsers free the locks of pages that end, however they end. So two tabs never send the
 * same, and what a tab left behind is taken by the next page, or by one that is open.
 */
export class Keeping {
  #store = new Store();
  #locks;
  #owner;
  #page = newId();
  #releases = new Map();
  #ending = new AbortController();

  /** @returns {Keeping | null} null where the browser has no database or no locks for this page */
  static of(place, user) {
    const locks = globalThis.navigator?.locks;
    return globalThis.indexedDB && locks ? new Keeping(locks, JSON.stringify([place, user])) : null;
  }

  constructor(locks, owner) {
    this.#locks = locks;
    this.#owner = owner;
  }

  /** What this page keeps of a document is under this name. */
  keyOf(collection, id) {
    return JSON.stringify([this.#owner, collection, id, this.#page]);
  }

  /**
   * What another page has kept of a document and not sent, and what is ours from now on.
   *
   * @param {(record: object) => void} later gets what else is found, at once or when its page ends
   */
  async adopt(collection, id, later) {
    let adopted = null;
    for (const { key } of await this.#store.unsent(this.#documentOf(collection, id))) {
      if (this.#releases.has(key)) continue;
      const record = adopted ? null : await this.#take(key, AbortSignal.timeout(LEAVING_MS));
      if (record) adopted = record;
      else this.#take(key, this.#ending.signal).then((found) => found && later(found));
    }
    return adopted;
  }

  /** Sees that nobody else takes what is kept under a name. */
  hold(key, signal = this.#ending.signal) {
    if (this.#releases.has(key)) return Promise.resolve(true);
    return new Promise((resolve) => {
      const held = () =>
        new Promise((release) => {
          const isClosed = this.#ending.signal.aborted;
          if (isClosed) release();
          else this.#releases.set(key, release);
          resolve(!isClosed);
        });
      this.#locks.request(`collab ${key}`, { signal }, held).catch(() => resolve(false));
    });
  }

  /** Only who holds its lock writes a record: after `close` it may be another page's. */
  async put(collection, id, record) {
    if (!this.#releases.has(record.key)) return;
    const where = { owner: this.#owner, document: this.#documentOf(collection, id), collection, id };
    return this.#store.putUnsent({ ...record, ...where, at: Date.now() });
  }

  async remove(key) {
    if (this.#releases.has(key)) await this.#store.removeUnsent(key);
  }

  /** Keeps a copy of what could not be sent. */
  async putCopy(copy) {
    const key = newId();
    await this.#store.putCopy({ ...copy, key, owner: this.#owner });
    return key;
  }

  copies() {
    return this.#store.copies(this.#owner);
  }

  removeCopy(key) {
    return this.#store.removeCopy(key);
  }

  close() {
    this.#ending.abort();
    for (const release of this.#releases.values()) release();
    this.#releases.clear();
  }

  async #take(key, signal) {
    if (!(await this.hold(key, signal))) return null;
    // Its page may have sent it before it ended.
    const record = await this.#store.oneUnsent(key);
    if (!record) {
      this.#releases.get(key)?.();
      this.#releases.delete(key);
    }
    return record ?? null;
  }

  #documentOf(collection, id) {
    return JSON.stringify([this.#owner, collection, id]);
  }
}

/** Deletes all that was kept for a user in this browser: they sign out, or it is not theirs. */
export async function forgetKept(user) {
  if (globalThis.indexedDB) await new Store().forget((owner) => JSON.parse(owner)[1] === user);
}
