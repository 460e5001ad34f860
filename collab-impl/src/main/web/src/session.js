/** What takes our session up again, on any server, when there is no login any more. */

/** The header it goes in. */
export const HEADER = 'Collab-Session';

export class Session {
  #key;
  #storage;
  #known = null;

  /**
   * @param {'memory' | 'tab' | 'none'} kept where it is kept: gone with the page, or with the tab
   * @param {URL} socket whose it is
   */
  constructor(kept, socket) {
    if (!['memory', 'tab', 'none'].includes(kept)) {
      throw new TypeError(`session is ${kept}, not memory, tab or none`);
    }
    this.#key = kept === 'none' ? null : `collab.session ${socket.origin}${socket.pathname}`;
    this.#storage = kept === 'tab' ? globalThis.sessionStorage : undefined;
    this.#known = this.#stored();
  }

  /** For the server alone; null if there is none, or none any more. */
  get secret() {
    if (this.#known && this.#known.expires <= Date.now()) this.drop();
    return this.#known?.secret ?? null;
  }

  /** The server says what our session is, or until when it lives from now on. */
  receive({ id, secret, expires }) {
    if (this.#key === null) return;
    const known = secret ?? (this.#known?.id === id ? this.#known.secret : null);
    if (!known) return;
    this.#known = { id, secret: known, expires };
    this.#storage?.setItem(this.#key, JSON.stringify(this.#known));
  }

  /** It is good no more. */
  drop() {
    this.#known = null;
    this.#storage?.removeItem(this.#key);
  }

  #stored() {
    try {
      return JSON.parse(this.#storage?.getItem(this.#key) ?? 'null');
    } catch {
      return null;
    }
  }
}
