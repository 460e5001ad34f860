import { colorOf } from './color.js';

/** How long after the last keystroke the others are told where our cursor is. */
const SETTLED_MS = 250;
/** How long a name stays at a cursor that has moved. */
const NAMED_MS = 2_000;

/** @type {import('./quill.d.ts').bindQuill} */
export function bindQuill(document, quill, { person } = {}) {
  return new QuillBinding(document, quill, person);
}

/**
 * Keeps a Quill 2 editor and a rich-text document the same.
 *
 * Both hold the same Delta at any time: what is typed goes into the document in the same moment,
 * and the document's changes, which ShareDB has transformed over what was typed, go into the
 * editor. The lengths are compared after each, because an editor that does not know a format or an
 * embed of the document would otherwise put everything that follows in the wrong place.
 */
class QuillBinding {
  #document;
  #quill;
  #cursors;
  #shown = new Map();
  #named = new Map();
  #isShowing = false;
  #isSubmitting = false;
  #isPlacing = false;
  #settling;
  #ending = new AbortController();

  constructor(document, quill, person) {
    this.#document = document;
    this.#quill = quill;
    this.#cursors = quill.getModule('cursors') ?? null;
    // What others wrote is not ours to undo.
    if (quill.history) quill.history.options.userOnly = true;
    quill.on('text-change', this.#typed);
    quill.on('selection-change', this.#selected);
    this.#on(document, 'change', ({ detail }) => this.#changed(detail.op));
    this.#on(document, 'load', () => this.#show());
    this.#on(document, 'delete', () => this.#show());
    this.#on(document, 'sync', () => this.#enable());
    this.#on(document.people, 'change', () => this.#placeCursorsSoon());
    this.#on(document.people, 'move', ({ detail }) => this.#nameCursor(detail.id));
    this.#show();
    if (person) document.people.join({ color: colorOf(person.name), ...person });
  }

  close() {
    this.#ending.abort();
    clearTimeout(this.#settling);
    for (const timer of this.#named.values()) clearTimeout(timer);
    this.#quill.off('text-change', this.#typed);
    this.#quill.off('selection-change', this.#selected);
    for (const id of this.#shown.keys()) this.#cursors?.removeCursor(id);
    this.#document.people.leave();
    this.#quill.disable();
  }

  #on(target, type, listener) {
    target.addEventListener(type, listener, { signal: this.#ending.signal });
  }

  #typed = (delta) => {
    if (this.#isShowing) return;
    this.#isSubmitting = true;
    try {
      // Whether it is refused, the document's events tell.
      this.#document.edit(delta.ops).catch(() => {});
    } finally {
      this.#isSubmitting = false;
    }
    this.#check();
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.#selected(this.#quill.getSelection()), SETTLED_MS);
  };

  #selected = (range) => {
    // Where somebody was last is worth more than that they look elsewhere now.
    if (range) this.#document.people.update({ selection: range });
  };

  #changed(op) {
    if (this.#isSubmitting) return;
    this.#showing(() => this.#quill.updateContents(op.ops ?? op, 'api'));
    this.#check();
  }

  /** Makes the editor show the document as it is, whatever it showed before. */
  #show() {
    const range = this.#quill.getSelection();
    const ops = this.#document.exists ? this.#document.content.ops : [];
    this.#showing(() => this.#quill.setContents(ops, 'api'));
    this.#quill.history?.clear();
    if (range) {
      const end = this.#quill.getLength() - 1;
      const index = Math.min(range.index, end);
      this.#quill.setSelection(index, Math.min(range.length, end - index), 'silent');
    }
    this.#enable();
    if (this.#document.exists) this.#endLine();
    this.#placeCursorsSoon();
  }

  /** Quill ends every document with a newline; one made elsewhere may lack it. */
  #endLine() {
    const length = this.#document.content.length();
    if (this.#quill.getLength() === length + 1) {
      const end = length > 0 ? [{ retain: length }, { insert: '\n' }] : [{ insert: '\n' }];
      this.#isSubmitting = true;
      this.#document.edit(end).catch(() => {});
      this.#isSubmitting = false;
    } else {
      this.#check(true);
    }
  }

  /** Sees that the editor shows what the document is. */
  #check(wasShown = false) {
    const { content, exists } = this.#document;
    if (!exists || this.#quill.getLength() === content.length()) return;
    if (!wasShown) {
      this.#show();
      return;
    }
    this.#quill.disable();
    this.#document.dispatchEvent(
      new CustomEvent('error', {
        detail: new Error('The editor does not know a format that this document uses'),
      }),
    );
  }

  #showing(change) {
    this.#isShowing = true;
    try {
      change();
    } finally {
      this.#isShowing = false;
    }
  }

  #enable() {
    const { exists, sync } = this.#document;
    const enabled = exists && !sync.readOnly && !sync.stopped;
    if (this.#quill.isEnabled() !== enabled) this.#quill.enable(enabled);
  }

  /** Soon, because people move along with an operation before the editor has it. */
  #placeCursorsSoon() {
    if (!this.#cursors || this.#isPlacing) return;
    this.#isPlacing = true;
    queueMicrotask(() => {
      this.#isPlacing = false;
      if (!this.#ending.signal.aborted) this.#placeCursors();
    });
  }

  #placeCursors() {
    const end = this.#quill.getLength() - 1;
    const gone = new Map(this.#shown);
    for (const { id, name, color, selection } of this.#document.people.others) {
      if (!selection) continue;
      gone.delete(id);
      const label = JSON.stringify([name, color]);
      if (this.#shown.get(id) !== label) {
        this.#cursors.removeCursor(id);
        this.#cursors.createCursor(id, name, color);
        this.#shown.set(id, label);
      }
      const index = Math.min(selection.index, end);
      this.#cursors.moveCursor(id, { index, length: Math.min(selection.length, end - index) });
    }
    for (const id of gone.keys()) {
      this.#cursors.removeCursor(id);
      this.#shown.delete(id);
    }
  }

  /** Shows for a moment whose cursor it is. */
  async #nameCursor(id) {
    // When it is there.
    await null;
    if (!this.#shown.has(id)) return;
    clearTimeout(this.#named.get(id));
    this.#cursors.toggleFlag(id, true);
    const hide = () => {
      this.#named.delete(id);
      this.#cursors.toggleFlag(id, false);
    };
    this.#named.set(id, setTimeout(hide, NAMED_MS));
  }
}
