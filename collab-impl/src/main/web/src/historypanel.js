/** The element `<collab-history>`. */
import { colorOf } from './color.js';
import { linesOf } from './difference.js';
import { historyOf } from './history.js';
import { STYLES, dialogues } from './historymarkup.js';
import { HISTORY_TEXTS } from './historytexts.js';
import { inLanguageOf } from './messages.js';
import { addStyles } from './styles.js';

const PAGE = 50;
const FIXED_CHOICES = 3;
/** So many pictures has what is played, at the most, and each is shown so long. */
const FRAMES = 80;
const FRAME_MS = 120;
const MARKS = {
  insertion: ['ins', 'insertedBy'],
  deletion: ['del', 'deletedBy'],
  formatting: ['mark', 'formattedBy'],
  authorship: ['span', 'writtenBy'],
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
  #labels = [];
  #texts = HISTORY_TEXTS.en;
  /** What the page says instead. */
  #ownTexts = {};
  #contents = new Map();
  #playing = null;
  /** Counts what was asked to be shown: only the last is. */
  #asked = 0;

  constructor() {
    super();
    this.attachShadow({ mode: 'open' });
    addStyles(this.shadowRoot, STYLES);
  }

  connectedCallback() {
    // One that is moved goes on as it is.
    if (!this.#parts.dialog) this.#build();
  }

  set texts(texts) {
    this.#ownTexts = texts;
    if (this.#parts.dialog) this.#build();
  }

  /** In the language that the element has now. */
  #build() {
    this.#texts = { ...inLanguageOf(this, HISTORY_TEXTS), ...this.#ownTexts };
    this.shadowRoot.replaceChildren(...dialogues(this.#texts));
    for (const each of this.shadowRoot.querySelectorAll('[id]')) this.#parts[each.id] = each;
    const { dialog, close, more, slider, play, compare, restore, name, unname } = this.#parts;
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
    name.addEventListener('click', () => this.#askForName());
    unname.addEventListener('click', () => this.#askToRemoveName());
    this.#parts['keep-name'].addEventListener('click', () => this.#parts.naming.close());
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
      this.#labels = await this.#history.labels();
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
      ...page.sessions.map(({ to, ...session }) => new Option(this.#texts.since(period(session)), to)),
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
    extent.textContent = this.#texts.changes(session.to - session.from);
    button.append(authors, time, extent);
    button.addEventListener('click', () => {
      this.#stop();
      this.#attempt(() => this.#show(session.to));
    });
    item.append(button, this.#labelsOf(session), this.#undoing(session));
    return item;
  }

  /** The names of versions in a session. */
  #labelsOf({ from, to }) {
    const list = document.createElement('ul');
    list.className = 'labels';
    for (const { version, name } of this.#labels.filter((each) => from < each.version && each.version <= to)) {
      const item = document.createElement('li');
      const button = this.#button(name, () => {
        this.#stop();
        this.#attempt(() => this.#show(version));
      });
      button.dataset.version = version;
      item.append(button);
      list.append(item);
    }
    list.hidden = list.childElementCount === 0;
    return list;
  }

  /** What takes back what one person did in a session; shown of the session that is. */
  #undoing(session) {
    const all = document.createElement('div');
    all.className = 'undoing';
    all.hidden = true;
    all.append(
      ...session.contributions.map((each) =>
        this.#button(this.#texts.undo(this.#called(each.author)), () => this.#askToUndo(each)),
      ),
    );
    return all;
  }

  #button(text, act) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = text;
    button.addEventListener('click', act);
    return button;
  }

  #author(author) {
    const span = document.createElement('span');
    span.className = 'author';
    span.style.setProperty('--author', colorOf(author));
    span.textContent = this.#called(author);
    return span;
  }

  #called(author) {
    return author === '' ? this.#texts.somebody : this.nameOf(author);
  }

  get #mayWrite() {
    return !this.document.readOnly;
  }

  /** Of a document that is not open here, the server tells when it is tried. */
  get #mayManage() {
    return this.#mayWrite && (this.document.access ?? 'manage') === 'manage';
  }

  #labelOf(version) {
    return this.#labels.find((label) => label.version === version);
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
    this.#markCurrent(version, session);
    const [content, changes] = await Promise.all([
      this.#content(version),
      this.#playing ? [] : this.#changes(version, session),
    ]);
    if (asked === this.#asked) this.#render(content, changes);
  }

  #markCurrent(version, session) {
    for (const item of this.#parts.sessions.children) {
      const [button, labels, undoing] = item.children;
      const isShown = Number(button.dataset.to) === session?.to;
      setCurrent(button, isShown);
      for (const each of labels.querySelectorAll('button')) {
        setCurrent(each, Number(each.dataset.version) === version);
      }
      undoing.hidden = !isShown || !this.#mayWrite;
    }
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
    const { slider, where, restore, name, unname } = this.#parts;
    const label = this.#labelOf(version);
    const who = session?.contributions.map((each) => this.#called(each.author)).join(', ');
    const text = [
      this.#texts.where(version, this.#head),
      ...(label ? [this.#texts.quoted(label.name)] : []),
      ...(who ? [who, period(session)] : []),
    ].join(', ');
    where.textContent = text;
    slider.setAttribute('aria-valuetext', text);
    restore.hidden = version === this.#head || !this.#mayWrite;
    name.hidden = !this.#mayWrite;
    name.textContent = label ? this.#texts.rename : this.#texts.name;
    unname.hidden = !label || !this.#mayManage;
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
    if (lines.length === 0) text.textContent = type ? this.#texts.empty : this.#texts.absent;
    const count = (kind) => changes.filter((each) => each.kind === kind).length;
    summary.textContent =
      changes.length > count('authorship')
        ? `${this.#texts.insertions(count('insertion'))}, ${this.#texts.deletions(count('deletion'))}`
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
    const [name, key] = MARKS[change];
    const mark = wrapped(name, element);
    if (change === 'authorship') {
      mark.className = 'by';
      mark.dataset.author = this.#called(by);
    }
    mark.style.setProperty('--author', colorOf(by));
    mark.title = this.#texts[key](this.#called(by));
    return mark;
  }

  async #play() {
    const { slider, play } = this.#parts;
    const first = slider.valueAsNumber === this.#head ? Number(slider.min) : slider.valueAsNumber;
    const step = Math.max(1, Math.ceil((this.#head - first) / FRAMES));
    const playing = {};
    this.#playing = playing;
    play.textContent = this.#texts.pause;
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
    this.#parts.play.textContent = this.#texts.play;
    this.#parts.where.setAttribute('aria-live', 'polite');
  }

  /** Does something if whoever is asked agrees. */
  #ask(title, question, agree, act) {
    const { asking } = this.#parts;
    this.#stop();
    this.#parts['asking-title'].textContent = title;
    this.#parts.question.textContent = question;
    this.#parts.agree.textContent = agree;
    asking.returnValue = '';
    asking.onclose = () => asking.returnValue === 'yes' && this.#attempt(act);
    asking.showModal();
  }

  #askToRestore() {
    const { restoreTitle, restoreQuestion, restoreDo } = this.#texts;
    const version = this.#parts.slider.valueAsNumber;
    const session = this.#sessionOf(version);
    this.#ask(restoreTitle, restoreQuestion(session ? period(session) : ''), restoreDo, async () => {
      const done = await this.#history.restore(version);
      this.#tell('restore', { version });
      if (done) await this.show();
    });
  }

  #askToUndo(contribution) {
    const { undoTitle, undoQuestion, undoDo, undone } = this.#texts;
    const { author, from, to } = contribution;
    const name = this.#called(author);
    this.#ask(undoTitle(name), undoQuestion(name, period(contribution)), undoDo, async () => {
      if (await this.#history.undo({ author, from, to })) {
        this.#tell('undo', { author, from, to });
        await this.show();
      } else {
        this.#parts.summary.textContent = undone;
      }
    });
  }

  #askForName() {
    const { naming, slider } = this.#parts;
    const field = this.#parts['new-name'];
    const version = slider.valueAsNumber;
    this.#stop();
    field.value = this.#labelOf(version)?.name ?? '';
    this.#parts['naming-title'].textContent = this.#parts.name.textContent;
    naming.returnValue = '';
    naming.onclose = () => {
      const name = field.value.trim();
      if (naming.returnValue === 'yes' && name) this.#attempt(() => this.#name(version, name));
    };
    naming.showModal();
    field.select();
  }

  async #name(version, name) {
    await this.#history.label(version, name);
    this.#tell('label', { version, name });
    await this.#showLabels();
  }

  #askToRemoveName() {
    const { unnameTitle, unnameQuestion, unnameDo } = this.#texts;
    const { version, name } = this.#labelOf(this.#parts.slider.valueAsNumber);
    this.#ask(unnameTitle, unnameQuestion(name), unnameDo, async () => {
      await this.#history.removeLabel(version);
      this.#tell('label', { version, name: null });
      await this.#showLabels();
    });
  }

  /** As they are now, where they belong. */
  async #showLabels() {
    const { sessions, slider } = this.#parts;
    this.#labels = await this.#history.labels();
    this.#sessions.forEach((session, i) => sessions.children[i].children[1].replaceWith(this.#labelsOf(session)));
    const version = slider.valueAsNumber;
    const session = this.#sessionOf(version);
    this.#describe(version, session);
    this.#markCurrent(version, session);
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

function setCurrent(element, isCurrent) {
  if (isCurrent) element.setAttribute('aria-current', 'true');
  else element.removeAttribute('aria-current');
}

function wrapped(name, node) {
  const element = document.createElement(name);
  element.append(node);
  return element;
}

/** When a session was, in the reader's language and zone. */
function period({ began, ended }) {
  const [first, last] = [new Date(began), new Date(ended)];
  const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
  if (last - first < 60_000) return day.format(last);
  return day.formatRange(first, last);
}

if (!customElements.get('collab-history')) customElements.define('collab-history', CollabHistory);
