import { movedAnchor } from './anchors.js';
import { newId } from './ids.js';
import { patiently } from './patience.js';
import { confirmationAge } from './stepup.js';

/** So soon after a thread came that is not placed yet, its place is asked for; others may come too. */
const GATHERING_MS = 50;
/** How long after a failure it is asked for again. */
const RETRY_MS = [1_000, 3_000, 10_000];

/** @type {import('./comments.d.ts').commentsOf} */
export function commentsOf(document, options = {}) {
  return new Comments(document, options);
}

/**
 * The comments of a document.
 *
 * What they say comes from the document that holds them, which is followed as any other. Where their
 * anchors are, the server tells for a version of the text; from then on each operation that is
 * applied to the text, ours or another's, moves them.
 */
class Comments extends EventTarget {
  #document;
  #text;
  #said;
  #api;
  #headers;
  #confirm;
  /** From a thread's id to where it is in the text as it is here, with what is unsent. */
  #places = new Map();
  /** What goes along with the text besides: selections that somebody is about to comment on. */
  #held = new Set();
  /** What was applied to the text since places were asked for; null if they are not. */
  #journal = null;
  #isShut = false;
  #failures = 0;
  #timer;
  #ending = new AbortController();

  constructor(document, { api = new URL('api/', import.meta.url), headers = () => ({}), confirm }) {
    super();
    this.#document = document;
    this.#text = document.doc;
    this.#api = new URL(api, globalThis.document?.baseURI);
    this.#headers = headers;
    this.#confirm = confirm;
    this.#said = this.#text.connection.get(`collab.comments/${document.collection}`, document.id);
    const { signal } = this.#ending;
    document.addEventListener('change', ({ detail }) => this.#moved(detail.op), { signal });
    document.addEventListener('load', () => this.#lost(), { signal });
    document.addEventListener('delete', () => this.#lost(), { signal });
    document.addEventListener('access', ({ detail }) => this.#permitted(detail), { signal });
    for (const event of ['load', 'create', 'op', 'del']) this.#said.on(event, this.#changed);
    this.#said.on('error', this.#failed);
    // Our own edits bring us to later versions too.
    this.#text.on('no write pending', this.#saved);
    this.ready = new Promise((resolve, reject) => {
      this.#said.subscribe((error) => (error ? reject(error) : resolve()));
    }).then(() => this.#changed());
    // Whoever does not wait for it hears of it by the event.
    this.ready.catch(this.#failed);
  }

  get document() {
    return this.#document;
  }

  get threads() {
    const threads = this.#said.data?.threads ?? {};
    return Object.entries(threads)
      .map(([id, thread]) => shown(id, thread, this.#places.get(id)))
      .sort((a, b) => a.comments[0].at - b.comments[0].at || (a.id < b.id ? -1 : 1));
  }

  /** Starts a thread about what is there now, wherever it goes until all that is unsent is saved. */
  async start(anchor, text, { id = newId() } = {}) {
    const held = { place: placeOf(anchor) };
    this.#held.add(held);
    try {
      while (this.#text.hasWritePending()) {
        await new Promise((resolve) => this.#text.whenNothingPending(resolve));
      }
    } finally {
      this.#held.delete(held);
    }
    if (held.place.gone) {
      throw Object.assign(new Error('What it is about has been deleted'), { code: 'GONE' });
    }
    return this.#ask('POST', '', { id, anchor: { version: this.#text.version, ...held.place }, text });
  }

  /** Keeps an anchor where it belongs until `release` is called. */
  hold(anchor) {
    const held = { place: placeOf(anchor) };
    this.#held.add(held);
    return {
      get anchor() {
        return anchorOf(held.place);
      },
      release: () => this.#held.delete(held),
    };
  }

  reply(thread, text, { id = newId() } = {}) {
    return this.#ask('POST', `/${thread}`, { id, text });
  }

  edit(thread, comment, text) {
    return this.#ask('PUT', `/${thread}/${comment}`, { text });
  }

  async delete(thread, comment) {
    await this.#ask('DELETE', `/${thread}/${comment}`);
  }

  resolve(thread) {
    return this.#ask('PUT', `/${thread}`, { resolved: true });
  }

  reopen(thread) {
    return this.#ask('PUT', `/${thread}`, { resolved: false });
  }

  close() {
    this.#ending.abort();
    clearTimeout(this.#timer);
    this.#text.off('no write pending', this.#saved);
    for (const event of ['load', 'create', 'op', 'del']) this.#said.off(event, this.#changed);
    this.#said.destroy(() => this.#said.off('error', this.#failed));
  }

  #changed = () => {
    if (this.#ending.signal.aborted) return;
    const threads = this.#said.data?.threads ?? {};
    for (const id of this.#places.keys()) if (!Object.hasOwn(threads, id)) this.#places.delete(id);
    this.#placeSoon(GATHERING_MS);
    this.#tell('change');
  };

  #saved = () => this.#placeSoon(GATHERING_MS);

  #failed = (error) => {
    if (!this.#ending.signal.aborted) this.#tell('error', error);
  };

  /** Whoever may read the text again may read this again, from where he was. */
  #permitted(access) {
    if (access === 'none') this.#isShut = true;
    else if (this.#isShut) {
      this.#isShut = false;
      this.#said.subscribe(() => {});
    }
  }

  // Where they are

  #moved(op) {
    this.#journal?.push(op);
    for (const [id, place] of this.#places) this.#places.set(id, this.#over(place, op));
    for (const held of this.#held) held.place = this.#over(held.place, op);
    this.#placeSoon(GATHERING_MS);
    if (this.#places.size > 0) this.#tell('change');
  }

  #over(place, op) {
    return this.#text.type ? movedAnchor(place, op, this.#text.type) : place;
  }

  /** The text is another, by no operation that could be followed. */
  #lost() {
    this.#places.clear();
    this.#journal = null;
    this.#changed();
  }

  /** Whether there is a thread whose place is not known, and which the text here is not too old for. */
  #isMissingAny() {
    return Object.entries(this.#said.data?.threads ?? {}).some(
      ([id, { anchor }]) => !this.#places.has(id) && anchor.version <= this.#text.version,
    );
  }

  #placeSoon(delay) {
    if (this.#timer || this.#isShut || !this.#text.type || !this.#isMissingAny()) return;
    this.#timer = setTimeout(() => this.#place(), delay);
  }

  async #place() {
    const journal = [];
    this.#journal = journal;
    const unsent = [this.#text.inflightOp, ...this.#text.pendingOps].flatMap((waiting) =>
      waiting?.op ? [structuredClone(waiting.op.ops ?? waiting.op)] : [],
    );
    const { version } = this.#text;
    let delay = GATHERING_MS;
    try {
      const { threads } = await this.#ask('GET', `?version=${version}`);
      this.#failures = 0;
      if (this.#journal === journal) this.#settle(threads, version, [...unsent, ...journal]);
    } catch (error) {
      delay = RETRY_MS[Math.min(this.#failures++, RETRY_MS.length - 1)];
      this.#failed(error);
    }
    this.#timer = undefined;
    if (this.#journal === journal) this.#journal = null;
    if (!this.#ending.signal.aborted) this.#placeSoon(delay);
  }

  #settle(threads, version, since) {
    for (const { id, anchor } of threads) {
      // One that was made at a version that we do not have yet is asked for again.
      if (anchor.version > version) continue;
      const place = since.reduce((moved, op) => this.#over(moved, op), withoutVersion(anchor));
      this.#places.set(id, place);
    }
    this.#tell('change');
  }

  // The server

  async #ask(method, path, body) {
    const { collection, id } = this.#document;
    const names = [collection, id].map(encodeURIComponent).join('/');
    const address = new URL(`documents/${names}/comments${path}`, this.#api);
    const response = await this.#patiently(address, method, body, false);
    const maxAge = confirmationAge(response);
    if (maxAge === null || !this.#confirm) return answerOf(response);
    await this.#confirm({ maxAge });
    return answerOf(await this.#patiently(address, method, body, true));
  }

  /** With its id, what arrived after all is not done twice. */
  #patiently(address, method, body, fresh) {
    const patience = { unlessTold: RETRY_MS[0], signal: this.#ending.signal };
    return patiently(() => this.#send(address, method, body, fresh), patience);
  }

  async #send(address, method, body, fresh) {
    const headers = { ...(await this.#headers({ fresh })) };
    if (body) headers['Content-Type'] = 'application/json';
    return fetch(address, {
      method,
      headers,
      body: body && JSON.stringify(body),
      cache: 'no-store',
      signal: this.#ending.signal,
    });
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

async function answerOf(response) {
  const answer = response.status === 204 ? null : await response.json().catch(() => null);
  if (response.ok) return answer;
  const message = answer?.detail ?? 'The server does not answer';
  throw Object.assign(new Error(message), { code: answer?.code, status: response.status });
}

/** As pages have it, with an index and a length where the server has a start and an end. */
function anchorOf({ start, end, path }) {
  if (start !== undefined) return { index: start, length: end - start };
  return path ? { path } : null;
}

function placeOf(anchor) {
  if (!anchor) return {};
  return anchor.path ? { path: anchor.path } : { start: anchor.index, end: anchor.index + anchor.length };
}

function withoutVersion({ version: _, ...place }) {
  return place;
}

function shown(id, { quote, resolved, comments }, place) {
  return {
    id,
    isPlaced: place !== undefined,
    isGone: place?.gone === true,
    anchor: place ? anchorOf(place) : null,
    quote,
    resolved: resolved ?? null,
    comments: comments.map((comment) => ({
      edited: null,
      deleted: false,
      text: '',
      ...comment,
    })),
  };
}
