import { colorOf } from './color.js';
import { newId } from './ids.js';

/** The least time between two updates of ours. */
const PAUSE_MS = 80;

const HEX = /^#[0-9a-f]{3,8}$/i;

/** How many characters of a name are shown. */
const NAME_LENGTH = 100;

/** Controls, what turns the direction of the text around it, and halves of characters. */
const UNSEEN = /[\p{Cc}\p{Cs}\p{Bidi_Control}\u2028\u2029]/gu;

/**
 * Who has a document open, and where they are in it. Nothing of it is stored: each browser tells
 * the others, and the server forgets who goes away.
 *
 * In a type that can move positions over operations (rich text), a person has a selection and goes
 * along with the edits of everybody; in others a person is only there.
 */
export class People extends EventTarget {
  #share;
  #doc;
  #presence = null;
  #local = null;
  /** What we tell of ourselves: {name, color, …, selection}, or null. */
  #self = null;
  #others = new Map();
  /** Of whom we heard on this connection; ShareDB also repeats what it heard on former ones. */
  #alive = new Set();
  /** Of whom we heard since their value last reached us; values also change with each operation. */
  #moved = new Set();
  #isSending = false;
  #isStale = false;
  /** What we shall tell of ourselves when we may be present again, or null. */
  #paused = null;
  #listeners = [];

  constructor(share, doc) {
    super();
    this.#share = share;
    this.#doc = doc;
  }

  /** Everybody, we ourselves first. */
  get all() {
    if (!this.#self || !this.#local) return this.others;
    return [{ ...this.#self, id: this.#local.presenceId, self: true }, ...this.others];
  }

  get others() {
    return [...this.#others.values()];
  }

  join(self) {
    if (this.#paused) {
      this.#paused = { ...self };
      return;
    }
    this.#self = { selection: null, ...self };
    if (!this.#presence && !this.#doc.type) {
      this.#joinLater();
      return;
    }
    if (!this.#presence) this.#start();
    this.#tell();
    this.#changed();
  }

  /** What a presence is depends on the type, which a document has when it is created. */
  #joinLater() {
    const start = () => {
      if (this.#self && !this.#presence) this.join(this.#self);
    };
    this.#doc.once('create', start);
    this.#doc.once('load', start);
  }

  update(changes) {
    if (this.#paused) this.#paused = { ...this.#paused, ...changes };
    if (this.#self) this.join({ ...this.#self, ...changes });
  }

  /** We may not be present for now. */
  pause() {
    const self = this.#self;
    this.leave();
    this.#paused = self;
  }

  /** We may be present again, as we were. */
  resume() {
    const self = this.#paused;
    this.#paused = null;
    if (self) this.join(self);
  }

  leave() {
    this.#paused = null;
    if (!this.#presence) {
      this.#self = null;
      return;
    }
    for (const [emitter, event, listener] of this.#listeners.splice(0)) {
      emitter.off(event, listener);
    }
    this.#presence.destroy(() => {});
    this.#presence = this.#local = this.#self = null;
    this.#others.clear();
    this.#changed();
  }

  #start() {
    const { collection, id, type } = this.#doc;
    this.#presence = type?.transformPresence
      ? this.#share.getDocPresence(collection, id)
      : this.#share.getPresence(`${collection}.${id}`);
    this.#local = this.#presence.create(newId());
    this.#listen(this.#share, 'receive', ({ data }) => this.#heard(data));
    this.#listen(this.#share, 'state', () => this.#connectionChanged());
    this.#listen(this.#presence, 'receive', (person, value) => this.#received(person, value));
    // A presence is a nicety; whoever may not have it goes without.
    this.#listen(this.#presence, 'error', () => {});
    this.#listen(this.#local, 'error', () => {});
    this.#listen(this.#doc, 'load', () => this.#tell());
    this.#presence.subscribe(() => {});
  }

  #listen(emitter, event, listener) {
    emitter.on(event, listener);
    this.#listeners.push([emitter, event, listener]);
  }

  #heard(message) {
    if (message?.a !== 'p' || message.ch !== this.#presence.channel) return;
    this.#moved.add(message.id);
    if (message.p) this.#alive.add(message.id);
    else this.#alive.delete(message.id);
  }

  #received(id, value) {
    if (value && this.#alive.has(id)) this.#others.set(id, person(id, value));
    else this.#others.delete(id);
    this.#changed();
    const moved = this.#others.get(id);
    if (this.#moved.delete(id) && moved) {
      this.dispatchEvent(new CustomEvent('move', { detail: moved }));
    }
  }

  #connectionChanged() {
    if (this.#share.canSend) {
      this.#tell();
    } else {
      this.#alive.clear();
      this.#moved.clear();
      this.#others.clear();
      this.#changed();
    }
  }

  /** Sends what we are now; if that is being done, once more after it. */
  #tell() {
    this.#isStale = true;
    if (this.#isSending || !this.#share.canSend || !this.#doc.type) return;
    this.#isSending = true;
    this.#isStale = false;
    this.#local.submit(this.#value(), () => {});
    setTimeout(() => {
      this.#isSending = false;
      if (this.#isStale && this.#presence) this.#tell();
    }, PAUSE_MS);
  }

  #value() {
    const { selection, ...self } = this.#self;
    const { index, length } = selection ?? { index: 0, length: 0 };
    return { ...self, index, length, placed: selection !== null };
  }

  #changed() {
    this.dispatchEvent(new CustomEvent('change', { detail: this.all }));
  }
}

/** What somebody told of themselves, who may be anybody: no style but a colour, no name but a name. */
function person(id, { index, length, placed, name, color, ...told }) {
  const called = nameOf(name);
  const isPlaced = placed && Number.isInteger(index) && Number.isInteger(length);
  return {
    ...told,
    id,
    self: false,
    name: called,
    color: typeof color === 'string' && HEX.test(color) ? color : colorOf(called),
    selection: isPlaced ? { index, length } : null,
  };
}

function nameOf(told) {
  const name = typeof told === 'string' ? told.replace(UNSEEN, '') : '';
  return [...name].slice(0, NAME_LENGTH).join('');
}
