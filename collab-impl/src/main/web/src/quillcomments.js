import { addStyles } from './styles.js';

const OPEN = 'collab-comment';
const ACTIVE = 'collab-comment-active';

const CSS = `
  ::highlight(${OPEN}) { background-color: var(--collab-comment, light-dark(#ffe08a, #5c4a10)); }
  ::highlight(${ACTIVE}) { background-color: var(--collab-comment-active, light-dark(#ffc53d, #8a6a00)); }
`;

/** @type {import('./quillcomments.d.ts').bindComments} */
export function bindComments(comments, quill, list) {
  return new QuillComments(comments, quill, list);
}

/**
 * Shows in a Quill editor what threads are about, and comments on what is selected there.
 *
 * Text is marked by the browser's highlights, which change nothing in the editor: no format, no
 * element. Browsers that lack them show the list alone.
 */
class QuillComments {
  #comments;
  #quill;
  #list;
  #isDue = false;
  #ending = new AbortController();

  constructor(comments, quill, list) {
    this.#comments = comments;
    this.#quill = quill;
    this.#list = list;
    addStyles(quill.root.ownerDocument, CSS);
    this.#on(comments, 'change', this.#showSoon);
    this.#on(list, 'activate', this.#showSoon);
    this.#on(list, 'filter', this.#showSoon);
    this.#on(list, 'compose', this.#showSoon);
    this.#on(list, 'select', ({ detail }) => this.#goTo(detail.anchor));
    this.#on(list, 'cancel', this.#showSoon);
    this.#on(quill.root, 'click', (event) => this.#clicked(event));
    this.#on(quill.root, 'keydown', (event) => this.#pressed(event));
    quill.on('text-change', this.#showSoon);
    this.#showSoon();
  }

  /** Whether there is something to comment on. */
  get hasSelection() {
    return Boolean(this.#quill.getSelection()?.length);
  }

  compose() {
    const range = this.#quill.getSelection() ?? this.#quill.selection.savedRange;
    const { index, length } = withoutEnd(range, this.#quill);
    if (length > 0) this.#list.compose({ index, length }, this.#quill.getText(index, length).trim());
    else this.#list.compose(null);
  }

  close() {
    this.#ending.abort();
    this.#quill.off('text-change', this.#showSoon);
    highlights()?.delete(OPEN);
    highlights()?.delete(ACTIVE);
  }

  #on(target, type, listener) {
    target.addEventListener(type, listener, { signal: this.#ending.signal });
  }

  /** By Ctrl+Alt+M, or with ⌘ for Ctrl; the key is told by its place, since Alt changes its letter. */
  #pressed(event) {
    if (event.code !== 'KeyM' || !event.altKey || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    this.compose();
  }

  #showSoon = () => {
    if (this.#isDue) return;
    this.#isDue = true;
    requestAnimationFrame(() => {
      this.#isDue = false;
      if (!this.#ending.signal.aborted) this.#show();
    });
  };

  #shown() {
    return this.#comments.threads.filter(
      ({ anchor, resolved }) => anchor?.length > 0 && (!resolved || this.#list.showsResolved),
    );
  }

  #show() {
    if (!highlights()) return;
    const ranges = { [OPEN]: [], [ACTIVE]: [] };
    for (const { id, anchor } of this.#shown()) {
      const range = this.#range(anchor);
      if (range) ranges[id === this.#list.active ? ACTIVE : OPEN].push(range);
    }
    const composing = this.#list.composing;
    const composed = composing?.length > 0 ? this.#range(composing) : null;
    if (composed) ranges[ACTIVE].push(composed);
    for (const [name, all] of Object.entries(ranges)) {
      const highlight = new Highlight(...all);
      highlight.priority = name === ACTIVE ? 1 : 0;
      highlights().set(name, highlight);
    }
  }

  #range({ index, length }) {
    const end = Math.min(index + length, this.#quill.getLength());
    if (index >= end) return null;
    const range = this.#quill.root.ownerDocument.createRange();
    // The first leaf that begins a letter after the place, or a place at a line's start would be before it.
    setStart(range, ...this.#leaf(index + 1, -1));
    setEnd(range, ...this.#leaf(end, 0));
    return range;
  }

  #leaf(index, shift) {
    const [leaf, offset] = this.#quill.getLeaf(index);
    return [leaf?.domNode ?? this.#quill.root, Math.max(0, offset + shift)];
  }

  #clicked(event) {
    const index = this.#quill.getSelection()?.index;
    if (index === undefined || event.detail > 1) return;
    const hit = this.#shown()
      .filter(({ anchor }) => anchor.index <= index && index <= anchor.index + anchor.length)
      .sort((a, b) => a.anchor.length - b.anchor.length)[0];
    this.#list.active = hit?.id ?? null;
    this.#showSoon();
  }

  #goTo(anchor) {
    if (!anchor) return;
    const range = this.#range(anchor);
    const near = range?.startContainer;
    (near?.nodeType === Node.TEXT_NODE ? near.parentElement : near)?.scrollIntoView({ block: 'center' });
    this.#quill.setSelection(anchor.index, anchor.length, 'user');
  }
}

function highlights() {
  return globalThis.CSS?.highlights;
}

/** The line's end that a selection of whole lines has is not meant. */
function withoutEnd(range, quill) {
  let { index, length } = range ?? { index: 0, length: 0 };
  const text = quill.getText(index, length);
  // Embeds are no text, so where there are any, nothing is taken away.
  if (text.length === length) {
    length = text.trimEnd().length;
    const before = text.slice(0, length).length - text.slice(0, length).trimStart().length;
    index += before;
    length -= before;
  }
  return { index, length };
}

function setStart(range, node, offset) {
  if (node.nodeType === Node.TEXT_NODE) range.setStart(node, Math.min(offset, node.length));
  else range.setStartBefore(node);
}

function setEnd(range, node, offset) {
  if (node.nodeType === Node.TEXT_NODE) range.setEnd(node, Math.min(offset, node.length));
  else range.setEndAfter(node);
}
