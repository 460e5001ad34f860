/** What is about to be sent is not worth writing down. */
const SENT_SOON_MS = 150;

/**
 * Writes down what of a document has not been sent, and takes it up again.
 *
 * Exactly once: an operation that is written down gets the source and the number under which it will
 * be sent, and nothing is added to it any more. A source is one page's, so no number of it is used by
 * another. Whoever takes it up first reads what was committed
 * since, and finds there, by source and number, what had arrived before the page ended; only the rest
 * is sent. So it does not depend on how long the server remembers sources.
 */
export class Kept {
  #keeping;
  #share;
  #doc;
  #key;
  #isWritten = false;
  #isStale = false;
  /** What was there when it was looked at last. */
  #seen = [];
  #writing = null;
  #timer;
  #done;

  /** @param {() => void} done called when something was written down or is no longer needed */
  constructor(keeping, share, doc, done) {
    this.#keeping = keeping;
    this.#share = share;
    this.#doc = doc;
    this.#done = done;
    this.#key = keeping.keyOf(doc.collection, doc.id);
  }

  /** Whether all that is unsent would survive the page. */
  get isSafe() {
    return !this.#doc.hasWritePending() || (this.#isWritten && !this.#isStale && !this.#writing);
  }

  /** Something may have changed. */
  note() {
    if (!this.#isNews()) return;
    if (!this.#isWritten && !this.#doc.hasWritePending()) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      return;
    }
    this.#isStale = true;
    const isLeftSoon = this.#share.canSend && globalThis.document?.visibilityState !== 'hidden';
    if (!isLeftSoon) this.write();
    else this.#timer ??= setTimeout(() => this.write(), SENT_SOON_MS);
  }

  #isNews() {
    const { version, inflightOp, pendingOps } = this.#doc;
    const last = pendingOps.at(-1);
    const now = [version, inflightOp, pendingOps.length, last?.op, last?.create?.data];
    const isNews = now.some((each, index) => each !== this.#seen[index]);
    this.#seen = now;
    return isNews;
  }

  /** Writes it down now. */
  write() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = null;
      this.#done();
    });
  }

  async #writeAll() {
    try {
      await this.#keeping.hold(this.#key);
      while (this.#isStale) {
        this.#isStale = false;
        await this.#writeOnce();
      }
    } catch {
      // No room, or a private window: as if nothing were kept, and the page asks before it is left.
      this.#isWritten = false;
      this.#isStale = false;
    }
  }

  async #writeOnce() {
    const doc = this.#doc;
    if (!doc.hasWritePending()) {
      if (this.#isWritten) await this.#keeping.remove(this.#key);
      this.#isWritten = false;
    } else if (doc.version !== null) {
      const record = this.#record();
      await this.#keeping.put(doc.collection, doc.id, record);
      this.#isWritten = true;
    }
  }

  #record() {
    const { version, type, data, inflightOp, pendingOps } = this.#doc;
    const ops = [...(inflightOp ? [inflightOp] : []), ...pendingOps];
    for (const op of ops) this.#number(op);
    return {
      key: this.#key,
      version,
      type: type?.uri ?? null,
      content: plain(data),
      ops: ops.map(({ src, seq, op, create, del }) => plain({ src, seq, op, create, del })),
    };
  }

  /**
   * From now on it is this operation, under this number. What is written before the first connection
   * of a page has none yet, and is not sent before it has been written down with one.
   */
  #number(op) {
    if (!this.#share.id) return;
    op.seq ??= this.#share.seq++;
    op.src ??= this.#share.id;
    // ShareDB adds to the last operation what follows, but never to one that was sent.
    op.sentAt ??= Date.now();
  }

  /** Takes up what another page has left. */
  restore(record) {
    const doc = this.#doc;
    this.#key = record.key;
    this.#isWritten = true;
    doc.pause();
    doc.ingestSnapshot({ v: record.version, type: record.type, data: record.content });
    doc.pendingOps = record.ops.map((each) => ({
      ...each,
      type: doc.type,
      source: true,
      sentAt: each.seq === undefined ? undefined : record.at,
      callbacks: [() => {}],
    }));
  }

  /** One of our operations comes back among those that we missed: it had arrived. */
  recognise({ src, seq }) {
    const doc = this.#doc;
    const [first] = doc.pendingOps;
    if (doc.paused && !doc.inflightOp && first?.src === src && first.seq === seq) {
      doc.inflightOp = doc.pendingOps.shift();
    }
  }

  /** All that was missed has come; now the rest may go. */
  async caughtUp() {
    if (!this.#doc.paused) return;
    this.#isStale = true;
    this.write();
    await this.#writing;
    this.#doc.resume();
  }
}

/** As it would be sent. */
function plain(value) {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
