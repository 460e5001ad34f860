import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { colorOf } from '../../main/web/src/color.js';
import { connect } from '../../main/web/src/connection.js';
import { ShareServer, WebSocket } from './backend.mjs';

const RICH = { create: { type: 'rich-text', content: { ops: [{ insert: '\n' }] } } };

let server;
let connections = [];
let id = 0;

before(async () => {
  server = await new ShareServer().start();
});

beforeEach(() => {
  id++;
  server.intercept = () => undefined;
  server.tickets = () => [404];
  server.cameWith = [];
  server.asked = 0;
  server.ended = [];
  for (const connection of connections.splice(0)) connection.close();
});

after(async () => {
  for (const connection of connections) connection.close();
  await server.stop();
});

function connected(options = {}) {
  const connection = connect({ url: server.url, WebSocket, ...options });
  connections.push(connection);
  return connection;
}

/** Resolves as soon as the condition holds after one of the target's events. */
function until(target, type, holds) {
  if (holds()) return Promise.resolve();
  return new Promise((resolve) => {
    const look = () => {
      if (!holds()) return;
      target.removeEventListener(type, look);
      resolve();
    };
    target.addEventListener(type, look);
  });
}

function textOf(document) {
  return document.content.ops.map(({ insert }) => insert).join('');
}

test('the server may say that what others write comes late', async () => {
  const connection = connected();
  await connection.open('d', `${id}`, RICH);
  const told = [];
  connection.addEventListener('bus', ({ detail }) => told.push(detail));
  assert.equal(connection.bus, 'live');

  server.say([{ a: 'bus', state: 'slow' }]);
  server.say([{ a: 'bus', state: 'slow' }]);
  await until(connection, 'bus', () => connection.bus === 'slow');
  server.say([{ a: 'bus', state: 'live' }]);
  await until(connection, 'bus', () => connection.bus === 'live');

  assert.deepEqual(told, ['slow', 'live']);
  assert.equal(connection.sync.status, 'saved');
});

test('a new connection counts as live until the server says otherwise', async () => {
  const connection = connected();
  await connection.open('d', `${id}`, RICH);
  server.say([{ a: 'bus', state: 'slow' }]);
  await until(connection, 'bus', () => connection.bus === 'slow');

  server.closeAll(4501, 'stopping');

  await until(connection, 'bus', () => connection.bus === 'live');
});

test('two people write one document', async () => {
  const [ada, bob] = await Promise.all([
    connected().open('d', `${id}`, RICH),
    connected().open('d', `${id}`, RICH),
  ]);

  await Promise.all([ada.edit([{ insert: 'Ada ' }]), bob.edit([{ insert: 'Bob ' }])]);
  await until(ada, 'change', () => textOf(ada).length === 9);
  await until(bob, 'change', () => textOf(bob).length === 9);

  assert.equal(textOf(ada), textOf(bob));
  assert.match(textOf(ada), /Ada/);
  assert.match(textOf(ada), /Bob/);
});

test('the state goes from connecting to saved, saving and saved', async () => {
  const connection = connected();
  const seen = [connection.sync.status];
  connection.addEventListener('sync', ({ detail }) => seen.push(detail.status));

  const document = await connection.open('d', `${id}`, RICH);
  seen.length = 1;
  const committed = document.edit([{ insert: 'x' }]);
  assert.deepEqual(document.sync, { status: 'saving', unsent: 1, readOnly: false, stopped: null });
  await committed;

  await until(connection, 'sync', () => connection.sync.status === 'saved');
  assert.deepEqual(seen, ['connecting', 'saving', 'saved']);
});

test('a page is told that it is offline when it is, and not while it opens', async () => {
  const connection = connected();
  const seen = [connection.sync.status];
  connection.addEventListener('sync', ({ detail }) => seen.push(detail.status));

  await connection.open('d', `${id}`);
  await server.stop();
  await until(connection, 'sync', () => connection.sync.status === 'offline');

  assert.deepEqual(seen, ['connecting', 'saved', 'offline']);
  await server.start();
});

test('what was written offline arrives after the server is back', async () => {
  const connection = connected();
  const document = await connection.open('d', `${id}`, RICH);
  await server.stop();
  await until(connection, 'sync', () => connection.sync.status === 'offline');

  const committed = document.edit([{ insert: 'offline' }]);
  assert.equal(connection.sync.unsent, 1);
  await server.start();
  await committed;

  const other = await connected().open('d', `${id}`);
  assert.equal(textOf(other), 'offline\n');
});

test('a document opened without a connection is there as soon as there is one', async () => {
  await server.stop();
  const opening = connected().open('d', `${id}`, RICH);

  await server.start();

  assert.equal(textOf(await opening), '\n');
});

test('a close that says stop is final', async () => {
  const connection = connected();
  await connection.open('d', `${id}`, RICH);

  server.closeAll(4403, 'Access was withdrawn');
  await until(connection, 'sync', () => connection.sync.status === 'stopped');

  assert.deepEqual(connection.sync.stopped, { code: 4403, reason: 'Access was withdrawn' });
  assert.equal(connection.retryAt, null);
});

test('after a stop, what was written is sent once somebody says retry', async () => {
  const connection = connected();
  const document = await connection.open('d', `${id}`, RICH);
  server.closeAll(4403, 'Access was withdrawn');
  await until(connection, 'sync', () => connection.sync.status === 'stopped');

  const committed = document.edit([{ insert: 'kept' }]);
  connection.retry();
  await committed;

  assert.equal(textOf(await connected().open('d', `${id}`)), 'kept\n');
});

test('an edit the server cannot take now is kept and sent again', async () => {
  const connection = connected();
  const document = await connection.open('d', `${id}`, RICH);
  let refusals = 0;
  server.intercept = (message) => {
    if (message.a !== 'op' || refusals === 1) return undefined;
    refusals++;
    return { ...message, error: { code: 'ERR_STORE_UNAVAILABLE', message: 'later' } };
  };

  await document.edit([{ insert: 'kept' }]);

  assert.equal(refusals, 1);
  assert.equal(textOf(document), 'kept\n');
});

test('an edit that is forbidden is taken back and makes the document read-only', async () => {
  const document = await connected().open('d', `${id}`, RICH);
  server.intercept = (message) =>
    message.a === 'op'
      ? { ...message, error: { code: 'ERR_WRITE_FORBIDDEN', message: 'no' } }
      : undefined;

  await assert.rejects(document.edit([{ insert: 'x' }]), { code: 'ERR_WRITE_FORBIDDEN' });

  assert.equal(textOf(document), '\n');
  assert.equal(document.sync.readOnly, true);
});

/** Has the server say what the document's readers may do. */
function say(access) {
  server.say([{ a: 'access', c: 'd', d: `${id}`, access }]);
}

test('a document is read-only for as long as the server says so', async () => {
  const connection = connected();
  const document = await connection.open('d', `${id}`, RICH);
  const told = [];
  document.addEventListener('access', ({ detail }) => told.push(detail));
  assert.equal(document.access, null);

  say('write');
  say('write');
  say('read');
  await until(connection, 'sync', () => connection.sync.readOnly);
  assert.equal(document.sync.readOnly, true);
  assert.equal(connection.sync.status, 'saved');
  say('manage');
  await until(document, 'sync', () => !document.sync.readOnly);

  await document.edit([{ insert: 'x' }]);
  assert.deepEqual(told, ['write', 'read', 'manage']);
  assert.equal(document.access, 'manage');
});

test('an edit refused just before it may be written again does not leave it read-only', async () => {
  const document = await connected().open('d', `${id}`, RICH);
  say('write');
  await until(document, 'access', () => document.access === 'write');
  server.intercept = (message) =>
    message.a === 'op'
      ? { ...message, error: { code: 'ERR_WRITE_FORBIDDEN', message: 'no' } }
      : undefined;

  await assert.rejects(document.edit([{ insert: 'x' }]), { code: 'ERR_WRITE_FORBIDDEN' });

  assert.equal(document.sync.readOnly, false);
});

test('who was cut off catches up when he may read again, and is there again', async () => {
  const ann = await connected().open('d', `${id}`, RICH);
  const connection = connected();
  const document = await connection.open('d', `${id}`, RICH);
  ann.people.join({ name: 'Ann' });
  document.people.join({ name: 'Bob' });
  await until(ann.people, 'change', () => ann.people.others.length === 1);
  const errors = [];
  document.addEventListener('error', ({ detail }) => errors.push(detail.code));
  const subscribed = [];
  server.intercept = (message) => {
    if (message.a === 's') subscribed.push(message.v);
    return undefined;
  };

  document.setAccess('none');
  await until(ann.people, 'change', () => ann.people.others.length === 0);
  assert.deepEqual(document.people.all, []);
  assert.equal(document.sync.readOnly, true);
  document.people.update({ name: 'Robert' });
  const { version } = document;
  document.setAccess('read');
  await until(ann.people, 'change', () => ann.people.others.length === 1);

  assert.equal(ann.people.others[0].name, 'Robert');
  assert.deepEqual(subscribed, [version]);
  assert.deepEqual(errors, ['ERR_READ_FORBIDDEN']);
});

test('who comes back and may no longer read is told so, and when he may', async () => {
  const connection = connected();
  const document = await connection.open('d', `${id}`, RICH);
  say('write');
  await until(document, 'access', () => document.access === 'write');
  server.intercept = (message) =>
    message.a === 's' ? { ...message, error: FORBIDDEN } : undefined;
  await server.stop();
  await server.start();
  await until(document, 'access', () => document.access === 'none');

  server.intercept = () => undefined;
  say('write');
  await until(document, 'sync', () => !document.sync.readOnly);

  await document.edit([{ insert: 'x' }]);
  assert.equal(textOf(await connected().open('d', `${id}`)), 'x\n');
});

/** A server that takes no operation of these before a fresh ticket has come. */
function criticalServer(isCritical) {
  const seen = { tickets: [], refused: [], isFresh: false };
  server.intercept = (message) => {
    if (message.a === 'auth') {
      seen.tickets.push(message.ticket);
      seen.isFresh = message.ticket.startsWith('fresh');
      return { a: 'auth', expires: null };
    }
    if (message.a !== 'op' || seen.isFresh || !isCritical(message)) return undefined;
    seen.refused.push(message.seq);
    return { ...message, error: { code: 'ERR_STEP_UP_REQUIRED', message: 'x', maxAge: 300 } };
  };
  return seen;
}

/** Connected with a page that confirms when the test says so. */
function confirming(ticket = () => 'stale') {
  const asked = [];
  const connection = connect({
    url: server.url,
    WebSocket,
    ticket,
    confirm: (wanted) =>
      new Promise((resolve, reject) => {
        asked.push({ wanted, resolve, reject });
        connection.dispatchEvent(new Event('asked'));
      }),
  });
  connections.push(connection);
  const isAsked = (times) => until(connection, 'asked', () => asked.length === times);
  return { connection, asked, isAsked };
}

test('what is critical waits until somebody has confirmed it, and nothing is lost', async () => {
  const { connection, asked, isAsked } = confirming();
  const document = await connection.open('d', `${id}`, RICH);
  const seen = criticalServer(() => true);
  const errors = [];
  document.addEventListener('error', ({ detail }) => errors.push(detail));

  const first = document.edit([{ insert: 'a' }]);
  await isAsked(1);
  const second = document.edit([{ retain: 1 }, { insert: 'b' }]);
  assert.equal(connection.sync.status, 'saving');
  asked[0].resolve('fresh');
  await Promise.all([first, second]);

  assert.deepEqual(asked[0].wanted, { maxAge: 300 });
  assert.deepEqual(seen.tickets, ['fresh']);
  assert.equal(seen.refused.length, 1);
  assert.deepEqual(errors, []);
  assert.equal(textOf(await connected().open('d', `${id}`)), 'ab\n');
});

test('without a ticket from the page the usual way gives the fresh one', async () => {
  let current = 'stale';
  const { connection, asked, isAsked } = confirming(() => current);
  const document = await connection.open('d', `${id}`, RICH);
  const seen = criticalServer(({ del }) => del);

  const deleted = document.delete();
  await isAsked(1);
  current = 'fresh';
  asked[0].resolve();
  await deleted;

  assert.deepEqual(seen.tickets, ['fresh']);
  assert.equal(document.exists, false);
});

test('who does not want to confirm has it taken back', async () => {
  const { connection, asked, isAsked } = confirming();
  const document = await connection.open('d', `${id}`, RICH);
  criticalServer(({ del }) => del);

  const deleted = document.delete();
  await isAsked(1);
  asked[0].reject(new Error('not now'));

  await assert.rejects(deleted, { code: 'ERR_STEP_UP_REQUIRED' });
  await until(document, 'load', () => document.exists);
  assert.equal(textOf(document), '\n');
});

test('a confirmation that does not help is not asked for again and again', async () => {
  const { connection, asked, isAsked } = confirming();
  const document = await connection.open('d', `${id}`, RICH);
  criticalServer(({ del }) => del);

  const deleted = document.delete();
  await isAsked(1);
  asked[0].resolve('stale still');

  await assert.rejects(deleted, { code: 'ERR_STEP_UP_REQUIRED' });
  assert.equal(asked.length, 1);
});

test('a page that cannot have it confirmed is refused', async () => {
  const document = await connected().open('d', `${id}`, RICH);
  criticalServer(({ del }) => del);

  await assert.rejects(document.delete(), { code: 'ERR_STEP_UP_REQUIRED' });
});

test('a connection lost while somebody confirms costs nothing, and they confirm once', async () => {
  const { connection, asked, isAsked } = confirming();
  const document = await connection.open('d', `${id}`, RICH);
  const seen = criticalServer(() => true);

  const edited = document.edit([{ insert: 'a' }]);
  await isAsked(1);
  await server.stop();
  await until(connection, 'sync', () => connection.sync.status === 'offline');
  await server.start();
  await until(connection, 'sync', () => connection.sync.status === 'saving');
  while (seen.refused.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  asked[0].resolve('fresh');
  await edited;

  assert.equal(asked.length, 1);
  assert.equal(textOf(await connected().open('d', `${id}`)), 'a\n');
});

const FORBIDDEN = { code: 'ERR_READ_FORBIDDEN', message: 'no' };

test('a document that may not be read is opened anew when it may', async () => {
  await connected().open('d', `${id}`, RICH);
  const connection = connected();
  server.intercept = (message) =>
    message.a === 's' ? { ...message, error: FORBIDDEN } : undefined;
  await assert.rejects(connection.open('d', `${id}`), { code: 'ERR_READ_FORBIDDEN' });

  server.intercept = () => undefined;

  assert.equal(textOf(await connection.open('d', `${id}`)), '\n');
});

test('an open document stays so if it cannot be opened again', async () => {
  const connection = connected();
  const document = await connection.open('d', `${id}`, RICH);
  server.intercept = (message) =>
    message.a === 's' ? { ...message, error: FORBIDDEN } : undefined;
  await assert.rejects(connection.open('d', `${id}`), { code: 'ERR_READ_FORBIDDEN' });
  server.intercept = () => undefined;

  const committed = document.edit([{ insert: 'x' }]);
  assert.equal(connection.sync.unsent, 1);
  await committed;
  assert.equal(await connection.open('d', `${id}`), document);
});

test('a head that is ahead of us makes us fetch', async () => {
  const document = await connected().open('d', `${id}`, RICH);
  const fetched = new Promise((resolve) => {
    server.intercept = (message) => {
      if (message.a === 'f') resolve(message);
      return undefined;
    };
  });

  server.say({ a: 'heads', heads: [['d', `${id}`, document.version + 1]] });

  assert.equal((await fetched).v, document.version);
});

/** The server does not take the id that a client comes with: it was given to somebody else. */
function asAnother(message) {
  if (message.a === 'hs') message.id = 'another';
}

test('what one has written does not go out under the login of another', async () => {
  const connection = connected();
  const document = await connection.open('d', `${id}`, RICH);
  await document.edit([{ insert: 'sent' }]);
  await server.stop();
  await until(connection, 'sync', () => connection.sync.status === 'offline');
  const refused = document.edit([{ insert: 'unsent ' }]).catch(({ code }) => code);
  const told = [];
  for (const type of ['copy', 'error']) connection.addEventListener(type, ({ detail }) => told.push(detail));

  server.intercept = asAnother;
  await server.start();

  assert.equal(await refused, 'ERR_CALLER_CHANGED');
  await until(connection, 'sync', () => connection.sync.status === 'saved');
  assert.equal(textOf(document), 'sent\n');
  assert.deepEqual(told.map(({ code }) => code), ['ERR_CALLER_CHANGED', 'ERR_CALLER_CHANGED']);
  assert.equal(textOf(told.find(({ content }) => content)), 'unsent sent\n');
  await document.edit([{ insert: 'Bob ' }]);
  server.intercept = () => undefined;
  assert.equal(textOf(await connected().open('d', `${id}`)), 'Bob sent\n');
});

test('whoever comes back as himself sends what he has written', async () => {
  const connection = connected();
  const document = await connection.open('d', `${id}`, RICH);
  const copies = [];
  connection.addEventListener('copy', ({ detail }) => copies.push(detail));
  await server.stop();
  await until(connection, 'sync', () => connection.sync.status === 'offline');
  const sent = document.edit([{ insert: 'mine' }]);

  await server.start();
  await sent;

  assert.deepEqual(copies, []);
  assert.equal(textOf(await connected().open('d', `${id}`)), 'mine\n');
});

test('people see each other come, move and go', async () => {
  const ada = await connected().open('d', `${id}`, RICH);
  const bobsConnection = connected();
  const bob = await bobsConnection.open('d', `${id}`, RICH);
  ada.people.join({ name: 'Ada' });
  bob.people.join({ name: 'Bob' });
  const others = () => ada.people.others.map(({ name, selection }) => [name, selection?.index]);

  await until(ada.people, 'change', () => others().length === 1);
  assert.deepEqual(others(), [['Bob', undefined]]);
  await bob.edit([{ insert: 'word' }]);
  bob.people.update({ selection: { index: 2, length: 1 } });
  await until(ada.people, 'change', () => others()[0]?.[1] === 2);
  await ada.edit([{ insert: 'before ' }]);
  await until(ada.people, 'change', () => others()[0]?.[1] === 9);
  bobsConnection.close();
  await until(ada.people, 'change', () => others().length === 0);
});

test('what others tell of themselves is no style and no more than a name', async () => {
  const ada = await connected().open('d', `${id}`, RICH);
  const eve = await connected().open('d', `${id}`, RICH);
  ada.people.join({ name: 'Ada' });
  const told = async (self) => {
    eve.people.join({ selection: null, ...self, turn: JSON.stringify(self) });
    const shown = () => ada.people.others.find(({ turn }) => turn === JSON.stringify(self));
    await until(ada.people, 'change', () => shown());
    return shown();
  };

  const styled = await told({ name: 'Eve', color: 'red;position:fixed;background:url(https://example.org/x)' });
  assert.equal(styled.color, colorOf('Eve'));
  assert.equal((await told({ name: 'Eve', color: 'url(//example.org)' })).color, colorOf('Eve'));
  assert.equal((await told({ name: 'Eve', color: ['#abc'] })).color, colorOf('Eve'));
  assert.equal((await told({ name: 'Eve', color: '#aBc' })).color, '#aBc');

  assert.equal((await told({ name: 'E\u202ev\u2066e\n\u0000!' })).name, 'Eve!');
  assert.equal((await told({ name: '😀'.repeat(200) })).name, '😀'.repeat(100));
  assert.equal((await told({ name: { toString: 1 } })).name, '');
  assert.equal((await told({ name: 'Eve', selection: { index: 'a', length: {} } })).selection, null);
});

test('people come back after the server was away', async () => {
  const ada = await connected().open('d', `${id}`, RICH);
  const bob = await connected().open('d', `${id}`, RICH);
  ada.people.join({ name: 'Ada' });
  bob.people.join({ name: 'Bob' });
  await until(ada.people, 'change', () => ada.people.others.length === 1);

  await server.stop();
  await until(ada.people, 'change', () => ada.people.others.length === 0);
  await server.start();

  await until(ada.people, 'change', () => ada.people.others.length === 1);
  assert.deepEqual(
    ada.people.all.map(({ name, self }) => [name, self]),
    [
      ['Ada', true],
      ['Bob', false],
    ],
  );
});

/** Resolves with the first message of this kind that the server gets. */
function sent(action) {
  return new Promise((resolve) => {
    server.intercept = (message) => {
      if (message.a !== action) return undefined;
      resolve(message);
      return { a: action, expires: null };
    };
  });
}

test('a connection comes with a ticket, a fresh one each time', async () => {
  let given = 0;
  server.tickets = () => [201, `ticket-${++given}`];
  const connection = connected();
  const document = await connection.open('d', `${id}`, RICH);

  server.closeAll(4501, 'stopping');
  await until(connection, 'sync', () => connection.sync.status === 'offline');
  await document.edit([{ insert: 'x' }]);

  assert.deepEqual(server.cameWith, ['ticket-1', 'ticket-2']);
});

test('where no tickets are offered it comes without, and does not ask again', async () => {
  const connection = connected();
  const document = await connection.open('d', `${id}`, RICH);

  server.closeAll(4501, 'stopping');
  await until(connection, 'sync', () => connection.sync.status === 'offline');
  await document.edit([{ insert: 'x' }]);

  assert.deepEqual(server.cameWith, [null, null]);
  assert.equal(server.asked, 1);
});

test('who is not known to the interface may be known to the socket', async () => {
  server.tickets = () => [401];

  await connected().open('d', `${id}`, RICH);

  assert.deepEqual(server.cameWith, [null]);
});

test('a page that holds a token gives tickets itself', async () => {
  await connected({ ticket: () => 'own' }).open('d', `${id}`, RICH);

  assert.deepEqual(server.cameWith, ['own']);
  assert.equal(server.asked, 0);
});

test('a ticket that cannot be had now is tried again', async () => {
  let attempts = 0;
  const ticket = async () => {
    if (attempts++ === 0) throw new Error('no network');
    return 'late';
  };

  await connected({ ticket }).open('d', `${id}`, RICH);

  assert.deepEqual(server.cameWith, ['late']);
});

test('who is signed out is told so, and what he wrote is sent when he has signed in', async () => {
  let isIn = true;
  const ticket = async () => {
    if (!isIn) throw Object.assign(new Error('signed out'), { status: 401 });
    return 'in';
  };
  const connection = connected({ ticket });
  const document = await connection.open('d', `${id}`, RICH);
  isIn = false;
  server.closeAll(4419, 'The login has expired');
  await until(connection, 'sync', () => connection.sync.status === 'signed-out');

  const committed = document.edit([{ insert: 'kept' }]);
  assert.equal(connection.sync.unsent, 1);
  isIn = true;
  connection.retry();
  await committed;

  assert.equal(textOf(await connected().open('d', `${id}`)), 'kept\n');
});

test('a login that has expired goes on with a fresh ticket', async () => {
  const connection = connected({ ticket: () => 'fresh' });
  const document = await connection.open('d', `${id}`, RICH);

  server.closeAll(4419, 'The login has expired');
  await until(connection, 'sync', () => connection.sync.status === 'offline');
  await document.edit([{ insert: 'x' }]);

  assert.deepEqual(server.cameWith, ['fresh', 'fresh']);
});

/** A server that gives tickets to whoever comes with the secret, once the login is gone. */
function sessions() {
  let isIn = true;
  let given = 0;
  server.tickets = (secret) => {
    if (isIn) return [201, `login-${++given}`];
    return secret === 's1.secret' ? [201, `session-${++given}`] : [401];
  };
  return { signedOut: () => (isIn = false) };
}

/** Tells the client of its session, and waits until it has surely heard that. */
async function tell(document, session) {
  server.say({ a: 'session', ...session });
  await document.edit([{ insert: '.' }]);
}

const IN_AN_HOUR = Date.now() + 3_600_000;
const SESSION = { id: 's1', secret: 's1.secret', expires: IN_AN_HOUR };

async function reconnected(connection, document, code = 4501) {
  server.closeAll(code, 'over');
  await until(connection, 'sync', () => connection.sync.status === 'offline');
  await document.edit([{ insert: 'x' }]);
}

test('when there is no login any more the session is taken up', async () => {
  const login = sessions();
  const connection = connected();
  const document = await connection.open('d', `${id}`, RICH);
  await tell(document, SESSION);

  login.signedOut();
  await reconnected(connection, document);
  await reconnected(connection, document, 4419);

  assert.deepEqual(server.cameWith, ['login-1', 'session-2', 'session-3']);
});

test('a page whose own tickets are refused goes on with the session', async () => {
  const login = sessions();
  const offered = [];
  let isIn = true;
  const ticket = async ({ session }) => {
    offered.push(session);
    if (!isIn) throw Object.assign(new Error('signed out'), { status: 401 });
    return 'own';
  };
  const connection = connected({ ticket });
  const document = await connection.open('d', `${id}`, RICH);
  await tell(document, SESSION);

  login.signedOut();
  isIn = false;
  await reconnected(connection, document);

  assert.deepEqual(server.cameWith, ['own', 'session-1']);
  assert.deepEqual(offered, [null, 's1.secret']);
});

test('a session that is refused is asked for no more', async () => {
  const login = sessions();
  const secrets = [];
  const connection = connected();
  const document = await connection.open('d', `${id}`, RICH);
  await tell(document, { ...SESSION, secret: 's1.wrong' });
  login.signedOut();
  const answer = server.tickets;
  server.tickets = (secret) => {
    secrets.push(secret);
    return answer(secret);
  };

  await reconnected(connection, document);
  await reconnected(connection, document);

  assert.deepEqual(secrets, ['s1.wrong', null]);
});

test('a session is kept as long as it lives, by the page that wants it only', async () => {
  for (const [option, session, expected] of [
    [undefined, { ...SESSION, expires: Date.now() - 1 }, null],
    ['none', SESSION, null],
    ['memory', SESSION, 's1.secret'],
  ]) {
    const connection = connected({ session: option });
    const secrets = [];
    server.tickets = (secret) => {
      secrets.push(secret);
      return [201, 'any'];
    };
    const document = await connection.open('d', `${id}-${option}`, RICH);
    await tell(document, session);
    await tell(document, { id: 's1', expires: session.expires });

    await reconnected(connection, document);

    assert.deepEqual(secrets, [null, expected]);
    connection.close();
  }
  assert.throws(() => connected({ session: 'cookie' }), TypeError);
});

test('in a tab the session outlives the page until it is revoked', async () => {
  const values = new Map();
  globalThis.sessionStorage = {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => values.set(key, value),
    removeItem: (key) => values.delete(key),
  };
  try {
    const login = sessions();
    const page = connected({ session: 'tab' });
    const document = await page.open('d', `${id}`, RICH);
    await tell(document, SESSION);
    page.close();
    login.signedOut();

    const reloaded = connected({ session: 'tab' });
    await reloaded.open('d', `${id}`);
    assert.deepEqual(server.cameWith, ['login-1', 'session-2']);
    assert.equal(values.size, 1);
    server.closeAll(4420, 'Signed out');
    await until(reloaded, 'sync', () => reloaded.sync.status === 'signed-out');

    assert.equal(values.size, 0);
  } finally {
    delete globalThis.sessionStorage;
  }
});

test('signing out ends the session everywhere', async () => {
  sessions();
  const connection = connected();
  const document = await connection.open('d', `${id}`, RICH);
  await tell(document, SESSION);

  await connection.signOut();

  assert.deepEqual(server.ended, ['s1.secret']);
  assert.equal(connection.sync.status, 'stopped');
});

test('a revoked login is signed out', async () => {
  const connection = connected();
  await connection.open('d', `${id}`, RICH);

  server.closeAll(4420, 'Signed out');

  await until(connection, 'sync', () => connection.sync.status === 'signed-out');
});

test('a server that asks for a fresh ticket gets it over the open connection', async () => {
  let given = 0;
  const connection = connected({ ticket: () => `ticket-${++given}` });
  await connection.open('d', `${id}`, RICH);
  const renewed = sent('auth');

  server.say([{ a: 'auth' }]);

  assert.deepEqual(await renewed, { a: 'auth', ticket: 'ticket-2' });
  assert.equal(connection.sync.status, 'saved');
  assert.deepEqual(server.cameWith, ['ticket-1']);
});

test('a server that asks again gets another ticket, whatever became of the last', async () => {
  let given = 0;
  const ticket = async () => {
    if (++given === 2) throw new Error('no network');
    return `ticket-${given}`;
  };
  const connection = connected({ ticket });
  await connection.open('d', `${id}`, RICH);
  const renewed = sent('auth');

  const asking = setInterval(() => server.say([{ a: 'auth' }]), 10);
  const { ticket: sentTicket } = await renewed;
  clearInterval(asking);

  assert.notEqual(sentTicket, 'ticket-2');
});

test('who joins before a document is there is seen when it has been created', async () => {
  const ada = await connected().open('d', `${id}`);
  const grace = await connected().open('d', `${id}`);
  ada.people.join({ name: 'Ada' });
  assert.deepEqual(ada.people.all, []);
  grace.people.join({ name: 'Grace' });

  await ada.create('rich-text', { ops: [{ insert: '\n' }] });

  await until(grace.people, 'change', () => grace.people.others.length === 1);
  await until(ada.people, 'change', () => ada.people.others.length === 1);
  assert.deepEqual(ada.people.all.map(({ name }) => name), ['Ada', 'Grace']);
});
