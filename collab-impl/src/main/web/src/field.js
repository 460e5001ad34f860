import { difference } from './changes.js';
import { TextLink } from './text.js';

/**
 * A `<textarea>` or an `<input>` that shows a shared text. The user's caret, selection and scrolling
 * stay where they were in the text, whatever others write; the keys and the menu for undo take back
 * the user's own edits.
 */
export class TextField {
  #element;
  #link;
  #isComposing = false;
  #ending = new AbortController();

  /**
   * @param {HTMLTextAreaElement | HTMLInputElement} element
   * @param {{text: string | null, edit: (op: any[]) => void}} channel the text that is shared
   */
  constructor(element, channel) {
    this.#element = element;
    this.#link = new TextLink(channel, (changes, text) => this.#show(changes, text));
    this.#on('input', (event) => this.#typed(event));
    this.#on('beforeinput', (event) => this.#before(event));
    this.#on('keydown', (event) => this.#pressed(event));
    this.#on('compositionstart', () => this.#compose());
    this.#on('compositionend', () => this.#decide());
    this.#on('blur', () => this.#left());
    this.#on('focus', () => this.#link.undo.stop());
    this.#on('pointerdown', () => this.#link.undo.stop());
  }

  get link() {
    return this.#link;
  }

  close() {
    this.#ending.abort();
    this.#element.readOnly = true;
  }

  /** What of the text is selected, in code points. */
  get selection() {
    const { selectionStart, selectionEnd } = this.#element;
    if (selectionStart === null) return null;
    const index = this.#link.placeOf(selectionStart);
    return { index, length: this.#link.placeOf(selectionEnd) - index };
  }

  /** Whether the user may write. */
  enable(enabled) {
    if (this.#element.readOnly === enabled) this.#element.readOnly = !enabled;
  }

  #on(type, listener) {
    this.#element.addEventListener(type, listener, { signal: this.#ending.signal });
  }

  #typed({ inputType }) {
    if (this.#isComposing) return;
    this.#take(inputType === 'insertText' ? 'type' : (inputType ?? ''));
  }

  /** Finds what the user has made of what was shown. */
  #take(kind) {
    const { value, selectionEnd } = this.#element;
    this.#link.typed(difference(this.#link.shown, value, selectionEnd ?? value.length), kind);
  }

  #compose() {
    this.#isComposing = true;
    this.#link.hold();
  }

  #decide() {
    if (!this.#isComposing) return;
    this.#isComposing = false;
    this.#take('compose');
    this.#link.release();
  }

  /** A composition that was abandoned may end without a word. */
  #left() {
    if (this.#isComposing) this.#decide();
  }

  /** From a menu or a gesture. The browser's own undo would take back what others wrote. */
  #before(event) {
    if (event.inputType === 'historyUndo') this.#does(event, () => this.#link.undo.undo());
    if (event.inputType === 'historyRedo') this.#does(event, () => this.#link.undo.redo());
  }

  #pressed(event) {
    if (event.altKey || !(event.ctrlKey || event.metaKey) || this.#isComposing) return;
    const key = event.key.toLowerCase();
    if (key === 'z' && !event.shiftKey) this.#does(event, () => this.#link.undo.undo());
    else if (key === 'y' || key === 'z') this.#does(event, () => this.#link.undo.redo());
  }

  #does(event, action) {
    event.preventDefault();
    if (!this.#element.readOnly) action();
  }

  #show(changes, text) {
    const element = this.#element;
    const { scrollTop, scrollLeft } = element;
    if (element.selectionStart === null) {
      // Numbers, addresses of mail and the like have no caret to keep.
      element.value = text;
    } else {
      this.#replace(changes);
      // A browser may have its own mind about what a field can hold.
      if (element.value !== text) element.value = text;
    }
    element.scrollTop = scrollTop;
    element.scrollLeft = scrollLeft;
    element.dispatchEvent(new Event('collab-input', { bubbles: true }));
  }

  /** From the end, so that the places of those before stay. */
  #replace(changes) {
    for (const { from, to, insert } of [...changes].reverse()) {
      this.#element.setRangeText(insert, from, to, 'preserve');
    }
  }
}
