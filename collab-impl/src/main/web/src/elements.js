import { colorOf } from './color.js';
import { messagesFor } from './messages.js';
import { bindQuill } from './quill.js';
import { sharedConnection, useDocument } from './shared.js';
import { addStyles } from './styles.js';
import { bindTextarea } from './textarea.js';

/** How long somebody who is gone may take to come back before it is said; pages are reloaded. */
const GONE_MS = 3_000;

const STYLES = `
:host { display: block; font: var(--collab-font, inherit); color: var(--collab-text, inherit); }
:host([hidden]) { display: none; }
.visually-hidden { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`;

/** What all elements have in common: a document, found by attributes, for as long as they are there. */
class DocumentElement extends HTMLElement {
  static observedAttributes = ['collection', 'doc-id', 'person', 'src'];

  #use = null;
  #ending = null;
  #isRestarting = false;

  /** The connection: the page's own, that of the `collab-connection` around, or the page's shared one. */
  get connection() {
    const around = this.closest('collab-connection');
    return around ? around.connection : sharedConnection(this.ownerDocument, this.getAttribute('src'));
  }

  get messages() {
    return messagesFor(this);
  }

  get person() {
    const name = this.getAttribute('person') ?? this.closest('collab-connection')?.getAttribute('person');
    return name ? { name, color: colorOf(name) } : undefined;
  }

  connectedCallback() {
    this.#restart();
  }

  disconnectedCallback() {
    this.#restart();
  }

  attributeChangedCallback(_name, before, now) {
    if (before !== now) this.#restart();
  }

  /** Calls a listener for as long as the element is there and its document the same. */
  listen(target, type, listener) {
    target.addEventListener(type, listener, { signal: this.#ending.signal });
  }

  /** What an element needs to create its document, or null. */
  get creates() {
    return null;
  }

  get needsDocument() {
    return true;
  }

  /** Soon, since an element may be moved, and attributes come one by one. */
  #restart() {
    if (this.#isRestarting) return;
    this.#isRestarting = true;
    queueMicrotask(() => {
      this.#isRestarting = false;
      this.#stop();
      if (this.isConnected) this.#start();
    });
  }

  async #start() {
    const ending = new AbortController();
    this.#ending = ending;
    const [collection, id] = [this.getAttribute('collection'), this.getAttribute('doc-id')];
    if (!collection || !id) {
      if (!this.needsDocument) this.opened(null);
      return;
    }
    this.opening?.();
    const creates = this.hasAttribute('read-only') ? null : this.creates;
    this.#use = useDocument(this.connection, collection, id, creates);
    try {
      const document = await this.#use.document;
      if (!ending.signal.aborted) this.opened(document);
    } catch (error) {
      if (!ending.signal.aborted) this.failed(error);
    }
  }

  #stop() {
    this.#ending?.abort();
    this.#ending = null;
    this.closed();
    this.#use?.release();
    this.#use = null;
  }

  failed(error) {
    this.dispatchEvent(new CustomEvent('collab-error', { detail: error, bubbles: true }));
  }
}

/** Gives the elements in it a connection: the page's own, or one to `src`. */
class ConnectionElement extends HTMLElement {
  #connection = null;

  get connection() {
    return this.#connection ?? sharedConnection(this.ownerDocument, this.getAttribute('src'));
  }

  /** To be set before the elements in it are there, as by a module that is loaded before `elements.js`. */
  set connection(connection) {
    this.#connection = connection;
  }
}

/** A `<textarea>` that several people write in, and that a form sends like one. */
class TextareaElement extends DocumentElement {
  static formAssociated = true;

  static observedAttributes = [
    ...DocumentElement.observedAttributes,
    ...['rows', 'maxlength', 'placeholder', 'label', 'required'],
  ];

  #internals = this.attachInternals();
  #textarea;
  #binding = null;

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open', delegatesFocus: true });
    addStyles(root, STYLES);
    addStyles(root, TEXTAREA_STYLES);
    this.#textarea = this.ownerDocument.createElement('textarea');
    this.#textarea.setAttribute('part', 'textarea');
    this.#textarea.readOnly = true;
    root.append(this.#textarea);
    for (const type of ['input', 'collab-input']) this.#textarea.addEventListener(type, () => this.#told());
  }

  get value() {
    return this.#textarea.value;
  }

  get form() {
    return this.#internals.form;
  }

  get name() {
    return this.getAttribute('name');
  }

  get type() {
    return this.localName;
  }

  get creates() {
    return { type: 'text-unicode', content: '' };
  }

  connectedCallback() {
    this.#attributes();
    super.connectedCallback();
  }

  attributeChangedCallback(name, before, now) {
    if (DocumentElement.observedAttributes.includes(name)) super.attributeChangedCallback(name, before, now);
    this.#attributes();
  }

  formDisabledCallback(disabled) {
    this.#textarea.disabled = disabled;
  }

  opened(document) {
    this.#binding = bindTextarea(document, this.#textarea, { person: this.person });
    this.#told();
  }

  closed() {
    this.#binding?.close();
    this.#binding = null;
  }

  undo() {
    this.#binding?.undo();
  }

  redo() {
    this.#binding?.redo();
  }

  #attributes() {
    for (const name of ['rows', 'maxlength', 'placeholder']) {
      if (this.hasAttribute(name)) this.#textarea.setAttribute(name, this.getAttribute(name));
      else this.#textarea.removeAttribute(name);
    }
    this.#textarea.required = this.hasAttribute('required');
    // A label cannot reach into the element by itself.
    const labels = [...this.#internals.labels].map((label) => label.textContent.trim());
    const label = this.getAttribute('label') ?? labels.join(' ');
    if (label) this.#textarea.setAttribute('aria-label', label);
    this.#told();
  }

  #told() {
    this.#internals.setFormValue(this.#textarea.value);
    const { validity, validationMessage } = this.#textarea;
    const isMissing = this.hasAttribute('required') && this.#textarea.value === '';
    if (isMissing) this.#internals.setValidity({ valueMissing: true }, validationMessage || '…', this.#textarea);
    else this.#internals.setValidity(validity.customError ? { customError: true } : {}, validationMessage, this.#textarea);
  }
}

const TEXTAREA_STYLES = `
:host { position: relative; }
textarea { display: block; width: 100%; box-sizing: border-box; font: inherit; padding: var(--collab-padding, .5em .75em);
  color: var(--collab-text, FieldText); background: var(--collab-background, Field);
  border: var(--collab-border, 1px solid GrayText); border-radius: var(--collab-radius, 4px); resize: vertical; }
textarea:focus-visible { outline: 2px solid var(--collab-accent, Highlight); outline-offset: 1px; }
`;

/** Quill's own styles are for a light page and a place of fixed height. */
const EDITOR_STYLES = `
collab-editor { display: block; }
collab-editor .ql-container.ql-snow { height: auto; font: inherit; border-color: var(--collab-line, GrayText); }
collab-editor .ql-toolbar.ql-snow { border-color: var(--collab-line, GrayText); font: inherit; }
collab-editor .ql-editor { min-height: var(--collab-editor-height, 10em); }
collab-editor .ql-editor a { color: LinkText; }
collab-editor .ql-snow .ql-stroke { stroke: currentColor; }
collab-editor .ql-snow .ql-fill { fill: currentColor; }
collab-editor .ql-snow .ql-picker { color: currentColor; }
collab-editor .ql-snow .ql-picker-options { background: Canvas; color: CanvasText; }
collab-editor .ql-snow .ql-tooltip { background: Canvas; color: CanvasText; z-index: 2; }
collab-editor .ql-editor.ql-blank::before { color: inherit; opacity: .7; }
`;

/** A Quill editor of a rich text. The page brings Quill and its style sheet. */
class EditorElement extends DocumentElement {
  static formAssociated = true;

  #internals = this.attachInternals();
  #binding = null;
  #quill = null;

  /** The page's Quill; without one, the global. */
  Quill = null;
  /** Quill's own options, over those of this element. */
  options = {};

  get quill() {
    return this.#quill;
  }

  get form() {
    return this.#internals.form;
  }

  get creates() {
    return { type: 'rich-text', content: { ops: [{ insert: '\n' }] } };
  }

  opening() {
    if (!this.#quill) this.#make();
  }

  opened(document) {
    this.#make();
    if (!this.#quill) return;
    this.#binding = bindQuill(document, this.#quill, { person: this.person });
    this.listen(document, 'change', () => this.#told());
    this.listen(document, 'load', () => this.#told());
    this.#told();
  }

  closed() {
    this.#binding?.close();
    this.#binding = null;
  }

  undo() {
    this.#quill?.history.undo();
  }

  redo() {
    this.#quill?.history.redo();
  }

  #make() {
    if (this.#quill) return;
    const Quill = this.Quill ?? globalThis.Quill;
    if (!Quill) {
      // A script that is loaded later may bring it.
      if (this.ownerDocument.readyState !== 'complete') return;
      this.textContent = this.messages.noEditor;
      return;
    }
    addStyles(this.getRootNode(), EDITOR_STYLES);
    const place = this.ownerDocument.createElement('div');
    this.replaceChildren(place);
    const modules = { toolbar: TOOLBAR, ...this.options.modules };
    if (Quill.imports['modules/cursors']) modules.cursors ??= true;
    const placeholder = this.getAttribute('placeholder') ?? '';
    this.#quill = new Quill(place, { theme: 'snow', readOnly: true, placeholder, ...this.options, modules });
    this.#quill.root.setAttribute('role', 'textbox');
    this.#quill.root.setAttribute('aria-multiline', 'true');
    // Quill names its buttons, but not its lists.
    for (const picker of this.querySelectorAll('.ql-picker-label')) picker.setAttribute('aria-label', this.messages.heading);
    const labels = [...this.#internals.labels].map((label) => label.textContent.trim());
    this.#quill.root.setAttribute('aria-label', this.getAttribute('label') ?? (labels.join(' ') || 'Text'));
  }

  #told() {
    this.#internals.setFormValue(this.#quill.getSemanticHTML());
  }
}

const TOOLBAR = [
  [{ header: [1, 2, 3, false] }],
  ['bold', 'italic', 'underline', 'strike'],
  [{ list: 'ordered' }, { list: 'bullet' }],
  ['blockquote', 'code-block', 'link'],
];

/** Who has a document open; it says who comes and goes to those who listen to the page. */
class PresenceElement extends DocumentElement {
  #list;
  #live;
  #names = null;
  #leaving = new Map();
  #joins = null;

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    addStyles(root, STYLES);
    addStyles(root, PRESENCE_STYLES);
    this.#list = this.#made('ul', 'people');
    this.#live = this.#made('p', 'announcement');
    this.#live.className = 'visually-hidden';
    this.#live.setAttribute('role', 'status');
    root.append(this.#list, this.#live);
  }

  opened(document) {
    const { people } = document;
    this.#names = null;
    this.listen(people, 'change', () => this.#show(people));
    if (this.person && people.all.length === people.others.length) {
      this.#joins = people;
      people.join(this.person);
    }
    this.#show(people);
    // Who is here already has not joined just now.
    setTimeout(() => (this.#names ??= this.#namesOf(people)), 1_500);
  }

  closed() {
    this.#joins?.leave();
    this.#joins = null;
    this.#list.replaceChildren();
    for (const timer of this.#leaving.values()) clearTimeout(timer);
    this.#leaving.clear();
  }

  #made(tag, part) {
    const element = this.ownerDocument.createElement(tag);
    element.setAttribute('part', part);
    return element;
  }

  #namesOf(people) {
    return new Set(people.others.map(({ name }) => name));
  }

  #show(people) {
    const { messages } = this;
    this.#list.setAttribute('aria-label', messages.here('').replace(/[:：]\s*$/, ''));
    this.#list.replaceChildren(...people.all.map((person) => this.#chip(person, messages)));
    if (this.#names) this.#announce(people, messages);
  }

  #chip({ name, color, self }, messages) {
    const item = this.#made('li', self ? 'person self' : 'person');
    item.style.setProperty('--collab-person', color ?? colorOf(name));
    const initials = this.#made('span', 'initials');
    initials.setAttribute('aria-hidden', 'true');
    initials.textContent = [...name.trim()].length > 0 ? initialsOf(name) : '?';
    const label = this.#made('span', 'name');
    label.textContent = self ? messages.you(name) : name;
    item.title = label.textContent;
    item.append(initials, label);
    return item;
  }

  #announce(people, messages) {
    const now = this.#namesOf(people);
    for (const name of now) {
      clearTimeout(this.#leaving.get(name));
      this.#leaving.delete(name);
      if (this.#names.has(name)) continue;
      this.#names.add(name);
      this.#live.textContent = messages.joined(name);
    }
    for (const name of this.#names) {
      if (now.has(name) || this.#leaving.has(name)) continue;
      const left = () => {
        this.#names.delete(name);
        this.#leaving.delete(name);
        this.#live.textContent = messages.left(name);
      };
      this.#leaving.set(name, setTimeout(left, GONE_MS));
    }
  }
}

function initialsOf(name) {
  const words = name.trim().split(/\s+/);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words;
  return letters.map((word) => [...word][0]).join('').toLocaleUpperCase();
}

const PRESENCE_STYLES = `
ul { display: flex; flex-wrap: wrap; gap: var(--collab-gap, .4em); margin: 0; padding: 0; list-style: none; }
li { display: flex; align-items: center; gap: .4em; padding: .15em .6em .15em .15em; border-radius: 2em;
  background: var(--collab-chip, color-mix(in srgb, currentColor 8%, transparent)); max-width: 14em; }
[part=initials] { display: inline-grid; place-items: center; width: 2em; height: 2em; border-radius: 50%; flex: none;
  background: var(--collab-person); color: #fff; font-size: .75em; font-weight: 600; }
[part=name] { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-size: .875em; }
`;

/** Whether what was written has arrived, in words. */
class StatusElement extends DocumentElement {
  #text;
  #retry;

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    addStyles(root, STYLES);
    addStyles(root, STATUS_STYLES);
    const line = this.#made('span', 'line');
    const dot = this.#made('span', 'dot');
    dot.setAttribute('aria-hidden', 'true');
    this.#text = this.#made('span', 'text');
    this.#text.setAttribute('role', 'status');
    this.#retry = this.#made('button', 'retry');
    this.#retry.type = 'button';
    this.#retry.hidden = true;
    this.#retry.addEventListener('click', () => this.connection.retry());
    line.append(dot, this.#text, this.#retry);
    root.append(line);
  }

  get needsDocument() {
    return false;
  }

  opening() {
    this.#show(this.connection.sync);
    this.listen(this.connection, 'sync', ({ detail }) => this.#show(detail));
  }

  opened(document) {
    const source = document ?? this.connection;
    this.listen(source, 'sync', ({ detail }) => this.#show(detail));
    if (document) this.listen(document, 'delete', () => this.#say(this.messages.deleted));
    this.#show(source.sync);
  }

  closed() {}

  failed(error) {
    super.failed(error);
    if (error.code === 'ERR_READ_FORBIDDEN') this.#say(this.messages.forbidden);
  }

  #made(tag, part) {
    const element = this.ownerDocument.createElement(tag);
    element.setAttribute('part', part);
    return element;
  }

  #show({ status, unsent, readOnly }) {
    const { messages } = this;
    const message = readOnly && status === 'saved' ? messages.readOnly : messages[status];
    this.setAttribute('status', readOnly && status === 'saved' ? 'read-only' : status);
    this.#say(typeof message === 'function' ? message(unsent) : message);
    this.#retry.textContent = messages.retry;
    this.#retry.hidden = !['offline', 'signed-out', 'stopped'].includes(status);
  }

  /** Not again what was said: it would be read aloud again. */
  #say(text) {
    if (this.#text.textContent !== text) this.#text.textContent = text;
  }
}

const STATUS_STYLES = `
[part=line] { display: inline-flex; align-items: center; gap: .5em; }
[part=dot] { width: .6em; height: .6em; border-radius: 50%; background: var(--collab-saved, #2b8a3e); }
:host(:is([status=saving], [status=connecting])) [part=dot] { background: var(--collab-saving, #b08900); }
:host(:is([status=offline], [status=read-only])) [part=dot] { background: var(--collab-offline, #868e96); }
:host(:is([status=stopped], [status=signed-out])) [part=dot] { background: var(--collab-stopped, #e03131); }
[part=retry] { font: inherit; padding: .15em .6em; }
[part=retry]:focus-visible { outline: 2px solid var(--collab-accent, Highlight); outline-offset: 1px; }
`;

const ELEMENTS = {
  'collab-connection': ConnectionElement,
  'collab-editor': EditorElement,
  'collab-presence': PresenceElement,
  'collab-status': StatusElement,
  'collab-textarea': TextareaElement,
};

/** Two copies of this module in a page, as of two applications, do no harm. */
for (const [name, element] of Object.entries(ELEMENTS)) {
  if (!customElements.get(name)) customElements.define(name, element);
}
