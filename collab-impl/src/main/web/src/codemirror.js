import { colorOf } from './color.js';
import { documentChannel, TextLink } from './text.js';

/** How long a name stays at a cursor that has moved. */
const NAMED_MS = 2_000;

/** @type {import('./codemirror.d.ts').bindCodeMirror} */
export function bindCodeMirror(document, view, { state, view: views, person }) {
  return new CodeMirrorBinding(document, view, state, views, person);
}

/**
 * Keeps an editor CodeMirror 6 and a text document the same. The libraries are the page's: two copies
 * of them in a page do not know each other's editors.
 */
class CodeMirrorBinding {
  #document;
  #view;
  #state;
  #link;
  #told;
  /** What somebody composes with an input method, as one change, until they have decided. */
  #composed = null;
  #remote;
  #people;
  #setPeople;
  #compartment;
  #named = new Map();
  #isPlacing = false;
  #ending = new AbortController();

  constructor(document, view, state, views, person) {
    this.#document = document;
    this.#view = view;
    this.#state = state;
    this.#remote = state.Annotation.define();
    this.#setPeople = state.StateEffect.define();
    this.#compartment = new state.Compartment();
    this.#people = peopleField(state, views, this.#setPeople);
    this.#link = new TextLink(documentChannel(document), (changes) => this.#show(changes));
    this.#link.adopt(view.state.doc.toString());
    view.dispatch({ effects: state.StateEffect.appendConfig.of(this.#extensions(views)) });
    this.#on(document, 'change', ({ detail }) => this.#changed(detail.op));
    this.#on(document, 'load', () => this.#load());
    this.#on(document, 'delete', () => this.#load());
    this.#on(document, 'sync', () => this.#enable());
    this.#on(document.people, 'change', () => this.#placeSoon());
    this.#on(document.people, 'move', ({ detail }) => this.#name(detail.id));
    this.#load();
    if (person) document.people.join({ color: colorOf(person.name), ...person });
  }

  close() {
    this.#ending.abort();
    for (const timer of this.#named.values()) clearTimeout(timer);
    this.#document.people.leave();
    const { EditorState } = this.#state;
    this.#view.dispatch({ effects: [this.#setPeople.of([]), this.#compartment.reconfigure(EditorState.readOnly.of(true))] });
  }

  #on(target, type, listener) {
    target.addEventListener(type, listener, { signal: this.#ending.signal });
  }

  #extensions({ EditorView }) {
    const { EditorState, Prec } = this.#state;
    return [
      this.#people,
      this.#compartment.of(EditorState.readOnly.of(true)),
      EditorView.updateListener.of((update) => this.#updated(update)),
      // After CodeMirror itself knows that it is over.
      Prec.lowest(EditorView.domEventHandlers({ compositionend: () => void setTimeout(() => this.#decide()) })),
      EditorView.baseTheme(THEME),
    ];
  }

  #updated(update) {
    if (this.#ending.signal.aborted) return;
    const isRemote = update.transactions.some((each) => each.annotation(this.#remote));
    if (update.docChanged && !isRemote) this.#typed(update);
    if (update.selectionSet || update.docChanged || update.focusChanged) this.#selected();
  }

  #typed(update) {
    if (update.view.composing) {
      this.#link.hold();
      this.#composed = this.#composed ? this.#composed.compose(update.changes) : update.changes;
    } else if (this.#composed) {
      this.#composed = this.#composed.compose(update.changes);
      this.#decide();
    } else {
      this.#link.typed(listed(update.changes));
    }
  }

  #decide() {
    if (this.#ending.signal.aborted || this.#view.composing) return;
    const changes = this.#composed;
    this.#composed = null;
    if (changes) this.#link.typed(listed(changes));
    this.#link.release();
    this.#selected();
  }

  #changed(op) {
    this.#link.changed(op);
    this.#placeSoon();
  }

  #show(changes) {
    const { Transaction } = this.#state;
    const annotations = [this.#remote.of(true), Transaction.remote.of(true), Transaction.addToHistory.of(false)];
    this.#view.dispatch({ changes, annotations, filter: false });
  }

  #load() {
    this.#composed = null;
    this.#link.load();
    this.#enable();
    if (!this.#view.state.readOnly) this.#link.tidy();
    this.#placeSoon();
  }

  #enable() {
    const { exists, sync } = this.#document;
    const readOnly = !exists || sync.readOnly || sync.stopped !== null;
    if (this.#view.state.readOnly === readOnly) return;
    const { EditorState } = this.#state;
    this.#later(() => ({ effects: this.#compartment.reconfigure(EditorState.readOnly.of(readOnly)) }));
  }

  #selected() {
    if (!this.#view.hasFocus || this.#composed) return;
    const { anchor, head } = this.#view.state.selection.main;
    const index = this.#link.placeOf(anchor);
    // Made backwards, its length is negative.
    const selection = { index, length: this.#link.placeOf(head) - index };
    const told = JSON.stringify(selection);
    if (told === this.#told) return;
    this.#told = told;
    this.#document.people.update({ selection });
  }

  #placeSoon() {
    if (this.#isPlacing) return;
    this.#isPlacing = true;
    this.#later(() => {
      this.#isPlacing = false;
      return { effects: this.#setPeople.of(this.#placed()) };
    });
  }

  /** CodeMirror takes no transaction while it is busy with another. */
  #later(transaction) {
    queueMicrotask(() => {
      if (!this.#ending.signal.aborted) this.#view.dispatch(transaction());
    });
  }

  #placed() {
    const end = this.#view.state.doc.length;
    return this.#document.people.others
      .filter(({ selection }) => selection)
      .map(({ id, name, color, selection: { index, length } }) => {
        const [anchor, head] = [index, index + length].map((point) => Math.min(this.#link.unitsOf(point), end));
        return { id, name, color: color ?? colorOf(name), anchor, head, isNamed: this.#named.has(id) };
      });
  }

  /** Shows for a moment whose cursor it is. */
  #name(id) {
    clearTimeout(this.#named.get(id));
    const hide = () => {
      this.#named.delete(id);
      this.#placeSoon();
    };
    this.#named.set(id, setTimeout(hide, NAMED_MS));
    this.#placeSoon();
  }
}

function listed(changes) {
  const list = [];
  changes.iterChanges((from, to, _start, _end, inserted) => {
    list.push({ from, to, insert: inserted.toString() });
  });
  return list;
}

/** The others' selections and carets as decorations, which move along with every edit. */
function peopleField({ StateField, RangeSet }, { Decoration, EditorView, WidgetType }, setPeople) {
  const Caret = caretWidget(WidgetType);
  const marks = ({ name, color, anchor, head, isNamed }) => {
    const attributes = { style: `--collab-person: ${color}` };
    const [from, to] = anchor < head ? [anchor, head] : [head, anchor];
    const caret = Decoration.widget({ widget: new Caret(name, color, isNamed), side: 1 }).range(head);
    if (from === to) return [caret];
    return [Decoration.mark({ class: 'cm-collab-range', attributes }).range(from, to), caret];
  };
  return StateField.define({
    create: () => RangeSet.empty,
    update(shown, transaction) {
      for (const effect of transaction.effects) {
        if (effect.is(setPeople)) return Decoration.set(effect.value.flatMap(marks), true);
      }
      return shown.map(transaction.changes);
    },
    provide: (field) => EditorView.decorations.from(field),
  });
}

function caretWidget(WidgetType) {
  return class Caret extends WidgetType {
    constructor(name, color, isNamed) {
      super();
      this.name = name;
      this.color = color;
      this.isNamed = isNamed;
    }

    eq(other) {
      return other.name === this.name && other.color === this.color && other.isNamed === this.isNamed;
    }

    toDOM(view) {
      const document = view.dom.ownerDocument;
      const caret = document.createElement('span');
      caret.className = this.isNamed ? 'cm-collab-caret cm-collab-named' : 'cm-collab-caret';
      caret.style.setProperty('--collab-person', this.color);
      caret.setAttribute('aria-hidden', 'true');
      const label = document.createElement('span');
      label.className = 'cm-collab-name';
      label.textContent = this.name;
      caret.append('\u2060', label, '\u2060');
      return caret;
    }

    ignoreEvent() {
      return true;
    }
  };
}

const THEME = {
  '.cm-collab-range': {
    backgroundColor: 'color-mix(in srgb, var(--collab-person) 25%, transparent)',
  },
  '.cm-collab-caret': {
    position: 'relative',
    borderLeft: '2px solid var(--collab-person)',
    marginLeft: '-1px',
    marginRight: '-1px',
  },
  '.cm-collab-name': {
    position: 'absolute',
    left: '-2px',
    bottom: '100%',
    padding: '0 .4em',
    borderRadius: '3px 3px 3px 0',
    background: 'var(--collab-person)',
    color: '#fff',
    font: 'var(--collab-name-font, 600 12px/1.5 system-ui, sans-serif)',
    whiteSpace: 'nowrap',
    pointerEvents: 'none',
    opacity: '0',
    transition: 'opacity .15s',
    zIndex: '1',
  },
  '.cm-line:first-child .cm-collab-name': { bottom: 'auto', top: '100%', borderRadius: '0 3px 3px 3px' },
  '.cm-collab-named .cm-collab-name': { opacity: '1' },
};
