import { colorOf } from './color.js';
import { COMMENT_TEXTS } from './commenttexts.js';
import { inLanguageOf } from './messages.js';

const CSS = `
  :host {
    --_ink: var(--collab-ink, light-dark(#1f2328, #e6eaef));
    --_soft: var(--collab-soft, light-dark(#59636e, #a3adb8));
    --_line: var(--collab-line, light-dark(#d5dae0, #39424d));
    --_paper: var(--collab-paper, light-dark(#fff, #1c2128));
    --_accent: var(--collab-accent, light-dark(#3451c7, #91a7ff));
    --_on-accent: var(--collab-on-accent, light-dark(#fff, #10162f));
    --_danger: var(--collab-danger, light-dark(#b42318, #ff8f85));
    display: block;
    color: var(--_ink);
    font: inherit;
    font-size: 0.9rem;
    line-height: 1.45;
  }
  :host([hidden]) { display: none; }
  * { box-sizing: border-box; }
  h2 { margin: 0; font-size: 1rem; }
  p { margin: 0; }
  header, .row { display: flex; flex-wrap: wrap; align-items: center; gap: 0.4rem 0.75rem; }
  header { margin-bottom: 0.6rem; }
  header h2 { margin-right: auto; }
  header small, .soft, time { color: var(--_soft); }
  label.check { display: flex; align-items: center; gap: 0.35rem; min-height: 1.75rem; }
  ol { display: grid; gap: 0.6rem; margin: 0; padding: 0; list-style: none; }
  .thread {
    display: grid;
    gap: 0.5rem;
    padding: 0.65rem 0.75rem;
    background: var(--_paper);
    border: 1px solid var(--_line);
    border-radius: 10px;
    overflow-wrap: anywhere;
  }
  .thread.active { border-color: var(--_accent); box-shadow: 0 0 0 1px var(--_accent); }
  .thread.resolved { opacity: 0.85; }
  .quote {
    display: block;
    width: 100%;
    padding: 0 0 0 0.5rem;
    overflow: hidden;
    color: var(--_soft);
    background: none;
    border: 0;
    border-left: 3px solid var(--_accent);
    border-radius: 0;
    font-style: italic;
    text-align: left;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  button.quote:hover { color: var(--_ink); }
  .gone .quote { border-color: var(--_line); text-decoration: line-through; }
  .comment { display: grid; gap: 0.1rem; }
  .by { display: flex; align-items: baseline; flex-wrap: wrap; gap: 0 0.5rem; }
  .by strong::before {
    display: inline-block;
    width: 0.6rem;
    height: 0.6rem;
    margin-right: 0.4rem;
    background: var(--_color);
    border-radius: 50%;
    content: '';
  }
  time { font-size: 0.8rem; }
  .text { white-space: pre-wrap; }
  button {
    min-height: 1.75rem;
    padding: 0.1rem 0.5rem;
    color: var(--_accent);
    background: none;
    border: 1px solid transparent;
    border-radius: 6px;
    font: inherit;
    cursor: pointer;
  }
  button:hover { border-color: var(--_line); }
  button.primary { padding: 0.2rem 0.8rem; color: var(--_on-accent); background: var(--_accent); font-weight: 600; }
  button.danger { color: var(--_danger); }
  button:disabled { opacity: 0.6; cursor: default; }
  .row.tools { margin-left: -0.5rem; gap: 0.1rem; }
  form { display: grid; gap: 0.4rem; }
  form.new { margin-bottom: 0.6rem; padding: 0.65rem 0.75rem; background: var(--_paper); border: 1px solid var(--_accent); border-radius: 10px; }
  textarea {
    width: 100%;
    min-height: 4rem;
    padding: 0.4rem 0.5rem;
    color: var(--_ink);
    background: var(--_paper);
    border: 1px solid var(--_soft);
    border-radius: 6px;
    font: inherit;
    resize: vertical;
  }
  .problem { color: var(--_danger); }
  :focus-visible { outline: 3px solid var(--_accent); outline-offset: 1px; }
  .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
`;

/**
 * The threads of a document's comments, to read and to answer: `<collab-comments>`.
 *
 * It is drawn anew when something changes, but for what somebody is writing: forms stay, with caret
 * and text, as long as what they belong to is there.
 */
class CommentList extends HTMLElement {
  #comments = null;
  #texts = COMMENT_TEXTS.en;
  /** What the page says instead. */
  #ownTexts = {};
  #nameOf = (author) => author;
  #me = null;
  #showsResolved = false;
  #active = null;
  /** What is being written: {kind, thread, comment, form}; of a new thread also {held, quote}. */
  #writing = null;
  /** The comments that were there before, or null before they are there. */
  #known = null;
  #isDue = false;
  /** From a thread's id to what is drawn of it. */
  #items = new Map();
  #drawn = '';
  /** Grows when names or texts are others. */
  #edition = 0;
  #ending = new AbortController();
  #parts;

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
    root.adoptedStyleSheets = [sheet];
    this.#parts = {
      header: element('header', { part: 'header' }),
      writing: element('div'),
      list: element('ol', { part: 'list' }),
      empty: element('p', { className: 'soft' }),
      problem: element('p', { className: 'problem', role: 'alert', hidden: true }),
      news: element('p', { className: 'unseen', role: 'status' }),
    };
    root.append(...Object.values(this.#parts));
  }

  get comments() {
    return this.#comments;
  }

  /** What to show; null for nothing. */
  set comments(comments) {
    this.#ending.abort();
    this.#ending = new AbortController();
    const { signal } = this.#ending;
    this.#endWriting();
    this.#comments = comments;
    this.#known = null;
    if (comments) {
      comments.addEventListener('change', () => this.#drawSoon(), { signal });
      comments.document.addEventListener('access', () => this.#drawSoon(), { signal });
      comments.ready.then(
        () => {
          if (signal.aborted) return;
          this.#known ??= new Set();
          for (const { id } of said(comments.threads)) this.#known.add(id);
          this.#drawSoon();
        },
        (error) => this.#failed(error),
      );
    }
    this.#drawSoon();
  }

  /** What we sign in with, so that our own comments can be changed. */
  set me(name) {
    this.#me = name;
    this.#drawSoon();
  }

  /** From what an author signs in with to what is shown. */
  set nameOf(nameOf) {
    this.#nameOf = nameOf;
    this.#edition++;
    this.#drawSoon();
  }

  /** Instead of the texts in the language of the nearest `lang`, as far as given. */
  set texts(texts) {
    this.#ownTexts = texts;
    this.#speak();
  }

  connectedCallback() {
    this.#speak();
  }

  #speak() {
    this.#texts = { ...inLanguageOf(this, COMMENT_TEXTS), ...this.#ownTexts };
    this.#edition++;
    this.#drawSoon();
  }

  get active() {
    return this.#active;
  }

  /** The thread that stands out, or null. */
  set active(id) {
    if (id === this.#active) return;
    this.#active = id;
    const thread = this.#thread(id);
    if (thread?.resolved) this.#showsResolved = true;
    this.#draw();
  }

  get showsResolved() {
    return this.#showsResolved;
  }

  /** What a new thread that is being written is about, or null. */
  get composing() {
    return this.#writing?.held?.anchor ?? null;
  }

  get mayComment() {
    const access = this.#comments?.document.access ?? 'none';
    return access !== 'none' && access !== 'read';
  }

  /** Brings a thread into view, and moves the keyboard there. */
  show(id, { focus = true } = {}) {
    this.active = id;
    const item = this.#item(id);
    item?.scrollIntoView({ block: 'nearest' });
    if (focus) item?.focus();
  }

  /** Opens the form for a new thread about a part of the text, or with null about all of it. */
  compose(anchor, quote = '') {
    if (!this.mayComment) return;
    this.#write({ kind: 'new', held: this.#comments.hold(anchor), anchor, quote });
  }

  #thread(id) {
    return this.#comments?.threads.find((thread) => thread.id === id);
  }

  #item(id) {
    return this.#items.get(id)?.firstElementChild;
  }

  #drawSoon() {
    if (this.#isDue) return;
    this.#isDue = true;
    requestAnimationFrame(() => {
      this.#isDue = false;
      this.#draw();
    });
  }

  // Drawing

  #draw() {
    const threads = this.#comments?.threads ?? [];
    const open = threads.filter(({ resolved }) => !resolved);
    const shown = inOrder(this.#showsResolved ? threads : open);
    this.#announce(threads);
    this.#checkWriting(shown);
    const drawn = this.#gist(threads, shown);
    // Most often threads have only moved with the text.
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    const focused = this.#focused();
    this.#drawHeader(open.length, threads.length);
    this.#drawList(shown);
    this.#parts.empty.textContent = threads.length > 0 ? this.#texts.noneOpen : this.#texts.none;
    this.#parts.empty.hidden = shown.length > 0 || this.#writing?.kind === 'new';
    this.#refocus(focused);
  }

  /** All that is seen of it. */
  #gist(threads, shown) {
    const { kind, thread, comment } = this.#writing ?? {};
    return JSON.stringify([
      this.#edition,
      threads.length,
      shown.map(({ anchor: _, ...others }) => others),
      [this.#showsResolved, this.#active, this.#comments?.document.access, this.#me],
      [kind, thread, comment],
    ]);
  }

  #drawList(shown) {
    const items = shown.map((thread) => this.#drawThread(thread));
    const { list } = this.#parts;
    // What has not changed places is not taken out, since that ends typing in it.
    if (items.some((item, i) => list.children[i] !== item) || list.children.length !== items.length) {
      list.replaceChildren(...items);
    }
    for (const id of this.#items.keys()) {
      if (!shown.some((thread) => thread.id === id)) this.#items.delete(id);
    }
  }

  #drawHeader(open, all) {
    const { showResolved, title, count, whole } = this.#texts;
    const box = element('input', { type: 'checkbox', checked: this.#showsResolved });
    box.addEventListener('change', () => {
      this.#showsResolved = box.checked;
      this.#draw();
      this.#tell('filter');
    });
    box.dataset.key = 'filter';
    const parts = [element('h2', {}, title, ' ', element('small', {}, count(open)))];
    if (all > open || this.#showsResolved) {
      parts.push(element('label', { className: 'check' }, box, showResolved));
    }
    if (this.mayComment) parts.push(this.#button('whole', whole, () => this.compose(null)));
    this.#parts.header.replaceChildren(...parts);
  }

  #drawThread(thread) {
    const { id, resolved, comments, isGone } = thread;
    const first = comments.find(({ deleted }) => !deleted) ?? comments[0];
    const item = this.#items.get(id) ?? this.#newItem(id);
    const article = item.firstElementChild;
    article.ariaLabel = this.#texts.thread(this.#name(first.author), first.text);
    article.classList.toggle('active', id === this.#active);
    article.classList.toggle('resolved', resolved !== null);
    article.classList.toggle('gone', isGone);
    const writing = this.#writing?.thread === id ? this.#writing : null;
    const parts = [
      this.#drawQuote(thread),
      ...comments.map((comment) =>
        writing?.comment === comment.id ? writing.form : this.#drawComment(thread, comment),
      ),
    ];
    if (resolved) {
      parts.push(element('p', { className: 'soft' }, this.#texts.resolvedBy(this.#name(resolved.by))));
    }
    if (writing?.kind === 'answer') parts.push(writing.form);
    else if (this.mayComment) parts.push(this.#drawTools(thread));
    fill(article, parts, writing?.form);
    return item;
  }

  #newItem(id) {
    const article = element('article', { className: 'thread', part: 'thread', tabIndex: 0 });
    article.dataset.key = `thread ${id}`;
    article.addEventListener('focusin', () => this.#activate(id));
    article.addEventListener('click', () => this.#activate(id));
    const item = element('li', {}, article);
    item.dataset.id = id;
    this.#items.set(id, item);
    return item;
  }

  #drawQuote({ id, quote, isGone, isPlaced }) {
    if (!quote) return element('p', { className: 'soft' }, this.#texts.wholeDocument);
    if (isGone) {
      return element(
        'div',
        {},
        element('span', { className: 'quote' }, quote),
        element('p', { className: 'soft' }, this.#texts.gone),
      );
    }
    const button = this.#button(`quote ${id}`, quote, () =>
      this.#tell('select', { thread: id, anchor: this.#thread(id)?.anchor ?? null }),
    );
    button.className = 'quote';
    button.ariaLabel = `${this.#texts.about}: ${quote}`;
    button.disabled = !isPlaced;
    return button;
  }

  #drawComment(thread, comment) {
    const { author, at, edited, deleted, text } = comment;
    const name = this.#name(author);
    const by = element('strong', {}, author && author === this.#me ? `${name} (${this.#texts.you})` : name);
    by.style.setProperty('--_color', colorOf(name));
    const time = element('time', { dateTime: new Date(at).toISOString() }, shownTime(at));
    const line = element('div', { className: 'by' }, by, time);
    if (edited) line.append(element('small', { className: 'soft' }, this.#texts.edited));
    const body = deleted
      ? element('p', { className: 'soft' }, this.#texts.deleted)
      : element('p', { className: 'text' }, text);
    const whole = element('div', { className: 'comment', part: 'comment' }, line, body);
    whole.dataset.comment = comment.id;
    if (this.mayComment && !deleted) whole.append(...this.#drawOwnTools(thread, comment));
    return whole;
  }

  #drawOwnTools(thread, comment) {
    const isOwn = comment.author !== '' && comment.author === this.#me;
    const manages = this.#comments.document.access === 'manage';
    if (!isOwn && !manages) return [];
    const key = `${thread.id} ${comment.id}`;
    const remove = this.#button(`delete ${key}`, this.#texts.delete, () =>
      this.#do(this.#comments.delete(thread.id, comment.id)),
    );
    remove.classList.add('danger');
    const tools = element('div', { className: 'row tools' });
    if (isOwn) {
      tools.append(
        this.#button(`edit ${key}`, this.#texts.edit, () =>
          this.#write({ kind: 'edit', thread: thread.id, comment: comment.id, text: comment.text }),
        ),
      );
    }
    tools.append(remove);
    return [tools];
  }

  #drawTools({ id, resolved }) {
    const settle = resolved
      ? this.#button(`settle ${id}`, this.#texts.reopen, () => this.#do(this.#comments.reopen(id)))
      : this.#button(`settle ${id}`, this.#texts.resolve, () => this.#do(this.#comments.resolve(id)));
    const answer = this.#button(`answer ${id}`, this.#texts.answer, () =>
      this.#write({ kind: 'answer', thread: id }),
    );
    return element('div', { className: 'row tools answer' }, answer, settle);
  }

  #button(key, text, act) {
    const button = element('button', { type: 'button' }, text);
    button.dataset.key = key;
    button.addEventListener('click', act);
    return button;
  }

  #name(author) {
    return author ? this.#nameOf(author) : this.#texts.nobody;
  }

  /** The keyboard stays where it is when everything around it is drawn anew. */
  #focused() {
    return this.shadowRoot.activeElement?.dataset.key ?? null;
  }

  /** Whoever has gone on typing in the text while a comment was on its way is left there. */
  #isFocusElsewhere() {
    const { activeElement, body } = this.ownerDocument;
    return Boolean(activeElement) && activeElement !== body && !this.matches(':focus-within');
  }

  #refocus(key) {
    if (!key || this.shadowRoot.activeElement) return;
    const found = [...this.shadowRoot.querySelectorAll('[data-key]')];
    found.find((each) => each.dataset.key === key)?.focus({ preventScroll: true });
  }

  // Writing

  #write(writing) {
    this.#endWriting();
    this.#writing = writing;
    const { say, saySend, answer, answerSend, edit, save, cancel } = this.#texts;
    const [label, send] = { new: [say, saySend], answer: [answer, answerSend], edit: [edit, save] }[writing.kind];
    const area = element('textarea', { ariaLabel: label, placeholder: label, required: true });
    area.value = writing.text ?? '';
    area.dataset.key = 'writing';
    const submit = element('button', { className: 'primary' }, send);
    const form = element('form', { className: writing.kind });
    if (writing.quote) form.append(element('span', { className: 'quote' }, writing.quote));
    form.append(
      area,
      element('div', { className: 'row' }, submit, this.#button('cancel', cancel, () => this.#cancel())),
    );
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#send(area, submit);
    });
    area.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.#cancel();
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.requestSubmit();
      // What is typed here is not for the page's shortcuts.
      event.stopPropagation();
    });
    writing.form = form;
    if (writing.kind === 'new') this.#parts.writing.append(form);
    this.#draw();
    // The page may have to show the list first.
    this.#tell('compose');
    area.focus();
  }

  /** The form goes with what it belongs to. */
  #checkWriting(shown) {
    const { thread, comment } = this.#writing ?? {};
    const found = shown.find(({ id }) => id === thread);
    const isThere =
      !thread || (found && (!comment || found.comments.some(({ id, deleted }) => id === comment && !deleted)));
    if (!isThere || !this.mayComment) this.#endWriting();
  }

  async #send(area, submit) {
    const writing = this.#writing;
    const text = area.value.trim();
    if (!text) return;
    area.readOnly = submit.disabled = true;
    const done = await this.#do(this.#sent(writing, text));
    area.readOnly = submit.disabled = false;
    if (done && this.#writing === writing) {
      const isElsewhere = this.#isFocusElsewhere();
      this.#endWriting();
      this.#draw();
      if (!isElsewhere) this.#focusAfter(writing);
    }
  }

  #sent(writing, text) {
    // The same id if it is sent once more, since the first time may have worked after all.
    writing.id ??= crypto.getRandomValues(new Uint32Array(4)).join('-');
    const { kind, thread, comment, id } = writing;
    if (kind === 'edit') return this.#comments.edit(thread, comment, text);
    if (kind === 'answer') return this.#comments.reply(thread, text, { id });
    return this.#comments.start(writing.held.anchor, text, { id });
  }

  #focusAfter({ kind, id, thread }) {
    const item = this.#item(kind === 'new' ? id : thread);
    if (item) this.show(kind === 'new' ? id : thread);
    else this.#active = kind === 'new' ? id : thread;
  }

  #cancel() {
    const writing = this.#writing;
    this.#endWriting();
    this.#draw();
    if (writing?.thread) this.#item(writing.thread)?.focus();
    this.#tell('cancel');
  }

  #endWriting() {
    this.#writing?.form?.remove();
    this.#writing?.held?.release();
    this.#writing = null;
  }

  // Telling

  async #do(asked) {
    this.#parts.problem.hidden = true;
    try {
      await asked;
      return true;
    } catch (error) {
      this.#failed(error);
      return false;
    }
  }

  #failed(error) {
    this.#parts.problem.textContent = this.#texts.failed(error.message);
    this.#parts.problem.hidden = false;
  }

  /** Tells those who cannot see it what others have said. */
  #announce(threads) {
    if (!this.#known) return;
    const news = said(threads).filter(({ id }) => !this.#known.has(id));
    for (const { id } of news) this.#known.add(id);
    const last = news.filter(({ author }) => author !== this.#me).at(-1);
    if (last) this.#parts.news.textContent = this.#texts.said(this.#name(last.author), last.text);
  }

  #activate(id) {
    if (this.#active === id) return;
    this.#active = id;
    for (const [each, item] of this.#items) {
      item.firstElementChild.classList.toggle('active', each === id);
    }
    this.#tell('activate', { thread: id });
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** All comments that stand. */
function said(threads) {
  return threads.flatMap(({ comments }) => comments).filter(({ deleted }) => !deleted);
}

/** Puts parts into an element; one of them that is there already is not taken out. */
function fill(parent, parts, kept) {
  const at = parts.indexOf(kept);
  if (at < 0 || kept.parentNode !== parent) {
    parent.replaceChildren(...parts);
    return;
  }
  for (const child of [...parent.children]) if (child !== kept) child.remove();
  kept.before(...parts.slice(0, at));
  kept.after(...parts.slice(at + 1));
}

/** As in the text: first what is about all of it, last what is gone. */
function inOrder(threads) {
  const rank = ({ anchor, isGone, isPlaced }) => {
    if (isGone || !isPlaced) return Infinity;
    return anchor?.index ?? -1;
  };
  return threads
    .map((thread, i) => ({ thread, rank: rank(thread), i }))
    .sort((a, b) => (a.rank === b.rank ? a.i - b.i : a.rank - b.rank))
    .map(({ thread }) => thread);
}

function shownTime(at) {
  const time = new Date(at);
  const isToday = time.toDateString() === new Date().toDateString();
  return time.toLocaleString(undefined, isToday ? { timeStyle: 'short' } : { dateStyle: 'medium', timeStyle: 'short' });
}

function element(name, properties = {}, ...children) {
  const { part, role, ...others } = properties;
  const made = Object.assign(document.createElement(name), others);
  if (part) made.setAttribute('part', part);
  if (role) made.setAttribute('role', role);
  made.append(...children);
  return made;
}

/** Makes `<collab-comments>` known to the page. */
export function defineCommentList(name = 'collab-comments') {
  if (!customElements.get(name)) customElements.define(name, CommentList);
}
