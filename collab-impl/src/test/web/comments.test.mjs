import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { after, before, beforeEach, test } from 'node:test';
import { movedAnchor } from '../../main/web/src/anchors.js';
import { commentsOf } from '../../main/web/src/comments.js';
import { types } from '../../main/web/node_modules/sharedb/lib/client/index.js';
import { connect } from '../../main/web/src/connection.js';
import { ShareServer, WebSocket } from './backend.mjs';

const URIS = {
  text: 'http://sharejs.org/types/text-unicode',
  'rich-text': 'http://sharejs.org/types/rich-text/v1',
};
const { json0 } = types.map;
const THREAD = {
  anchor: { version: 1, start: 4, end: 7 },
  quote: 'two',
  comments: [{ id: 't', author: 'ann', at: 5, text: 'Why?' }],
};

let server;
let api;
let asked;
let answer;
let connections = [];
let id = 0;

before(async () => {
  server = await new ShareServer().start();
  api = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    asked.push({ method: request.method, url: request.url, body: body && JSON.parse(body), headers: request.headers });
    const [status, json, headers] = await answer(asked.at(-1), asked.length);
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
    response.end(json === undefined ? '' : JSON.stringify(json));
  });
  await new Promise((resolve) => api.listen(0, '127.0.0.1', resolve));
});

beforeEach(() => {
  id++;
  asked = [];
  answer = () => [500, {}];
  for (const connection of connections.splice(0)) connection.close();
});

after(async () => {
  for (const connection of connections) connection.close();
  await server.stop();
  api.closeAllConnections();
  await new Promise((resolve) => api.close(resolve));
});

function connected() {
  const connection = connect({ url: server.url, WebSocket });
  connections.push(connection);
  return connection;
}

async function opened(create, options) {
  const document = await connected().open('d', `${id}`, create && { create });
  const comments = commentsOf(document, {
    api: `http://127.0.0.1:${api.address().port}/api/`,
    headers: async () => ({ Authorization: 'Bearer mine' }),
    ...options,
  });
  await comments.ready;
  return { document, comments };
}

/** What the server does when somebody starts a thread. */
async function said(thread = THREAD) {
  const holder = await connected().open('collab.comments/d', `${id}`, {
    create: { type: 'json0', content: { threads: {} } },
  });
  await holder.edit([{ p: ['threads', 't'], oi: thread }]);
  return holder;
}

function until(comments, holds) {
  return new Promise((resolve) => {
    const look = () => {
      if (!holds(comments.threads)) return;
      comments.removeEventListener('change', look);
      resolve(comments.threads);
    };
    comments.addEventListener('change', look);
    look();
  });
}

const isPlaced = ([thread]) => thread?.isPlaced;

test('ranges move as in the cases that the server shares with us', () => {
  const file = new URL('../resources/io/collabee/impl/comments/anchors.jsonl', import.meta.url);
  const cases = readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
  assert.equal(cases.length, 300);
  for (const { type, start, end, op, moved } of cases) {
    const expected = moved ? { start: moved[0], end: moved[1] } : { gone: true };
    assert.deepEqual(movedAnchor({ start, end }, op, { uri: URIS[type] }), expected, JSON.stringify(op));
  }
});

test('a path goes with the item of its list and is gone with it', () => {
  const anchor = { path: ['todo', 2, 'text'] };

  assert.deepEqual(movedAnchor(anchor, [{ p: ['todo', 0], li: 1 }], json0), { path: ['todo', 3, 'text'] });
  assert.deepEqual(movedAnchor(anchor, [{ p: ['todo', 2], lm: 0 }], json0), { path: ['todo', 0, 'text'] });
  assert.deepEqual(movedAnchor(anchor, [{ p: ['todo', 2, 'text', 0], si: 'x' }], json0), anchor);
  assert.deepEqual(movedAnchor(anchor, [{ p: ['todo', 2], ld: 1 }], json0), { gone: true });
});

test('a thread that comes is placed where the server says, and goes along from there', async () => {
  const { document, comments } = await opened({ type: URIS.text, content: 'one two three' });
  assert.deepEqual(comments.threads, []);
  answer = () => [200, { threads: [{ id: 't', ...THREAD }] }];

  await said();
  const [placed] = await until(comments, isPlaced);
  await document.edit([2, 'x']);
  const other = await connected().open('d', `${id}`);
  await other.edit(['yy']);
  await until(comments, ([{ anchor }]) => anchor.index === 7);

  assert.deepEqual(placed.anchor, { index: 4, length: 3 });
  assert.equal(asked[0].url, `/api/documents/d/${id}/comments?version=1`);
  assert.equal(asked[0].headers.authorization, 'Bearer mine');
  assert.equal(asked.length, 1);
  await other.edit([7, { d: 3 }]);
  const [gone] = await until(comments, ([{ isGone }]) => isGone);
  assert.equal(gone.anchor, null);
  assert.equal(gone.quote, 'two');
});

test('what is unsent, and what is written while the server is asked, moves it too', async () => {
  const { document, comments } = await opened({ type: URIS.text, content: 'one two three' });
  // The answer to this edit never comes.
  server.intercept = (message) => (message.a === 'op' && message.c === 'd' ? { a: 'none' } : undefined);
  document.edit(['in flight ']).catch(() => {});
  document.edit(['pending ']).catch(() => {});
  answer = async () => {
    document.edit(['late ']).catch(() => {});
    return [200, { threads: [{ id: 't', ...THREAD }] }];
  };

  await said();
  const [{ anchor }] = await until(comments, isPlaced);
  server.intercept = () => undefined;

  const text = document.content;
  assert.equal(text.slice(anchor.index, anchor.index + anchor.length), 'two');
  assert.equal(text, 'late pending in flight one two three');
});

test('a thread of a version that is not here yet is asked for when it is', async () => {
  const { document, comments } = await opened({ type: URIS.text, content: 'one two three' });
  answer = ({ url }) => {
    const version = Number(url.split('=')[1]);
    return [200, { threads: [{ id: 't', ...THREAD, anchor: { version, start: 5, end: 8 } }] }];
  };

  await said({ ...THREAD, anchor: { version: 2, start: 5, end: 8 } });
  await until(comments, (threads) => threads.length === 1);
  assert.equal(comments.threads[0].isPlaced, false);
  await document.edit(['x']);
  const [{ anchor }] = await until(comments, isPlaced);

  assert.deepEqual(anchor, { index: 5, length: 3 });
  assert.equal(asked.length, 1);
});

test('what somebody comments on goes along until all is saved', async () => {
  const { document, comments } = await opened({ type: URIS.text, content: 'one two three' });
  answer = () => [201, {}];
  document.edit(['zero ']);

  const starting = comments.start({ index: 9, length: 3 }, 'Why?', { id: 'mine' });
  document.edit(['x ']);
  await starting;

  assert.deepEqual(asked[0].body, {
    id: 'mine',
    anchor: { version: document.version, start: 11, end: 14 },
    text: 'Why?',
  });
});

test('what was deleted before it was said is not commented on', async () => {
  const { document, comments } = await opened({ type: URIS.text, content: 'one two three' });
  document.edit(['x']);

  const starting = comments.start({ index: 5, length: 3 }, 'Why?');
  document.edit([5, { d: 3 }]);

  await assert.rejects(starting, { code: 'GONE' });
  assert.equal(asked.length, 0);
});

test('a comment is sent again with its id if the server is away, and a refusal is told', async () => {
  const { comments } = await opened({ type: URIS.text, content: 'one' });
  answer = (_request, count) => (count === 1 ? [503, {}] : [201, {}]);

  await comments.reply('t', 'Because.');

  assert.equal(asked.length, 2);
  assert.deepEqual(asked[0].body, asked[1].body);
  answer = () => [403, { code: 'ERR_COMMENT_FORBIDDEN', detail: 'You may not' }];
  await assert.rejects(comments.resolve('t'), { code: 'ERR_COMMENT_FORBIDDEN', message: 'You may not' });
});

test('a comment that wants a confirmation is sent again after one, with a fresh login', async () => {
  const wanted = [];
  const { comments } = await opened(
    { type: URIS.text, content: 'one' },
    {
      headers: async ({ fresh }) => ({ Authorization: fresh ? 'Bearer fresh' : 'Bearer old' }),
      confirm: async (what) => wanted.push(what),
    },
  );
  const challenge = { 'WWW-Authenticate': 'Bearer error="insufficient_user_authentication", max_age="300"' };
  answer = (_request, count) => (count === 1 ? [401, {}, challenge] : [201, { id: 'c' }]);

  assert.deepEqual(await comments.reply('t', 'Because.'), { id: 'c' });

  assert.deepEqual(wanted, [{ maxAge: 300 }]);
  assert.deepEqual(
    asked.map(({ headers }) => headers.authorization),
    ['Bearer old', 'Bearer fresh'],
  );
  assert.deepEqual(asked[0].body, asked[1].body);
});
