import { changesOf, difference, operationOf } from './changes.js';
import { colorOf } from './color.js';
import { TextField } from './field.js';
import { newId } from './ids.js';
import { messagesFor } from './messages.js';
import { addStyles } from './styles.js';
import { text as textType } from './texttype.js';

const STYLES = `
[data-collab-editing] { outline: 2px solid var(--collab-person); outline-offset: 1px; }
.collab-editing { display: inline-block; width: fit-content; margin: .15em 0; padding: 0 .5em; border-radius: 3px;
  background: var(--collab-person); color: #fff; font: var(--collab-name-font, 600 12px/1.6 system-ui, sans-serif); }
`;

/** Types of `<input>` that hold text to be edited by several people at once. */
const TEXTS = new Set(['text', 'search', 'url', 'tel', 'email', 'textarea']);
const NUMBERS = new Set(['number', 'range']);
/** Of no use to others, or a secret. */
const LEFT_OUT = new Set(['button', 'submit', 'reset', 'image', 'file', 'password', 'hidden']);

/** @type {import('./form.d.ts').bindForm} */
export function bindForm(document, form, { person, messages } = {}) {
  return new FormBinding(document, form, person, messages ?? messagesFor(form));
}

/**
 * Keeps the fields of a form and a document of the type `json0` the same. A field's name is the way
 * to its value: `title`, or `place.room`. A list has one group of fields for each of its items, made
 * from a template; what is in an item is found by where the item stands now.
 */
class FormBinding {
  #document;
  #form;
  #messages;
  #fields = new Map();
  #isEditing = false;
  #hints = new Map();
  #focused = null;
  #ending = new AbortController();

  constructor(document, form, person, messages) {
    this.#document = document;
    this.#form = form;
    this.#messages = messages;
    addStyles(form.getRootNode(), STYLES);
    this.#on(document, 'change', ({ detail }) => this.#changed(detail.op));
    this.#on(document, 'load', () => this.#show());
    this.#on(document, 'delete', () => this.#show());
    this.#on(document, 'sync', () => this.#enable());
    this.#on(document.people, 'change', () => this.#hint());
    this.#on(form, 'input', ({ target }) => this.#entered(target));
    this.#on(form, 'change', ({ target }) => this.#entered(target));
    this.#on(form, 'click', (event) => this.#clicked(event));
    this.#on(form, 'focusin', ({ target }) => this.#focus(target));
    this.#on(form, 'focusout', () => this.#focus(null));
    this.#show();
    if (person) document.people.join({ color: colorOf(person.name), ...person });
  }

  close() {
    this.#ending.abort();
    for (const field of this.#fields.values()) field.close();
    for (const hint of this.#hints.values()) hint.remove();
    this.#setEnabled(false);
    this.#document.people.leave();
  }

  #on(target, type, listener) {
    target.addEventListener(type, listener, { signal: this.#ending.signal });
  }

  get #controls() {
    return [...this.#form.querySelectorAll('input[name], textarea[name], select[name]')].filter(
      (control) => !LEFT_OUT.has(control.type) && !control.hasAttribute('data-collab-ignore'),
    );
  }

  // From the document to the form.

  #show() {
    if (this.#document.exists) {
      for (const list of this.#lists(this.#form)) this.#fill(list);
    }
    for (const field of this.#fields.values()) field.link.load();
    this.#refresh();
    this.#enable();
  }

  #lists(within) {
    return [...within.querySelectorAll('[data-collab-list]')].filter((list) => list.isConnected);
  }

  /** Gives a list as many groups as it has items, and so the lists in it. */
  #fill(list) {
    const count = this.#valueAt(pathOf(list, this.#form))?.length ?? 0;
    const items = itemsOf(list);
    for (const item of items.slice(count)) item.remove();
    for (let left = count - items.length; left > 0; left--) this.#insert(list, itemsOf(list).length);
    for (const inner of this.#lists(list)) this.#fill(inner);
  }

  #insert(list, index) {
    const template = list.querySelector(':scope > template');
    const item = template.content.firstElementChild.cloneNode(true);
    item.setAttribute('data-collab-item', '');
    this.#own(item);
    list.insertBefore(item, itemsOf(list)[index] ?? template);
  }

  /** In each item the same ids would be labelled and described; so each gets its own. */
  #own(item) {
    const ending = `-${newId().slice(0, 8)}`;
    for (const element of [item, ...item.querySelectorAll('[id], [for], [aria-labelledby], [aria-describedby]')]) {
      if (element.id) element.id += ending;
      for (const name of ['for', 'aria-labelledby', 'aria-describedby']) {
        const ids = element.getAttribute(name);
        if (ids) element.setAttribute(name, ids.trim().split(/\s+/).map((id) => id + ending).join(' '));
      }
    }
  }

  #changed(op) {
    if (this.#isEditing) return;
    for (const part of op) this.#applied(part);
    for (const list of this.#lists(this.#form)) this.#fill(list);
    this.#refresh();
    this.#enable();
    this.#hint();
  }

  #applied(part) {
    const path = part.p.slice(0, -1);
    const at = part.p.at(-1);
    if ('si' in part || 'sd' in part || part.t === 'text0') {
      this.#textChanged(part.t ? part.p : path, part.t ? part.o : [{ p: at, i: part.si, d: part.sd }]);
      return;
    }
    const list = this.#lists(this.#form).find((each) => keyOf(pathOf(each, this.#form)) === keyOf(path));
    if (!list) return;
    if ('lm' in part) move(list, at, part.lm);
    if ('ld' in part) itemsOf(list)[at]?.remove();
    if ('li' in part) this.#insert(list, at);
  }

  #textChanged(path, edits) {
    const field = this.#fieldAt(path);
    if (!field) return;
    for (const { p, i, d } of edits) field.receive({ from: p, to: p + (d?.length ?? 0), insert: i ?? '' });
  }

  #fieldAt(path) {
    const key = keyOf(path);
    for (const [control, field] of this.#fields) {
      if (control.isConnected && keyOf(pathOf(control, this.#form)) === key) return field;
    }
    return undefined;
  }

  /** Sees that each field shows what the document has. */
  #refresh() {
    for (const [control, field] of this.#fields) {
      if (this.#form.contains(control)) continue;
      field.close();
      this.#fields.delete(control);
    }
    for (const control of this.#controls) {
      const value = this.#valueAt(pathOf(control, this.#form));
      if (TEXTS.has(control.type)) this.#textField(control).refresh();
      else if (this.#document.exists) setValue(control, value);
    }
  }

  #textField(control) {
    const known = this.#fields.get(control);
    if (known) return known;
    const field = new TextOfJson(control, {
      value: () => this.#valueAt(pathOf(control, this.#form)),
      edit: (op) => this.#editText(pathOf(control, this.#form), op),
    });
    this.#fields.set(control, field);
    return field;
  }

  #valueAt(path) {
    let value = this.#document.exists ? this.#document.content : undefined;
    for (const step of path) value = value?.[step];
    return value;
  }

  // From the form to the document.

  #entered(control) {
    if (!control.name || !this.#controls.includes(control) || TEXTS.has(control.type)) return;
    const path = pathOf(control, this.#form);
    const value = valueOf(control);
    const before = this.#valueAt(path);
    if (JSON.stringify(before) === JSON.stringify(value)) return;
    this.#edit([...this.#missing(path), replacement(path, before, value)]);
  }

  #editText(path, op) {
    const before = this.#valueAt(path);
    if (typeof before === 'string') {
      const parts = textParts(path, before, op);
      if (parts.length > 0) this.#edit(parts);
      return;
    }
    this.#edit([...this.#missing(path), replacement(path, before, textType.apply('', op))]);
  }

  /** The objects on the way to a value that are not there yet. */
  #missing(path) {
    for (let length = 1; length < path.length; length++) {
      const way = path.slice(0, length);
      if (this.#valueAt(way) === undefined) {
        const rest = path.slice(length, -1).reduceRight((inner, step) => ({ [step]: inner }), {});
        return [{ p: way, oi: rest }];
      }
    }
    return [];
  }

  #clicked(event) {
    const button = event.target.closest?.('[data-collab-add], [data-collab-remove], [data-collab-move]');
    if (!button || button.disabled || !this.#mayWrite) return;
    event.preventDefault();
    if (button.hasAttribute('data-collab-add')) this.#add(button);
    else this.#rearrange(button);
  }

  #add(button) {
    const name = button.getAttribute('data-collab-add');
    const within = button.closest('[data-collab-item]') ?? this.#form;
    const list = within.querySelector(`[data-collab-list="${CSS.escape(name)}"]`);
    const path = pathOf(list, this.#form);
    const item = newItem(list);
    const items = this.#valueAt(path);
    if (items) this.#edit([{ p: [...path, items.length], li: item }]);
    else this.#edit([...this.#missing(path), { p: path, oi: [item] }]);
    this.#fill(list);
    this.#refresh();
    this.#enable();
    itemsOf(list).at(-1)?.querySelector('input, textarea, select')?.focus();
  }

  #rearrange(button) {
    const item = button.closest('[data-collab-item]');
    const list = item.parentElement;
    const path = pathOf(list, this.#form);
    const index = itemsOf(list).indexOf(item);
    const items = this.#valueAt(path);
    if (button.hasAttribute('data-collab-remove')) {
      this.#edit([{ p: [...path, index], ld: items[index] }]);
      item.remove();
      const next = itemsOf(list)[Math.min(index, items.length - 1)];
      (next?.querySelector('input, textarea, select') ?? this.#form.querySelector('[data-collab-add]'))?.focus();
    } else {
      const to = index + Number(button.getAttribute('data-collab-move'));
      if (to < 0 || to >= items.length) return;
      this.#edit([{ p: [...path, index], lm: to }]);
      move(list, index, to);
      button.focus();
    }
    this.#refresh();
    this.#focus(this.#focused);
  }

  #edit(op) {
    this.#isEditing = true;
    try {
      // Whether it is refused, the document's events tell.
      this.#document.edit(op).catch(() => {});
    } finally {
      this.#isEditing = false;
    }
  }

  // Who may write, and who writes where.

  get #mayWrite() {
    const { exists, sync } = this.#document;
    return exists && !sync.readOnly && !sync.stopped;
  }

  #enable() {
    this.#setEnabled(this.#mayWrite);
  }

  #setEnabled(enabled) {
    // What has no text cannot be read-only, only disabled.
    for (const control of this.#controls) {
      const field = this.#fields.get(control);
      if (field) field.enable(enabled);
      else if (control.disabled === enabled) control.disabled = !enabled;
    }
    const buttons = '[data-collab-add], [data-collab-remove], [data-collab-move]';
    for (const button of this.#form.querySelectorAll(buttons)) button.disabled = !enabled;
  }

  #focus(control) {
    this.#focused = control;
    const isField = control && this.#controls.includes(control);
    const field = isField ? keyOf(pathOf(control, this.#form)) : null;
    this.#document.people.update({ field });
  }

  /** Shows at each field who is in it. */
  #hint() {
    const editing = new Map();
    for (const person of this.#document.people.others) {
      if (person.field) editing.set(person.field, person);
    }
    for (const control of this.#controls) {
      const person = editing.get(keyOf(pathOf(control, this.#form)));
      if (person) this.#showHint(control, person);
      else this.#hideHint(control);
    }
    for (const [control, hint] of this.#hints) {
      if (this.#form.contains(control)) continue;
      hint.remove();
      this.#hints.delete(control);
    }
  }

  #showHint(control, { name, color }) {
    const hint = this.#hints.get(control) ?? this.#newHint(control);
    const text = this.#messages.editing(name);
    if (hint.textContent !== text) hint.textContent = text;
    hint.style.setProperty('--collab-person', color ?? colorOf(name));
    control.style.setProperty('--collab-person', color ?? colorOf(name));
    control.setAttribute('data-collab-editing', name);
  }

  #newHint(control) {
    const hint = this.#form.ownerDocument.createElement('span');
    hint.className = 'collab-editing';
    hint.id = `collab-${newId().slice(0, 8)}`;
    const described = control.getAttribute('aria-describedby');
    control.setAttribute('aria-describedby', described ? `${described} ${hint.id}` : hint.id);
    control.after(hint);
    this.#hints.set(control, hint);
    return hint;
  }

  #hideHint(control) {
    const hint = this.#hints.get(control);
    if (!hint) return;
    const rest = (control.getAttribute('aria-describedby') ?? '').split(' ').filter((id) => id !== hint.id);
    if (rest.length > 0) control.setAttribute('aria-describedby', rest.join(' '));
    else control.removeAttribute('aria-describedby');
    control.removeAttribute('data-collab-editing');
    hint.remove();
    this.#hints.delete(control);
  }
}

/** A field of text whose text is a string in a JSON document. */
class TextOfJson {
  #channel;
  #field;
  /** The text as the operations so far have made it. */
  #text;

  constructor(control, { value, edit }) {
    this.#channel = {
      get text() {
        const text = value();
        return text === undefined || text === null ? null : String(text);
      },
      edit: (op) => {
        edit(op);
        this.#text = this.#channel.text;
      },
    };
    this.#field = new TextField(control, this.#channel);
    this.#text = this.#channel.text;
    this.#field.link.load();
  }

  get link() {
    return this.#field.link;
  }

  enable(enabled) {
    this.#field.enable(enabled);
  }

  close() {
    this.#field.close();
  }

  /** Somebody else has changed the string. */
  receive(change) {
    const op = operationOf(this.#text ?? '', [change]);
    this.#text = textType.apply(this.#text ?? '', op);
    if (op.length > 0) this.#field.link.changed(op);
  }

  /** Shows the string if it is another than its operations have made it: it was replaced. */
  refresh() {
    const now = this.#channel.text;
    if (now === this.#text) return;
    const before = this.#text ?? '';
    this.#text = now;
    const op = operationOf(before, difference(before, now ?? ''));
    if (op.length > 0) this.#field.link.changed(op);
  }
}

/** The way to what a control or a list stands for, by the names and the places of what it is in. */
function pathOf(element, form) {
  const name = element.getAttribute('data-collab-list') ?? element.name;
  const steps = name.split('.');
  const item = (element.parentElement ?? element).closest('[data-collab-item]');
  if (!item || !form.contains(item)) return steps;
  const list = item.parentElement;
  return [...pathOf(list, form), itemsOf(list).indexOf(item), ...steps];
}

function itemsOf(list) {
  return [...list.children].filter((child) => child.hasAttribute('data-collab-item'));
}

function move(list, from, to) {
  const items = itemsOf(list);
  const [item] = items.splice(from, 1);
  const before = items[to] ?? list.querySelector(':scope > template');
  list.insertBefore(item, before);
}

function keyOf(path) {
  return path.join('.');
}

/** What a new item has: all that its template has fields for. */
function newItem(list) {
  const item = {};
  const { content } = list.querySelector(':scope > template');
  for (const control of content.querySelectorAll('input[name], textarea[name], select[name]')) {
    if (LEFT_OUT.has(control.type) || control.closest('[data-collab-list]')) continue;
    put(item, control.name.split('.'), valueOf(control));
  }
  for (const inner of content.querySelectorAll('[data-collab-list]')) {
    put(item, inner.getAttribute('data-collab-list').split('.'), []);
  }
  return item;
}

function put(object, path, value) {
  const last = path.at(-1);
  const holder = path.slice(0, -1).reduce((inner, step) => (inner[step] ??= {}), object);
  if (value !== undefined) holder[last] = value;
}

function replacement(path, before, value) {
  const part = typeof path.at(-1) === 'number' ? { p: path, li: value } : { p: path, oi: value };
  if (before === undefined) return part;
  return typeof path.at(-1) === 'number' ? { ...part, ld: before } : { ...part, od: before };
}

/** From the end, so that the places of those before stay. */
function textParts(path, before, op) {
  return changesOf(before, op)
    .reverse()
    .flatMap(({ from, to, insert }) => [
      ...(to > from ? [{ p: [...path, from], sd: before.slice(from, to) }] : []),
      ...(insert ? [{ p: [...path, from], si: insert }] : []),
    ]);
}

function valueOf(control) {
  if (control.type === 'checkbox') return control.checked;
  if (control.type === 'radio') return checkedOf(control);
  if (control.type === 'select-multiple') return [...control.selectedOptions].map(({ value }) => value);
  // What is no number yet, as a lone minus, is none.
  if (NUMBERS.has(control.type)) return Number.isNaN(control.valueAsNumber) ? null : control.valueAsNumber;
  return control.value;
}

function checkedOf(radio) {
  const group = [...groupOf(radio)];
  return group.find(({ checked }) => checked)?.value ?? null;
}

/** The buttons of one choice; in lists, of one item. */
function groupOf(radio) {
  const within = radio.closest('[data-collab-item]') ?? radio.form ?? radio.getRootNode();
  return within.querySelectorAll(`input[type=radio][name="${CSS.escape(radio.name)}"]`);
}

function setValue(control, value) {
  if (control.type === 'checkbox') {
    control.checked = value === true;
  } else if (control.type === 'radio') {
    control.checked = control.value === value;
  } else if (control.type === 'select-multiple') {
    const chosen = new Set(value ?? []);
    for (const option of control.options) option.selected = chosen.has(option.value);
  } else {
    const shown = value === undefined || value === null ? '' : String(value);
    if (control.value !== shown && !(NUMBERS.has(control.type) && control.valueAsNumber === value)) control.value = shown;
  }
}
