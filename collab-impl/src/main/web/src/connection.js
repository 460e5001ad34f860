import richText from 'rich-text';
import { Connection as ShareConnection, types } from 'sharedb/lib/client/index.js';
import { Confirmation } from './confirmation.js';
import { CollabDocument } from './document.js';
import { Keeping } from './keep.js';
import { endSession, Renewal, ticketAddress, ticketsOf, ticketsOfPage } from './login.js';
import { Pulse } from './pulse.js';
import { isSignedOut } from './retry.js';
import { Session } from './session.js';
import { ReconnectingSocket } from './socket.js';
import { isSameState, syncState } from './sync.js';
import { text } from './texttype.js';

types.register(richText.type);
types.register(text);

/** The server could not do it now and nothing was stored; these mean "ask again". */
const PASSING = new Set(['ERR_STORE_UNAVAILABLE', 'ERR_UNAVAILABLE']);

/** @type {import('./collab.d.ts').connect} */
export function connect(options = {}) {
  return new Connection(options);
}

/** The address of the socket that belongs to this script: its neighbour. */
function ownSocket() {
  return new URL('socket', import.meta.url);
}

/** A page's address as its socket's, asking for what this client understands. */
function socketAddress(url) {
  const address = new URL(url, globalThis.document?.baseURI);
  address.protocol = address.protocol.replace('http', 'ws');
  // Many messages in one frame, and to be told the versions that it should have and of the bus.
  address.searchParams.set('batch', '1');
  address.searchParams.set('heads', '1');
  return address;
}

class Connection extends EventTarget {
  #address;
  #socket;
  #share;
  #pulse;
  #ticket;
  #session;
  #hadTicket = false;
  #renewal;
  #confirmation;
  #sync;
  #bus = 'live';
  #documents = new Map();
  #options;
  /** What survives the page, or null. */
  #keeping;
  /** Whether each document was taken up from another page; promises. */
  #restored = new Map();
  #couriers = new Set();
  #tried = false;
  #ending = new AbortController();
  #guardsLeaving;

  constructor(options) {
    super();
    const { url = ownSocket(), guard = true, ticket, confirm, keep, keeping } = options;
    const { session = 'memory', WebSocket = globalThis.WebSocket } = options;
    this.#options = options;
    this.#address = socketAddress(url);
    this.#keeping = keeping ?? (keep === undefined ? null : Keeping.of(this.#address.href, keep));
    this.#guardsLeaving = guard;
    this.#session = new Session(session, this.#address);
    const tickets = ticketAddress(this.#address);
    this.#ticket = ticket
      ? ticketsOfPage(ticket, tickets, this.#session)
      : ticketsOf(tickets, this.#session);
    this.#renewal = new Renewal(async () => this.#ticket(), (text) => this.#socket.send(text));
    this.#confirmation = new Confirmation({
      confirm,
      renew: (ticket) => this.#renewal.renewAfresh(ticket),
      send: (text) => this.#socket.send(text),
      refuse: (message) => this.#share.handleMessage(message),
    });
    this.#socket = new ReconnectingSocket((address) => new WebSocket(address.href), {
      prepare: () => this.#prepare(),
      isRefused: () => this.#isRefused(),
    });
    this.#share = new ShareConnection(this.#socket);
    this.#share.on('error', (error) => this.#failed(error));
    this.#share.on('receive', (request) => this.#receive(request));
    this.#share.on('state', () => this.refresh());
    this.#pulse = new Pulse({
      ask: () => this.#socket.send('{"a":"pp"}'),
      isOwed: () => this.#share.hasPending(),
      dead: () => this.#socket.reconnect(),
    });
    this.#socket.onpulse = () => this.#pulse.heard();
    this.#socket.onchange = () => this.#changed();
    this.#sync = this.#currentSync();
    this.#watchPage();
  }

  get sync() {
    return this.#sync;
  }

  get bus() {
    return this.#bus;
  }

  /** When the next attempt to connect is due, in milliseconds since 1970, or null. */
  get retryAt() {
    return this.#socket.retryAt;
  }

  async open(collection, id, { create } = {}) {
    const key = keyOf(collection, id);
    const known = this.#documents.get(key);
    const document = known ?? this.#add(key, collection, id);
    if (!this.#restored.has(key)) this.#restored.set(key, this.#restore(document));
    if (await this.#restored.get(key)) return document;
    try {
      await document.load();
    } catch (error) {
      // One that was open before still is, and may have edits to send.
      if (!known) this.#forget(key);
      throw error;
    }
    if (create && !document.exists) await document.createUnlessExists(create.type, create.content);
    return document;
  }

  /** Whether another page has left something unsent of it, which then is what we show. */
  async #restore(document) {
    const later = (record) => this.#carry(record);
    // A browser that does not let us read it has nothing for us.
    const record = await this.#keeping?.adopt(document.collection, document.id, later).catch(() => null);
    if (!record) return false;
    document.restore(record);
    document.catchUp();
    this.refresh();
    return true;
  }

  /** Sends what a further page has left, on a connection of its own, since it is another state. */
  async #carry(record) {
    const courier = new Connection({
      ...this.#options,
      keep: undefined,
      keeping: this.#keeping,
      guard: false,
      // It comes with our session.
      session: 'none',
      ticket: () => this.#ticket(),
    });
    this.#couriers.add(courier);
    const { collection, id } = record;
    const document = courier.#add(keyOf(collection, id), collection, id);
    courier.addEventListener('copy', ({ detail }) => this.#tell('copy', detail));
    document.restore(record);
    const isSent = () => document.unsent === 0;
    courier.addEventListener('sync', () => isSent() && this.#arrived(courier));
    await document.catchUp();
    if (isSent()) this.#arrived(courier);
  }

  #arrived(courier) {
    // What it had kept is to be deleted first.
    setTimeout(() => {
      this.#couriers.delete(courier);
      courier.#end();
    }, 1_000);
  }

  /** Keeps what could not be sent, and tells the page. */
  async keepCopy(document, copy) {
    const key = await this.#keeping?.putCopy(copy).catch(() => undefined);
    const offered = this.#offered({ ...copy, key });
    document.dispatchEvent(new CustomEvent('copy', { detail: offered }));
    this.#tell('copy', offered);
  }

  /** What could not be sent, of this and of former pages. */
  async copies() {
    const copies = (await this.#keeping?.copies()) ?? [];
    return copies.map((copy) => this.#offered(copy));
  }

  #offered({ collection, id, type, content, code, at, key }) {
    const discard = async () => (key ? this.#keeping.removeCopy(key) : undefined);
    return Object.freeze({ collection, id, type, content, code, at, discard });
  }

  #add(key, collection, id) {
    const document = new CollabDocument(this, this.#share, this.#keeping, collection, id);
    this.#documents.set(key, document);
    document.addEventListener('close', () => this.#forget(key), { once: true });
    return document;
  }

  #forget(key) {
    this.#documents.delete(key);
    this.#restored.delete(key);
  }

  retry() {
    this.#socket.retry();
  }

  async signOut() {
    await endSession(ticketAddress(this.#address), this.#session);
    this.#session.drop();
    this.close();
  }

  close() {
    for (const courier of this.#couriers) courier.#end();
    this.#end();
    this.#keeping?.close();
  }

  #end() {
    this.#ending.abort();
    this.#pulse.stop();
    this.#socket.close();
    globalThis.removeEventListener?.('beforeunload', askToStay);
  }

  /** Looks whether the state is another now, and says so. Documents call it when theirs may be. */
  refresh() {
    // An open socket is no connection yet: the handshake comes first.
    this.#tried ||= this.#share.canSend || this.#socket.readyState > 1;
    const sync = this.#currentSync();
    const news = !isSameState(sync, this.#sync);
    this.#sync = sync;
    for (const document of this.#documents.values()) document.refresh();
    this.#guardLeaving();
    if (news) this.#tell('sync', sync);
  }

  /** What documents and this say alike about the connection. */
  facts() {
    return {
      connected: this.#share.canSend,
      tried: this.#tried,
      stopped: this.#socket.stopped,
    };
  }

  #currentSync() {
    let unsent = 0;
    let readOnly = false;
    for (const document of this.#documents.values()) {
      unsent += document.unsent;
      readOnly ||= document.readOnly;
    }
    return syncState({ ...this.facts(), unsent, readOnly });
  }

  #changed() {
    if (this.#socket.readyState === 1) {
      this.#pulse.start();
      // Another node, perhaps. It says so if it is slow.
      this.#setBus('live');
    } else {
      this.#pulse.stop();
      if (this.#socket.stopped && isSignedOut(this.#socket.stopped.code)) this.#session.drop();
      this.#confirmation.lost();
      this.#renewal.lost();
    }
    this.refresh();
  }

  /** Sees each message before ShareDB does, and keeps from it what it does not know. */
  #receive(request) {
    const message = request.data;
    if (message.a === 'hs' && !this.#share.canSend) this.#greeted(message);
    if (message.a === 'heads') {
      request.data = null;
      this.#catchUp(message.heads);
    } else if (message.a === 'bus') {
      request.data = null;
      this.#setBus(message.state === 'slow' ? 'slow' : 'live');
    } else if (message.a === 'auth') {
      request.data = null;
      this.#renewal.receive(message);
    } else if (message.a === 'session') {
      request.data = null;
      this.#session.receive(message);
    } else if (message.a === 'access') {
      request.data = null;
      this.#documents.get(keyOf(message.c, message.d))?.setAccess(message.access);
    } else if (this.#confirmation.takes(message)) {
      request.data = null;
    } else if (message.error && PASSING.has(message.error.code)) {
      // ShareDB would undo what somebody wrote. On a new connection it sends the same again.
      request.data = null;
      this.#socket.reconnect();
    } else if (message.a === 'op') {
      this.#documents.get(keyOf(message.c, message.d))?.receive(message);
    }
  }

  /**
   * An id is given back to whom it was given to. If it is not, it is somebody else by whose login we
   * are connected now: nothing that was written before may go out under that name.
   */
  #greeted({ id, error }) {
    const known = this.#share.id;
    if (error || known === null || id === known) return;
    const reason = callerChanged();
    const documents = [...this.#documents.values()].filter(({ unsent }) => unsent > 0);
    for (const document of documents) document.giveUp(reason);
    if (documents.length > 0) this.#failed(reason);
  }

  #setBus(state) {
    if (state === this.#bus) return;
    this.#bus = state;
    this.#tell('bus', state);
  }

  /** Fetches what the server says we should have; the message that brought it got lost. */
  #catchUp(heads) {
    for (const [collection, id, version] of heads) {
      const doc = this.#share.getExisting(collection, id);
      if (doc?.subscribed && doc.version < version && !doc.hasWritePending()) doc.fetch();
    }
  }

  #failed(error) {
    this.#tell('error', error);
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  /** The address for an attempt to connect, with a ticket if one is to be had. */
  async #prepare() {
    const ticket = await this.#ticket();
    this.#hadTicket = Boolean(ticket);
    const address = new URL(this.#address);
    if (ticket) address.searchParams.set('ticket', ticket);
    return address;
  }

  async #isRefused() {
    const address = new URL(this.#address);
    address.protocol = address.protocol.replace('ws', 'http');
    try {
      const { status } = await fetch(address, { cache: 'no-store', redirect: 'manual' });
      // Without the ticket, which is good only once, 401 says nothing of what happened with it.
      return status === 403 || (status === 401 && !this.#hadTicket) ? status : 0;
    } catch {
      return 0;
    }
  }

  #watchPage() {
    const { signal } = this.#ending;
    globalThis.addEventListener?.('online', () => this.#socket.hurry(), { signal });
    globalThis.addEventListener?.('offline', () => this.#pulse.probe(), { signal });
    globalThis.addEventListener?.('pagehide', () => this.#keepAll(), { signal });
    globalThis.document?.addEventListener(
      'visibilitychange',
      () => {
        if (globalThis.document.visibilityState === 'visible') {
          this.#socket.hurry();
          this.#pulse.probe();
        } else {
          this.#keepAll();
        }
      },
      { signal },
    );
  }

  #keepAll() {
    for (const document of this.#documents.values()) document.keep();
  }

  #guardLeaving() {
    if (!this.#guardsLeaving || this.#ending.signal.aborted) return;
    const isSafe = [...this.#documents.values()].every((document) => document.isSafe);
    // Only while it is needed: the listener keeps a page out of the browser's back/forward cache.
    if (!isSafe) globalThis.addEventListener?.('beforeunload', askToStay);
    else globalThis.removeEventListener?.('beforeunload', askToStay);
  }
}

function keyOf(collection, id) {
  return JSON.stringify([collection, id]);
}

function callerChanged() {
  return Object.assign(new Error('Somebody else is logged in now; what was not sent is kept as a copy'), {
    code: 'ERR_CALLER_CHANGED',
  });
}

function askToStay(event) {
  event.preventDefault();
  // Older browsers go by this.
  event.returnValue = true;
}
