import { addStyles } from './styles.js';

/** How long a name stays at a cursor that has moved. */
const NAMED_MS = 2_000;

/** What of a field's style decides where its text is. */
const COPIED = [
  ...['boxSizing', 'fontFamily', 'fontSize', 'fontStyle', 'fontWeight', 'fontStretch', 'fontVariant'],
  ...['fontFeatureSettings', 'fontKerning', 'letterSpacing', 'lineHeight', 'tabSize', 'textAlign', 'textIndent'],
  ...['textTransform', 'wordSpacing', 'wordBreak', 'overflowWrap', 'direction', 'writingMode'],
  ...['paddingTop', 'paddingRight', 'paddingBottom', 'paddingLeft'],
  ...['borderTopWidth', 'borderRightWidth', 'borderBottomWidth', 'borderLeftWidth'],
];

const STYLES = `
.collab-cursors { position: absolute; overflow: hidden; pointer-events: none; z-index: 1; margin: 0; }
.collab-mirror { position: absolute; border-style: solid; border-color: transparent; color: transparent;
  visibility: hidden; margin: 0; overflow: hidden; }
.collab-range { position: absolute; background: var(--collab-person); opacity: var(--collab-selection-opacity, .25); }
.collab-caret { position: absolute; width: 2px; background: var(--collab-person); }
.collab-name { position: absolute; left: 0; bottom: 100%; padding: 0 .4em; border-radius: 3px 3px 3px 0;
  background: var(--collab-person); color: #fff; font: var(--collab-name-font, 600 12px/1.5 system-ui, sans-serif);
  white-space: nowrap; opacity: 0; transition: opacity .15s; }
.collab-caret.collab-below .collab-name { top: 100%; bottom: auto; border-radius: 0 3px 3px 3px; }
.collab-caret.collab-left .collab-name { left: auto; right: 0; }
.collab-caret.collab-named .collab-name { opacity: 1; }
@media (prefers-reduced-motion: reduce) { .collab-name { transition: none; } }
@media (forced-colors: active) { .collab-caret, .collab-range { forced-color-adjust: none; } }
`;

/**
 * Shows where others are in a `<textarea>` or an `<input>`. A browser does not tell where the text of
 * a field is; so a copy of the field that nobody sees holds the same text, and is measured. What is
 * shown lies over the field and takes no clicks.
 */
export class FieldCursors {
  #field;
  #layer;
  #mirror;
  #people = [];
  #named = new Map();
  #isPlaced = false;
  #resizes;
  #ending = new AbortController();

  constructor(field) {
    this.#field = field;
    addStyles(field.getRootNode(), STYLES);
    this.#layer = this.#made('collab-cursors');
    this.#layer.setAttribute('aria-hidden', 'true');
    this.#mirror = this.#made('collab-mirror');
    const { signal } = this.#ending;
    field.addEventListener('scroll', () => this.#draw(), { signal });
    globalThis.addEventListener('resize', () => this.#draw(), { signal });
    this.#resizes = new ResizeObserver(() => this.#draw());
    this.#resizes.observe(field);
  }

  /** @param {{id: string, name: string, color: string, from: number, to: number, head: number}[]} people */
  show(people) {
    if (people.length === 0 && this.#people.length === 0) return;
    this.#people = people;
    this.#draw();
  }

  /** Shows for a moment whose cursor it is. */
  name(id) {
    clearTimeout(this.#named.get(id));
    const hide = () => {
      this.#named.delete(id);
      this.#draw();
    };
    this.#named.set(id, setTimeout(hide, NAMED_MS));
    this.#draw();
  }

  close() {
    this.#ending.abort();
    this.#resizes.disconnect();
    for (const timer of this.#named.values()) clearTimeout(timer);
    this.#layer.remove();
    this.#mirror.remove();
  }

  #made(className) {
    const element = this.#field.ownerDocument.createElement('div');
    element.className = className;
    return element;
  }

  #draw() {
    if (!this.#field.isConnected) return;
    if (!this.#isPlaced) this.#field.after(this.#layer, this.#mirror);
    this.#isPlaced = true;
    this.#measure();
    this.#layer.replaceChildren(...this.#people.flatMap((person) => this.#marks(person)));
  }

  /** Makes the copy as the field is now. */
  #measure() {
    const field = this.#field;
    const style = getComputedStyle(field);
    for (const property of COPIED) this.#mirror.style[property] = style[property];
    this.#mirror.style.whiteSpace = field.localName === 'textarea' ? 'pre-wrap' : 'pre';
    if (field.localName === 'textarea') this.#mirror.style.overflowWrap = 'break-word';
    const { offsetLeft, offsetTop, offsetWidth, offsetHeight, clientWidth } = field;
    const borders = parseFloat(style.borderLeftWidth) + parseFloat(style.borderRightWidth);
    // Without the scroll bar, which takes room from the text.
    const width = style.boxSizing === 'border-box' ? clientWidth + borders : parseFloat(style.width);
    place(this.#mirror, offsetLeft, offsetTop, width);
    place(this.#layer, offsetLeft, offsetTop, offsetWidth, offsetHeight);
    // The line after the last newline has a height too.
    this.#mirror.textContent = `${field.value}\u200b`;
  }

  #marks({ id, name, color, from, to, head }) {
    const marks = [];
    const origin = this.#mirror.getBoundingClientRect();
    const { scrollTop, scrollLeft } = this.#field;
    const at = (box) => ({ left: box.left - origin.left - scrollLeft, top: box.top - origin.top - scrollTop + this.#shift(origin) });
    if (from < to) {
      for (const box of this.#boxes(from, to)) {
        const { left, top } = at(box);
        marks.push(this.#mark('collab-range', color, left, top, box.width, box.height));
      }
    }
    const [box] = this.#boxes(head, head);
    if (box) {
      const { left, top } = at(box);
      const caret = this.#mark('collab-caret', color, left - 1, top, undefined, box.height);
      caret.classList.toggle('collab-below', top < 20);
      caret.classList.toggle('collab-left', left > this.#field.offsetWidth * 0.7);
      caret.classList.toggle('collab-named', this.#named.has(id));
      const label = this.#made('collab-name');
      label.textContent = name;
      caret.append(label);
      marks.push(caret);
    }
    return marks;
  }

  /** The text of an `<input>` stands in its middle. */
  #shift(origin) {
    return this.#field.localName === 'input' ? (this.#field.offsetHeight - origin.height) / 2 : 0;
  }

  #boxes(from, to) {
    const text = this.#mirror.firstChild;
    const range = this.#field.ownerDocument.createRange();
    range.setStart(text, Math.min(from, text.length));
    range.setEnd(text, Math.min(to, text.length));
    const boxes = [...range.getClientRects()];
    if (boxes.length > 0 || from < to) return boxes;
    // A caret at the begin of a line that wraps has no box of its own.
    range.setEnd(text, Math.min(to + 1, text.length));
    return [...range.getClientRects()].slice(-1);
  }

  #mark(className, color, left, top, width, height) {
    const mark = this.#made(className);
    mark.style.setProperty('--collab-person', color);
    place(mark, left, top, width, height);
    return mark;
  }
}

function place(element, left, top, width, height) {
  element.style.left = `${left}px`;
  element.style.top = `${top}px`;
  if (width !== undefined) element.style.width = `${width}px`;
  if (height !== undefined) element.style.height = `${height}px`;
}
