import { Kept } from './kept.js';
import { People } from './people.js';
import { isSameState, syncState } from './sync.js';

const MAY_WRITE = new Set(['write', 'manage']);

/** What happened since our version is no longer known to the server. */
const TOO_OLD = 'ERR_SUBMIT_TRANSFORM_OPS_NOT_FOUND';

/** A document that several people edit; made by `Connection.open`. */
export class CollabDocument extends EventTarget {
  #connection;
  #doc;
  #sync;
  /** What the server says we may do; null as long as it says nothing. */
  #access = null;
  /** Whether it has refused an edit. */
  #forbidden = false;
  /** What of this survives the page, or null. */
  #kept = null;

  constructor(connection, share, keeping, collection, id) {
    super();
    this.#connection = connection;
    this.#doc = share.get(collection, id);
    if (keeping) this.#kept = new Kept(keeping, share, this.#doc, () => connection.refresh());
    this.people = new People(share, this.#doc);
    this.#sync = this.#currentSync();
    this.#listen();
  }

  get collection() {
    return this.#doc.collection;
  }

  get id() {
    return this.#doc.id;
  }

  get exists() {
    return Boolean(this.#doc.type);
  }

  get type() {
    return this.#doc.type?.uri ?? null;
  }

  get version() {
    return this.#doc.version;
  }

  get content() {
    return this.#doc.data;
  }

  get access() {
    return this.#access;
  }

  get readOnly() {
    return this.#access === null ? this.#forbidden : !MAY_WRITE.has(this.#access);
  }

  get unsent() {
    return this.#doc.pendingOps.length + (this.#doc.inflightOp ? 1 : 0);
  }

  get sync() {
    return this.#sync;
  }

  get doc() {
    return this.#doc;
  }

  /** Whether all that is unsent would survive the page. */
  get isSafe() {
    return this.#kept?.isSafe ?? this.unsent === 0;
  }

  /** Takes up what another page has left. */
  restore(record) {
    this.#kept.restore(record);
  }

  /** Gets what was missed meanwhile, then sends what another page had not sent. */
  async catchUp() {
    try {
      await this.load();
      await this.#kept.caughtUp();
    } catch (error) {
      this.keepCopy(error.code);
      this.#failed(error);
    }
  }

  /** The page is about to go. */
  keep() {
    if (this.#kept && !this.isSafe) this.#kept.write();
  }

  /** Sees an operation of this document before ShareDB does. */
  receive(message) {
    if (this.unsent === 0) return;
    if (message.error?.code === TOO_OLD) this.#startAfresh(message.error);
    else if (message.error) this.keepCopy(message.error.code);
    else if (message.del) this.keepCopy('ERR_DOC_WAS_DELETED');
    else this.#kept?.recognise(message);
  }

  /** What was written cannot be sent. It is not to be lost for that. */
  keepCopy(code) {
    const { collection, id, type } = this;
    const content = JSON.parse(JSON.stringify(this.content ?? null));
    this.#connection.keepCopy(this, { collection, id, type, content, code: code ?? null, at: Date.now() });
  }

  /** Before anything is sent: what was written becomes a copy, and the content is the server's. */
  giveUp(reason) {
    this.keepCopy(reason.code);
    // As after an operation that the server refuses and that cannot be taken back.
    this.#doc._hardRollback(reason);
    this.#kept?.note();
    this.#kept?.write();
  }

  /** We have been away for too long: what was written becomes a copy, and we go on with what is there now. */
  #startAfresh(error) {
    const doc = this.#doc;
    if (this.unsent > 0) {
      const { code, message } = error;
      this.giveUp(error);
      this.#tell('error', Object.assign(new Error(message), { code }));
    } else if (doc.version !== null) {
      doc._setType(null);
      doc.version = null;
    }
    doc.resume();
    doc.subscribe();
    this.#connection.refresh();
  }

  /** Subscribes; resolves with this document when its content is there. */
  async load() {
    try {
      await settled((done) => this.#doc.subscribe(done));
    } catch (error) {
      if (error.code !== TOO_OLD) throw error;
      this.#startAfresh(error);
      await this.load();
    }
    return this;
  }

  edit(op) {
    return this.#submit((done) => this.#doc.submitOp(op, done));
  }

  create(type, content) {
    return this.#submit((done) => this.#doc.create(content, type, done));
  }

  delete() {
    return this.#submit((done) => this.#doc.del(done));
  }

  /** Creates it; if somebody else is faster, that is as good. */
  async createUnlessExists(type, content) {
    try {
      await this.create(type, content);
    } catch (error) {
      if (error.code !== 'ERR_DOC_ALREADY_CREATED') throw error;
    }
  }

  async close() {
    this.people.leave();
    await settled((done) => this.#doc.destroy(done));
    this.#tell('close');
    this.#connection.refresh();
  }

  /** The server says what we may do; it may be what it has said before. */
  setAccess(access) {
    const before = this.#access;
    this.#access = access;
    if (access === before) return;
    if (access === 'none') {
      this.people.pause();
      this.#tell('error', forbidden());
    } else if (before === 'none') {
      // With our version, so that we get what we have missed.
      this.#doc.subscribe();
      this.people.resume();
    }
    this.#tell('access', access);
    this.#connection.refresh();
  }

  /** Looks whether the state is another now, and says so. */
  refresh() {
    this.#kept?.note();
    const sync = this.#currentSync();
    if (!isSameState(sync, this.#sync)) {
      this.#sync = sync;
      this.#tell('sync', sync);
    }
  }

  #currentSync() {
    return syncState({
      ...this.#connection.facts(),
      unsent: this.unsent,
      readOnly: this.readOnly,
    });
  }

  #listen() {
    const doc = this.#doc;
    doc.on('op', (op, source) => this.#changed('change', { op, local: Boolean(source) }));
    doc.on('create', (source) => this.#changed('load', { local: Boolean(source) }));
    doc.on('load', () => this.#changed('load', { local: false }));
    doc.on('del', (content, source) => this.#changed('delete', { local: Boolean(source) }));
    doc.on('no write pending', () => this.#connection.refresh());
    doc.on('error', (error) => (error.code === TOO_OLD ? this.#startAfresh(error) : this.#failed(error)));
  }

  #changed(type, detail) {
    this.#tell(type, detail);
    this.#connection.refresh();
  }

  async #submit(send) {
    try {
      await settled(send);
    } catch (error) {
      this.#failed(error);
      throw error;
    }
  }

  #failed(error) {
    if (error.code === 'ERR_WRITE_FORBIDDEN') this.#forbidden = true;
    if (error.code === 'ERR_READ_FORBIDDEN' && this.#access !== null) {
      // It could be read before. A server that tells of access will say when it may be again.
      this.setAccess('none');
      return;
    }
    this.#tell('error', error);
    this.#connection.refresh();
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

function forbidden() {
  return Object.assign(new Error('You may not read this document any more'), {
    code: 'ERR_READ_FORBIDDEN',
  });
}

/** What a callback in Node's manner says, as a promise. */
function settled(call) {
  return new Promise((resolve, reject) => {
    call((error) => (error ? reject(error) : resolve()));
  });
}
