// Shows whether the text is saved, who is here, and what went wrong.

const WORDS = {
  connecting: 'Connecting…',
  saved: 'Saved',
  saving: 'Saving…',
  offline: 'Offline',
  'signed-out': 'Signed out',
  stopped: 'Disconnected',
};

/** Saying "Saved" waits for a pause in typing, which is calmer to look at. */
const PAUSE_MS = 400;
let pause;

/** Shows whether the text is saved, and what to do if it is not. */
export function showSync(connection) {
  clearTimeout(pause);
  const { sync } = connection;
  if (sync.status === 'saved') pause = setTimeout(() => showStatus(sync), PAUSE_MS);
  else showStatus(sync);
  if (sync.status === 'offline') {
    const kept = sync.unsent > 0 ? ' Until then, this page keeps what you have written.' : '';
    note('sync', `You are offline. This page reconnects by itself.${kept}`, 'Try now', () =>
      connection.retry(),
    );
  } else if (sync.status === 'signed-out') {
    const kept = sync.unsent > 0 ? ' This page keeps what you have written.' : '';
    note('sync', `You are signed out. Sign in again in another tab.${kept}`, 'I am back', () =>
      connection.retry(),
    );
  } else if (sync.status === 'stopped') {
    note(
      'sync',
      `You are no longer connected: ${sync.stopped.reason}. You may have to sign in again.`,
      'Try again',
      () => connection.retry(),
    );
  } else {
    forget('sync');
  }
}

function showStatus({ status, readOnly }) {
  const place = document.getElementById('sync');
  place.dataset.status = status;
  place.firstElementChild.textContent = readOnly && status === 'saved' ? 'Read only' : WORDS[status];
}

/** Shows, beside whether the text is saved, whether what others write comes late. */
export function showBus(state) {
  const place = document.getElementById('sync');
  place.dataset.bus = state;
  place.title = state === 'slow' ? 'What others write may come a second late.' : '';
}

const ROLES = { read: 'reader', comment: 'commenter', write: 'writer', manage: 'owner' };
const NEWS = {
  none: 'These minutes are no longer shared with you.',
  read: 'You are now a reader: you see what the others write.',
  comment: 'You are now a commenter: you see what the others write, and may comment on it.',
  write: 'You are now a writer.',
  manage: 'You are now an owner.',
};

/** Shows what we may do, and says so if it has become another while the page is open. */
export function showAccess(access) {
  const { dataset } = document.body;
  if (dataset.access === access) return;
  dataset.access = access;
  document.getElementById('role').textContent = ROLES[access] ?? 'no access';
  document.getElementById('title').readOnly = !['write', 'manage'].includes(access);
  // Of what is gone, nobody wants to know whose it was.
  if (notes.has('deleted')) return;
  if (access === 'none') note('access', NEWS[access], 'All minutes', leave);
  else note('access', NEWS[access], 'OK', () => forget('access'));
}

export function showFailure(error) {
  // What we may do is shown already.
  if (error.code === 'ERR_READ_FORBIDDEN' || error.code === 'ERR_WRITE_FORBIDDEN') return;
  note('failure', `Your last change could not be kept: ${error.message}.`, 'Reload', reload);
}

/**
 * Offers texts that could not be saved to be copied.
 *
 * @param {string[]} texts what was written; none if there is nothing to offer any more
 * @param {() => void} discard what to do when they have been copied
 */
export function offerCopies(texts, discard) {
  const message = 'Some of what you wrote could not be saved. This browser has kept it.';
  if (texts.length === 0) forget('copies');
  else note('copies', message, 'Copy it', () => navigator.clipboard.writeText(texts.join('\n\n')).then(discard));
}

export function showDeleted() {
  forget('access');
  note('deleted', 'Somebody has deleted these minutes.', 'All minutes', leave);
}

function leave() {
  document.querySelector('.back').click();
}

/** Shows one disc a name, however many pages somebody has open. */
export function showPeople(people) {
  const names = new Map();
  for (const person of people) if (!names.has(person.name)) names.set(person.name, person);
  const discs = [...names.values()].map(({ name, color, self }) => {
    const disc = document.createElement('li');
    disc.textContent = initials(name);
    disc.title = self ? `${name} (you)` : name;
    disc.setAttribute('aria-label', disc.title);
    disc.style.backgroundColor = color;
    return disc;
  });
  document.getElementById('people').replaceChildren(...discs);
}

function initials(name) {
  const words = name.split(/[\s.'-]+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words;
  return letters.map((word) => [...word][0].toUpperCase()).join('');
}

function reload() {
  location.reload();
}

/** What there is to say, by what it is about; the last is shown. */
const notes = new Map();

function note(about, message, action, act) {
  notes.delete(about);
  notes.set(about, { message, action, act });
  showNote();
}

function forget(about) {
  if (notes.delete(about)) showNote();
}

function showNote() {
  const notice = document.getElementById('notice');
  const last = [...notes.values()].at(-1);
  notice.hidden = last === undefined;
  notice.replaceChildren();
  if (last) {
    const button = document.createElement('button');
    button.textContent = last.action;
    button.addEventListener('click', last.act);
    notice.append(last.message, button);
  }
}
