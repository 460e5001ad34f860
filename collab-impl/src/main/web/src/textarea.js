import { colorOf } from './color.js';
import { TextField } from './field.js';
import { FieldCursors } from './fieldcursors.js';
import { documentChannel } from './text.js';

/** @type {import('./textarea.d.ts').bindTextarea} */
export function bindTextarea(document, element, { person, cursors = true } = {}) {
  return new TextareaBinding(document, element, person, cursors);
}

class TextareaBinding {
  #document;
  #element;
  #field;
  #cursors;
  #told;
  #ending = new AbortController();

  constructor(document, element, person, showsCursors) {
    this.#document = document;
    this.#element = element;
    this.#field = new TextField(element, documentChannel(document));
    this.#cursors = showsCursors ? new FieldCursors(element) : null;
    this.#on(document, 'change', ({ detail }) => this.#changed(detail.op));
    this.#on(document, 'load', () => this.#load());
    this.#on(document, 'delete', () => this.#load());
    this.#on(document, 'sync', () => this.#enable());
    this.#on(document.people, 'change', () => this.#placeCursorsSoon());
    this.#on(document.people, 'move', ({ detail }) => this.#nameCursor(detail.id));
    this.#on(element, 'input', () => this.#placeCursorsSoon());
    this.#on(element.ownerDocument, 'selectionchange', () => this.#selected());
    // Where the browser says it of the field itself.
    this.#on(element, 'selectionchange', () => this.#selected());
    this.#load();
    if (person) document.people.join({ color: colorOf(person.name), ...person });
  }

  get canUndo() {
    return this.#field.link.undo.canUndo;
  }

  get canRedo() {
    return this.#field.link.undo.canRedo;
  }

  undo() {
    if (!this.#element.readOnly) this.#field.link.undo.undo();
  }

  redo() {
    if (!this.#element.readOnly) this.#field.link.undo.redo();
  }

  close() {
    this.#ending.abort();
    this.#field.close();
    this.#cursors?.close();
    this.#document.people.leave();
  }

  #on(target, type, listener) {
    target.addEventListener(type, listener, { signal: this.#ending.signal });
  }

  #changed(op) {
    this.#field.link.changed(op);
    this.#placeCursorsSoon();
  }

  #load() {
    this.#enable();
    this.#field.link.load();
    if (!this.#element.readOnly) this.#field.link.tidy();
    this.#placeCursorsSoon();
  }

  #enable() {
    const { exists, sync } = this.#document;
    this.#field.enable(exists && !sync.readOnly && !sync.stopped);
  }

  #selected() {
    if (this.#element.getRootNode().activeElement !== this.#element) return;
    const selection = this.#field.selection;
    const told = JSON.stringify(selection);
    if (!selection || told === this.#told) return;
    this.#told = told;
    this.#document.people.update({ selection });
  }

  /** Soon, because people move along with an operation before the field has it. */
  #placeCursorsSoon() {
    queueMicrotask(() => {
      if (this.#ending.signal.aborted) return;
      this.#cursors?.show(this.#document.people.others.filter((each) => each.selection).map((each) => this.#placed(each)));
    });
  }

  #placed({ id, name, color, selection }) {
    const { index, length } = selection;
    const link = this.#field.link;
    const [from, to] = [index, index + length].map((point) => link.unitsOf(point));
    return { id, name, color: color ?? colorOf(name), from: Math.min(from, to), to: Math.max(from, to), head: to };
  }

  #nameCursor(id) {
    queueMicrotask(() => this.#cursors?.name(id));
  }
}
