import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { IDBFactory } from '../../main/web/node_modules/fake-indexeddb/build/esm/index.js';
import { connect } from '../../main/web/src/connection.js';
import { forgetKept } from '../../main/web/src/keep.js';
import { Store } from '../../main/web/src/store.js';
import { ShareServer, WebSocket } from './backend.mjs';
import { seeded } from './seed.mjs';

const TEXT = { create: { type: 'text-unicode', content: '' } };

/** As a browser's: a lock is one page's until that ends. */
class Locks {
  #waiting = new Map();

  request(name, { signal }, held) {
    const queue = this.#waiting.get(name) ?? [];
    this.#waiting.set(name, queue);
    return new Promise((resolve, reject) => {
      const entry = { start: () => held().then(resolve).finally(() => this.#next(name, entry)) };
      queue.push(entry);
      signal?.addEventListener('abort', () => {
        if (queue[0] === entry || !queue.includes(entry)) return;
        queue.splice(queue.indexOf(entry), 1);
        reject(signal.reason);
      });
      if (queue[0] === entry) entry.start();
    });
  }

  #next(name, entry) {
    const queue = this.#waiting.get(name);
    queue.splice(queue.indexOf(entry), 1);
    queue[0]?.start();
  }
}

let server;
let pages = [];
let id = 0;

before(async () => {
  server = await new ShareServer().start();
});

beforeEach(() => {
  id++;
  globalThis.indexedDB = new IDBFactory();
  Object.defineProperty(globalThis, 'navigator', { value: { locks: new Locks() }, configurable: true });
  server.intercept = () => undefined;
  server.tickets = () => [404];
});

after(async () => {
  for (const page of pages) page.close();
  await server.stop();
});

/** A browser says nothing of a socket that is closed before it is open; `ws` throws. */
class QuietSocket extends WebSocket {
  constructor(address) {
    super(address);
    this.on('error', () => {});
  }
}

function page(user = 'ada') {
  const connection = connect({ url: server.url, WebSocket: QuietSocket, keep: user });
  pages.push(connection);
  return connection;
}

async function until(holds) {
  const end = Date.now() + 10_000;
  while (!(await holds())) {
    assert.ok(Date.now() < end, `waited too long for ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function isKept(document) {
  return until(() => document.isSafe);
}

test('what was written offline survives the page and arrives once', async () => {
  const first = page();
  const written = await first.open('d', `${id}`, TEXT);
  await written.edit(['before ']);
  await server.stop();
  await until(() => first.sync.status === 'offline');
  written.edit([7, 'unsent']).catch(() => {});
  await isKept(written);

  first.close();
  const second = page();
  const again = await second.open('d', `${id}`);
  assert.equal(again.content, 'before unsent');
  assert.equal(again.unsent, 1);
  await server.start();
  await until(() => again.sync.status === 'saved');

  assert.equal((await page('other').open('d', `${id}`)).content, 'before unsent');
});

test('what arrived although its page did not hear of it is not sent again', async () => {
  const first = page();
  const written = await first.open('d', `${id}`, TEXT);
  await written.edit(['a']);
  // The server gets it; its answer is lost.
  const socket = written.doc.connection.socket;
  const receive = socket.onmessage;
  socket.onmessage = (event) => event.data.a === 'op' || receive(event);
  written.edit([1, 'b']).catch(() => {});
  await isKept(written);
  const other = await page('other').open('d', `${id}`);
  await until(() => other.content === 'ab');
  await other.edit(['> ']);
  first.close();

  const again = await page().open('d', `${id}`);
  await until(() => again.sync.status === 'saved');

  assert.equal(again.content, '> ab');
  assert.equal(other.content, '> ab');
});

test('what others wrote meanwhile and what was kept are both there', async () => {
  const first = page();
  const written = await first.open('d', `${id}`, TEXT);
  await written.edit(['middle']);
  const other = await page('other').open('d', `${id}`);
  written.doc.pause();
  written.edit([6, ' end']).catch(() => {});
  await isKept(written);
  first.close();
  await other.edit(['begin ']);

  const again = await page().open('d', `${id}`);
  await until(() => again.sync.status === 'saved' && other.content.length === 16);

  assert.equal(again.content, 'begin middle end');
  assert.equal(other.content, again.content);
});

test('two tabs that end offline are both sent, by one page', async () => {
  const tabs = [page(), page()];
  const [ada, grace] = [await tabs[0].open('d', `${id}`, TEXT), await tabs[1].open('d', `${id}`)];
  for (const each of [ada, grace]) each.doc.pause();
  ada.edit(['Ada ']).catch(() => {});
  grace.edit(['Grace ']).catch(() => {});
  await Promise.all([isKept(ada), isKept(grace)]);
  for (const tab of tabs) tab.close();

  const again = await page().open('d', `${id}`);
  await until(() => again.content.length === 10 && again.sync.status === 'saved');

  assert.match(again.content, /Ada /);
  assert.match(again.content, /Grace /);
});

test('a tab that is open keeps what is its own, and another takes it when it ends', async () => {
  const first = page();
  const written = await first.open('d', `${id}`, TEXT);
  written.doc.pause();
  written.edit(['kept']).catch(() => {});
  await isKept(written);

  const second = await page().open('d', `${id}`);
  assert.equal(second.content, '');
  assert.equal(second.unsent, 0);
  first.close();

  await until(() => second.content === 'kept');
});

test('what the server refuses is kept as a copy until it is discarded', async () => {
  const first = page();
  const written = await first.open('d', `${id}`, TEXT);
  written.doc.pause();
  written.edit(['my words']).catch(() => {});
  await isKept(written);
  first.close();
  await (await page('other').open('d', `${id}`)).delete();

  const second = page();
  const copies = [];
  second.addEventListener('copy', ({ detail }) => copies.push(detail));
  const again = await second.open('d', `${id}`);
  await until(() => copies.length === 1 && !again.exists && again.unsent === 0);

  const [{ content, code, type }] = copies;
  assert.deepEqual({ content, code, type }, {
    content: 'my words',
    code: 'ERR_DOC_WAS_DELETED',
    type: 'http://sharejs.org/types/text-unicode',
  });
  assert.equal((await second.copies()).length, 1);
  assert.equal((await page('other').copies()).length, 0);
  await copies[0].discard();
  assert.equal((await second.copies()).length, 0);
});

/** The server has dropped the history before the document's version, until that is loaded anew. */
function forgetHistoryOf(document) {
  const { version } = document;
  const error = { code: 'ERR_SUBMIT_TRANSFORM_OPS_NOT_FOUND', message: 'The operations are not kept' };
  let isLoaded = false;
  server.intercept = ({ a, c, d, v, seq }) => {
    if (isLoaded || !['s', 'f', 'op'].includes(a)) return undefined;
    isLoaded = v === null;
    return v !== null && v <= version ? { a, c, d, v, seq, error } : undefined;
  };
}

async function writeElsewhere(words) {
  const other = await page('other').open('d', `${id}`);
  await other.edit([words]);
  return other;
}

test('who reloads after the history is gone has a copy and goes on with what is there', async () => {
  const first = page();
  const written = await first.open('d', `${id}`, TEXT);
  written.doc.pause();
  written.edit(['my words']).catch(() => {});
  await isKept(written);
  first.close();
  const other = await writeElsewhere('theirs');
  forgetHistoryOf(written);

  const second = page();
  const again = await second.open('d', `${id}`);
  await until(() => again.content === 'theirs' && again.sync.status === 'saved');

  assert.deepEqual((await second.copies()).map(({ content }) => content), ['my words']);
  await again.edit([6, ', mine']);
  await until(() => other.content === 'theirs, mine');
  await other.edit(['of ']);
  await until(() => again.content === 'of theirs, mine');
  second.close();
  const third = page();
  assert.equal((await third.open('d', `${id}`)).unsent, 0);
  assert.equal((await third.copies()).length, 1);
});

test('who comes back after the history is gone has one copy and goes on with what is there', async () => {
  for (const isWriter of [true, false]) {
    id++;
    const away = page();
    const copies = [];
    const errors = [];
    away.addEventListener('copy', ({ detail }) => copies.push(detail.content));
    const document = await away.open('d', `${id}`, TEXT);
    document.addEventListener('error', ({ detail }) => errors.push(detail.code));
    await server.stop();
    await until(() => away.sync.status === 'offline');
    if (isWriter) {
      document.edit(['my ']).catch(() => {});
      document.edit([3, 'words']).catch(() => {});
      await isKept(document);
    }
    forgetHistoryOf(document);
    await server.start();

    await until(() => document.exists && document.sync.status === 'saved' && document.doc.subscribed);
    assert.deepEqual(copies, isWriter ? ['my words'] : []);
    assert.deepEqual([...new Set(errors)], isWriter ? ['ERR_SUBMIT_TRANSFORM_OPS_NOT_FOUND'] : []);
    await writeElsewhere('theirs');
    await until(() => document.content === 'theirs');
  }
});

test('what was kept is a copy and is not sent when somebody else is logged in', async () => {
  const first = page();
  const written = await first.open('d', `${id}`, TEXT);
  await server.stop();
  await until(() => first.sync.status === 'offline');
  written.edit(['my words']).catch(() => {});
  await isKept(written);

  // The id was given to somebody else, the server says.
  server.intercept = (message) => {
    if (message.a === 'hs') message.id = 'another';
  };
  await server.start();
  await until(() => first.sync.status === 'saved');
  await until(async () => (await first.copies()).length === 1);
  await until(async () => (await new Store().unsent()).length === 0);
  first.close();

  server.intercept = () => undefined;
  const again = page();
  assert.equal((await again.open('d', `${id}`)).content, '');
  const [{ content, code }] = await again.copies();
  assert.deepEqual({ content, code }, { content: 'my words', code: 'ERR_CALLER_CHANGED' });
});

test('what is kept for somebody is not shown to others, and can be forgotten', async () => {
  const first = page();
  const written = await first.open('d', `${id}`, TEXT);
  written.doc.pause();
  written.edit(['secret']).catch(() => {});
  await isKept(written);
  first.close();

  assert.equal((await page('grace').open('d', `${id}`)).content, '');
  await forgetKept('ada');
  assert.equal((await page().open('d', `${id}`)).content, '');
});

function letter(number) {
  return String.fromCodePoint(0x4e00 + number);
}

function insertion(random, document, text) {
  const at = random.below(document.content.length + 1);
  return at > 0 ? [at, text] : [text];
}

async function pause(random, connections) {
  await new Promise((resolve) => setTimeout(resolve, random.below(30)));
  for (const connection of connections) connection.retry();
}

test('nothing is lost or doubled, whenever pages end and connections break', async () => {
  const random = seeded('keep');
  const others = page('other');
  const other = await others.open('d', `${id}`, TEXT);
  let mine = page();
  let written = await mine.open('d', `${id}`);
  let count = 0;
  for (let step = 0; step < 120; step++) {
    const what = random.below(12);
    if (what < 6) written.edit(insertion(random, written, letter(count++))).catch(() => {});
    else if (what < 9) other.edit(insertion(random, other, '.')).catch(() => {});
    else if (what === 9) server.closeAll(4501, 'stopping');
    else if (what === 10) await pause(random, [mine, others]);
    else {
      written.keep();
      await isKept(written);
      mine.close();
      mine = page();
      written = await mine.open('d', `${id}`);
    }
  }

  await pause(random, [mine, others]);
  await until(() => other.sync.status === 'saved');
  // What a page left that did not let go of it in time is sent by another connection.
  const isAllThere = () => Array.from({ length: count }, (_, each) => letter(each)).every((each) => written.content.includes(each));
  await until(() => written.sync.status === 'saved' && written.version === other.version && isAllThere());
  assert.equal(written.content, other.content);
  for (let each = 0; each < count; each++) {
    assert.equal(written.content.split(letter(each)).length, 2, `${each} in ${written.content}`);
  }
});
