/** The element `<collab-history>`. */
import { colorOf } from './color.js';
import { linesOf } from './difference.js';
import { historyOf } from './history.js';
import { STYLES, dialogues } from './historymarkup.js';
import { addStyles } from './styles.js';

const PAGE = 50;
const FIXED_CHOICES = 3;
/** So many pictures has what is played, at the most, and each is shown so long. */
const FRAMES = 80;
const FRAME_MS = 120;
const MARKS = {
  insertion: ['ins', 'Inserted'],
  deletion: ['del', 'Deleted'],
  formatting: ['mark', 'Formatted'],
  authorship: ['span', 'Written'],
};
const FORMATS = { bold: 'strong', italic: 'em', underline: 'u', strike: 's', code: 'code' };

export class CollabHistory extends HTMLElement {
  document = null;
  options = {};
  nameOf = (author) => author;

  #parts = {};
  #history = null;
  #head = 0;
  #next;
  #sessions = [];
  #contents = new Map();
  #playing = null;
  /** Counts what was asked to be shown: only the last is. */
  #asked = 0;

  constructor() {
    super();
    this.attachShadow({ mode: 'open' }).append(...dialogues());
    addStyles(this.shadowRoot, STYLES);
    for (const each of this.shadowRoot.querySelectorAll('[id]')) this.#parts[each.id] = each;
    const { dialog, close, more, slider, play, compare, restore, restoring } = this.#parts;
    close.addEventListener('click', () => this.close());
    dialog.addEventListener('close', () => this.#stop());
    more.addEventListener('click', () => this.#attempt(() => this.#load()));
    slider.addEventListener('input', () => {
      this.#stop();
      this.#attempt(() => this.#show(slider.valueAsNumber));
    });
    play.addEventListener('click', () => (this.#playing ? this.#stop() : this.#play()));
    compare.addEventListener('change', () => this.#attempt(() => this.#show(slider.valueAsNumber)));
    restore.addEventListener('click', () => this.#askToRestore());
    restoring.addEventListener('close', () => {
      if (restoring.returnValue === 'restore') this.#attempt(() => this.#restore());
    });
  }

  async show() {
    const { dialog, sessions, compare, problem } = this.#parts;
    this.#history = historyOf(this.document, this.options);
    this.#contents.clear();
    this.#sessions = [];
    this.#next = undefined;
    problem.hidden = true;
    sessions.replaceChildren();
    compare.length = FIXED_CHOICES;
    if (!dialog.open) dialog.showModal();
    await this.#attempt(async () => {
      await this.#load();
      this.#head = this.#sessions[0]?.to ?? 0;
      this.#parts.slider.max = this.#head;
      if (this.#sessions.length > 0) await this.#show(this.#head);
    });
  }

  close() {
    this.#parts.dialog.close();
  }

  /** Does what may fail, and says so then. */
  async #attempt(what) {
    const { problem, dialog } = this.#parts;
    problem.hidden = true;
    dialog.setAttribute('aria-busy', 'true');
    try {
      await what();
    } catch (error) {
      problem.textContent = error.message;
      problem.hidden = false;
    } finally {
      dialog.removeAttribute('aria-busy');
    }
  }

  async #load() {
    const page = await this.#history.sessions({ before: this.#next, limit: PAGE });
    const { sessions, more } = this.#parts;
    const fresh = page.sessions.map((session) => this.#item(session));
    this.#sessions.push(...page.sessions);
    sessions.append(...fresh);
    this.#next = page.next;
    more.hidden = page.next === undefined;
    this.#parts.compare.append(
      ...page.sessions.map(({ to, ...session }) => new Option(`changes since ${period(session)}`, to)),
    );
    // The first version is empty, or what is kept begins later.
    this.#parts.slider.min = Math.max(1, this.#sessions.at(-1)?.from ?? 1);
    this.#parts.empty.hidden = this.#sessions.length > 0;
  }

  #item(session) {
    const item = document.createElement('li');
    const button = document.createElement('button');
    button.type = 'button';
    button.dataset.to = session.to;
    const authors = document.createElement('span');
    authors.className = 'authors';
    authors.append(...session.contributions.map((each) => this.#author(each.author)));
    const time = document.createElement('time');
    time.dateTime = session.ended;
    time.textContent = period(session);
    const extent = document.createElement('small');
    const count = session.to - session.from;
    extent.textContent = count === 1 ? '1 change' : `${count} changes`;
    button.append(authors, time, extent);
    button.addEventListener('click', () => {
      this.#stop();
      this.#attempt(() => this.#show(session.to));
    });
    item.append(button);
    return item;
  }

  #author(author) {
    const span = document.createElement('span');
    span.className = 'author';
    span.style.setProperty('--author', colorOf(author));
    span.textContent = this.#called(author);
    return span;
  }

  #called(author) {
    return author === '' ? 'Somebody' : this.nameOf(author);
  }

  #sessionOf(version) {
    return this.#sessions.find(({ from, to }) => from < version && version <= to);
  }

  async #show(version) {
    const { slider } = this.#parts;
    const asked = ++this.#asked;
    const session = this.#sessionOf(version);
    slider.value = version;
    this.#describe(version, session);
    for (const each of this.#parts.sessions.querySelectorAll('button')) {
      const isShown = Number(each.dataset.to) === session?.to;
      if (isShown) each.setAttribute('aria-current', 'true');
      else each.removeAttribute('aria-current');
    }
    const [content, changes] = await Promise.all([
      this.#content(version),
      this.#playing ? [] : this.#changes(version, session),
    ]);
    if (asked === this.#asked) this.#render(content, changes);
  }

  /** What is to be marked in a version. */
  async #changes(version, session) {
    const { value } = this.#parts.compare;
    if (value === 'authors') {
      const { attributions } = await this.#history.blame({ version });
      return attributions
        .filter(({ by }) => by)
        .map(({ from, to, by }) => ({ kind: 'authorship', at: from, length: to - from, by }));
    }
    const before = this.#comparedWith(session);
    return before < version ? (await this.#history.compare(before, version)).changes : [];
  }

  /** The earlier version of the two; at 0 there is nothing to compare with. */
  #comparedWith(session) {
    const { value } = this.#parts.compare;
    if (value === 'none') return Infinity;
    return Math.max(1, value === 'session' ? (session?.from ?? Infinity) : Number(value));
  }

  #describe(version, session) {
    const { slider, where, restore } = this.#parts;
    const isNewest = version === this.#head;
    const who = session?.contributions.map((each) => this.#called(each.author)).join(', ');
    const text = `Version ${version} of ${this.#head}${who ? `, ${who}, ${period(session)}` : ''}`;
    where.textContent = text;
    slider.setAttribute('aria-valuetext', text);
    restore.hidden = isNewest || Boolean(this.document.readOnly);
  }

  async #content(version) {
    if (!this.#contents.has(version)) {
      const read = this.#history.read(version).catch((error) => {
        this.#contents.delete(version);
        if (error.status === 404) return { version, type: null, data: '' };
        throw error;
      });
      this.#contents.set(version, read);
    }
    return this.#contents.get(version);
  }

  #render({ type, data }, changes) {
    const { text, summary } = this.#parts;
    const lines = linesOf(type, data, changes);
    text.replaceChildren(...lines.map((line) => this.#line(line)));
    if (lines.length === 0) text.textContent = type ? 'There is nothing in it.' : 'It did not exist then.';
    const count = (kind) => changes.filter((each) => each.kind === kind).length;
    summary.textContent =
      changes.length > count('authorship')
        ? `${plural(count('insertion'), 'insertion')}, ${plural(count('deletion'), 'deletion')}`
        : '';
    text.querySelector('ins, del')?.scrollIntoView({ block: 'nearest' });
  }

  #line({ formats, pieces }) {
    const level = Number(formats.header);
    const element = document.createElement(level >= 1 && level <= 6 ? `h${level}` : 'p');
    if (formats.list) element.dataset.list = formats.list;
    if (formats.blockquote) element.className = 'quote';
    if (formats['code-block']) element.className = 'code';
    const indent = Number(formats.indent);
    if (indent > 0) element.style.setProperty('--indent', Math.min(indent, 8));
    element.append(...pieces.map((piece) => this.#piece(piece)));
    if (pieces.length === 0) element.append(document.createElement('br'));
    return element;
  }

  #piece({ text, formats, change, by }) {
    let element = document.createTextNode(text);
    for (const [format, name] of Object.entries(FORMATS)) {
      if (formats[format]) element = wrapped(name, element);
    }
    if (change === null) return element;
    const [name, done] = MARKS[change];
    const mark = wrapped(name, element);
    if (change === 'authorship') {
      mark.className = 'by';
      mark.dataset.author = this.#called(by);
    }
    mark.style.setProperty('--author', colorOf(by));
    mark.title = `${done} by ${this.#called(by)}`;
    return mark;
  }

  async #play() {
    const { slider, play } = this.#parts;
    const first = slider.valueAsNumber === this.#head ? Number(slider.min) : slider.valueAsNumber;
    const step = Math.max(1, Math.ceil((this.#head - first) / FRAMES));
    const playing = {};
    this.#playing = playing;
    play.textContent = 'Pause';
    // Nobody could listen to so many versions.
    this.#parts.where.setAttribute('aria-live', 'off');
    await this.#attempt(async () => {
      for (let version = first; this.#playing === playing; version += step) {
        const shown = Math.min(version, this.#head);
        await Promise.all([this.#show(shown), new Promise((done) => setTimeout(done, FRAME_MS))]);
        if (shown === this.#head) break;
      }
    });
    if (this.#playing === playing) this.#stop();
  }

  #stop() {
    this.#playing = null;
    this.#parts.play.textContent = 'Play';
    this.#parts.where.setAttribute('aria-live', 'polite');
  }

  #askToRestore() {
    const { restoring, question, slider } = this.#parts;
    this.#stop();
    const session = this.#sessionOf(slider.valueAsNumber);
    question.textContent =
      `The document becomes what it was${session ? ` ${period(session)}` : ''}. ` +
      'Nothing is lost: what is there now stays in its history.';
    restoring.returnValue = '';
    restoring.showModal();
  }

  async #restore() {
    const version = this.#parts.slider.valueAsNumber;
    const done = await this.#history.restore(version);
    this.dispatchEvent(new CustomEvent('restore', { detail: { version } }));
    if (done) await this.show();
  }
}

function wrapped(name, node) {
  const element = document.createElement(name);
  element.append(node);
  return element;
}

function plural(count, noun) {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** When a session was, in the reader's language and zone. */
function period({ began, ended }) {
  const [first, last] = [new Date(began), new Date(ended)];
  const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
  if (last - first < 60_000) return day.format(last);
  return day.formatRange(first, last);
}

if (!customElements.get('collab-history')) customElements.define('collab-history', CollabHistory);
