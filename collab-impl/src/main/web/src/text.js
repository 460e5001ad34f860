import { type } from 'ot-text-unicode';
import {
  changed,
  changesOf,
  difference,
  lineEndChanges,
  oneLineEnd,
  operationOf,
  points,
  unitOf,
} from './changes.js';
import { Undo } from './undo.js';

/**
 * Keeps what an editor shows and a text the same, where the editor cannot be changed at any time.
 *
 * While somebody composes a character with an input method, the editor is theirs: what others write
 * is held back, and what they compose goes out when they have decided. Held operations apply to what
 * the editor shows; an edit made meanwhile is transformed over them, and they over it.
 */
export class TextLink {
  #channel;
  #show;
  #undo;
  #shown = '';
  #held = null;
  #isHolding = false;
  #isEditing = false;

  /**
   * @param {{text: string | null, edit: (op: any[]) => void}} channel the text that is shared, null
   *     while there is none
   * @param {(changes: {from: number, to: number, insert: string}[], text: string) => void} show
   *     makes the editor show the text, which differs by these changes from what it showed
   */
  constructor(channel, show) {
    this.#channel = channel;
    this.#show = show;
    this.#undo = new Undo(type, (op) => invertible(this.#channel.text ?? '', op), (op) => this.#apply(op));
  }

  /** What the editor shows. */
  get shown() {
    return this.#shown;
  }

  get undo() {
    return this.#undo;
  }

  /** What the editor shows before anything of the text was shown. */
  adopt(shown) {
    this.#shown = shown;
  }

  /** What is in the text where the editor shows these places: code points. */
  placeOf(units) {
    return type.transformPosition(points(this.#shown, 0, units), this.#held ?? []);
  }

  /** Where the editor shows a place of the text: units. */
  unitsOf(point) {
    const back = this.#held ? type.transformPosition(point, this.#unheld()) : point;
    return unitOf(this.#shown, back);
  }

  /** The user has made changes to what was shown. `kind` is what is undone together. */
  typed(changes, kind = 'type') {
    const op = operationOf(this.#shown, changes);
    const typed = changed(this.#shown, changes);
    this.#shown = type.apply(this.#shown, op);
    // Half a character cannot be sent; what stands for it is shown.
    if (typed !== this.#shown) this.#show(difference(typed, this.#shown), this.#shown);
    if (op.length === 0) return;
    let sent = op;
    if (this.#held) {
      sent = type.transform(op, this.#held, 'left');
      this.#held = type.transform(this.#held, op, 'right');
    }
    if (sent.length === 0) return;
    this.#undo.record(sent, kind);
    this.#editing(() => this.#channel.edit(sent));
  }

  /** An operation was applied to the text. */
  changed(op) {
    if (this.#isEditing) return;
    this.#undo.changed(op);
    this.#receive(op);
  }

  /** The text is another as a whole. */
  load() {
    const text = this.#channel.text ?? '';
    this.#held = null;
    this.#undo.clear();
    const changes = [{ from: 0, to: this.#shown.length, insert: text }];
    this.#shown = oneLineEnd(text);
    this.#show(changes, this.#shown);
  }

  /** Gives the text the ends of lines that editors know; for whoever may write. */
  tidy() {
    const text = this.#channel.text;
    if (!text?.includes('\r')) return;
    this.#editing(() => this.#channel.edit(operationOf(text, lineEndChanges(text))));
    this.load();
  }

  /** Holds back what others write. */
  hold() {
    this.#isHolding = true;
  }

  /** Shows what others have written meanwhile. */
  release() {
    this.#isHolding = false;
    const op = this.#held;
    this.#held = null;
    if (op) this.#receive(op);
  }

  #receive(op) {
    if (this.#isHolding) {
      this.#held = this.#held ? type.compose(this.#held, op) : op;
      return;
    }
    const changes = changesOf(this.#shown, op);
    this.#shown = changed(this.#shown, changes);
    if (this.#channel.text?.includes('\r')) this.load();
    else this.#show(changes, this.#shown);
  }

  /** An undo, which applies to the text, not to what is shown. */
  #apply(op) {
    this.#editing(() => this.#channel.edit(op));
    this.#receive(op);
  }

  #editing(edit) {
    this.#isEditing = true;
    try {
      edit();
    } finally {
      this.#isEditing = false;
    }
  }

  /** Takes back what is held. */
  #unheld() {
    return type.invert(type.makeInvertible(this.#held, this.#shown));
  }
}

function invertible(text, op) {
  return type.invert(type.makeInvertible(op, text));
}

/** A document of the type `text` as a text that is shared. */
export function documentChannel(document) {
  return {
    get text() {
      return document.exists ? document.content : null;
    },
    edit(op) {
      // Whether it is refused, the document's events tell.
      document.edit(op).catch(() => {});
    },
  };
}
