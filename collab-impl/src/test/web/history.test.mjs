import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { linesOf } from '../../main/web/src/difference.js';
import { historyOf } from '../../main/web/src/history.js';
import { delayAfter } from '../../main/web/src/patience.js';

const RICH_TEXT = 'http://sharejs.org/types/rich-text/v1';
const TEXT = 'http://sharejs.org/types/text-unicode';
const by = (author) => ({ author, from: 1, to: 2 });
const realFetch = globalThis.fetch;

afterEach(() => {
  globalThis.fetch = realFetch;
});

/** Answers requests in turn, and keeps them. */
function answering(...answers) {
  const requests = [];
  globalThis.fetch = async (url, request) => {
    requests.push({ url: `${url}`, ...request });
    const { status = 200, headers = {}, body = {} } = answers.shift();
    return new Response(status === 204 ? null : JSON.stringify(body), { status, headers });
  };
  return requests;
}

function shown(lines) {
  const sign = { insertion: '+', deletion: '-', formatting: '~' };
  return lines.map(({ pieces }) =>
    pieces.map(({ text, change, by: author }) => (change ? `${sign[change]}${author}(${text})` : text)).join(''),
  );
}

test('what was inserted is marked, and what was deleted is where it was', () => {
  const data = { ops: [{ insert: 'one ' }, { insert: 'two', attributes: { bold: true } }, { insert: ' three\nfour\n' }] };
  const changes = [
    { kind: 'insertion', at: 2, length: 4, content: {}, by: by('ann') },
    { kind: 'deletion', at: 7, wasAt: 3, length: 4, content: { ops: [{ insert: ' old' }] }, by: by('ben') },
    { kind: 'deletion', at: 18, wasAt: 20, length: 2, content: { ops: [{ insert: '!\n' }] }, by: by('ben') },
    { kind: 'formatting', at: 14, length: 2, before: {}, after: {}, by: by('cleo') },
  ];

  assert.deepEqual(shown(linesOf(RICH_TEXT, data, changes)), [
    'on+ann(e )+ann(tw)o-ben( old) three',
    '~cleo(fo)ur-ben(!)-ben(¶)',
    '',
  ]);
});

test('what a whole content has lost is seen', () => {
  const changes = [{ kind: 'deletion', at: 0, wasAt: 0, length: 3, content: 'all', by: by('ann') }];

  assert.deepEqual(shown(linesOf(TEXT, '', changes)), ['-ann(all)']);
});

test('what somebody wrote is marked over the ends of lines', () => {
  const changes = [{ kind: 'authorship', at: 1, length: 3, by: by('ann') }];

  const lines = linesOf(TEXT, 'ab\ncd', changes);

  assert.deepEqual(
    lines.map(({ pieces }) => pieces.map((piece) => [piece.text, piece.by])),
    [[['a', null], ['b', 'ann']], [['c', 'ann'], ['d', null]]],
  );
});

test('plain text counts code points', () => {
  const changes = [{ kind: 'insertion', at: 1, length: 1, content: 'x', by: by('ann') }];

  assert.deepEqual(shown(linesOf(TEXT, '😀x😀', changes)), ['😀+ann(x)😀']);
});

test('other contents are shown as JSON', () => {
  assert.deepEqual(shown(linesOf('http://sharejs.org/types/JSONv0', { a: 1 })), ['{', '  "a": 1', '}']);
});

test('requests name the document, and send a token if there is one', async () => {
  const requests = answering({ body: { sessions: [] } }, { body: { changes: [] } });
  const history = historyOf(
    { collection: 'notes', id: 'a/b c' },
    { url: 'http://host/app/collab/api', token: () => 'secret' },
  );

  await history.sessions({ before: 7 });
  await history.compare(1, 3);

  assert.deepEqual(
    requests.map(({ url }) => url),
    [
      'http://host/app/collab/api/documents/notes/a%2Fb%20c/sessions?before=7',
      'http://host/app/collab/api/documents/notes/a%2Fb%20c/diff?from=1&to=3',
    ],
  );
  assert.equal(requests[0].headers.Authorization, 'Bearer secret');
});

test('what wants a confirmation is asked for again after one, with a fresh token', async () => {
  const challenge = { 'WWW-Authenticate': 'Bearer error="insufficient_user_authentication", max_age="300"' };
  const requests = answering({ status: 401, headers: challenge }, { status: 201, body: { version: 9 } });
  const wanted = [];
  const history = historyOf(
    { collection: 'c', id: 'd' },
    {
      url: 'http://host/api/',
      token: ({ fresh }) => (fresh ? 'fresh' : 'old'),
      confirm: async (what) => wanted.push(what),
    },
  );

  assert.deepEqual(await history.restore(4, { head: 8 }), { version: 9 });

  assert.deepEqual(wanted, [{ maxAge: 300 }]);
  assert.equal(requests[1].headers.Authorization, 'Bearer fresh');
  assert.equal(requests[1].headers['If-Match'], '"8"');
  assert.equal(requests[1].body, '{"version":4}');
});

test('what the server is too busy for is asked again when it says, a few times', async () => {
  const busy = { status: 429, headers: { 'Retry-After': '0' } };
  const stopping = { status: 503, headers: { 'Retry-After': '0' } };
  const refused = { ...busy, body: { code: 'ERR_LIMIT_EXCEEDED', detail: 'Too many' } };
  const requests = answering(busy, stopping, { body: { attributions: [] } }, busy, busy, busy, refused, refused);
  const history = historyOf({ collection: 'c', id: 'd' }, { url: 'http://host/api' });

  assert.deepEqual(await history.blame(), { attributions: [] });
  assert.equal(requests.length, 3);
  await assert.rejects(history.compare(1), { status: 429, code: 'ERR_LIMIT_EXCEEDED' });
  assert.equal(requests.length, 7);
});

test('what asks for a confirmation after that is confirmed, and asked again with patience', async () => {
  const busy = { status: 503, headers: { 'Retry-After': '0' } };
  const challenge = { 'WWW-Authenticate': 'Bearer error="insufficient_user_authentication", max_age="300"' };
  answering(busy, { status: 401, headers: challenge }, busy, { status: 201, body: { version: 3 } });
  const history = historyOf({ collection: 'c', id: 'd' }, { url: 'http://host/api', confirm: async () => {} });

  assert.deepEqual(await history.restore(1), { version: 3 });
});

test('one waits as long as the server says, and by chance somewhat longer', () => {
  const answer = (status, after) => new Response(null, { status, headers: after ? { 'Retry-After': after } : {} });
  const soon = new Date(Date.now() + 10_000).toUTCString();

  assert.equal(delayAfter(answer(429, '2'), 1, undefined, () => 0), 2000);
  assert.equal(delayAfter(answer(503, '2'), 3, undefined, () => 1), 3500);
  assert.ok(delayAfter(answer(503, soon), 1, undefined, () => 0) > 5_000);
  assert.equal(delayAfter(answer(503), 1, 700, () => 0), 700);
  assert.equal(delayAfter(answer(503), 1), null, 'who says nothing may have done it');
  assert.equal(delayAfter(answer(429, '2'), 4), null, 'too often');
  assert.equal(delayAfter(answer(429, '3600'), 1), null, 'too long');
  assert.equal(delayAfter(answer(413, '2'), 1), null, 'of no use');
});

test('a refusal is an error with what the server says', async () => {
  answering({ status: 403, body: { code: 'ERR_WRITE_FORBIDDEN', detail: 'You may not' } }, { status: 204 });
  const history = historyOf({ collection: 'c', id: 'd' }, { url: 'http://host/api' });

  await assert.rejects(history.restore(1), { message: 'You may not', status: 403, code: 'ERR_WRITE_FORBIDDEN' });
  assert.equal(await history.undo({ author: 'ann', from: 1 }), null);
});

test('versions get names and lose them', async () => {
  const label = { version: 4, name: 'Sent', author: 'ann', time: '2026-01-31T12:00:00Z' };
  const requests = answering({ body: { labels: [label] } }, { body: label }, { status: 204 });
  const history = historyOf({ collection: 'c', id: 'd' }, { url: 'http://host/api' });

  assert.deepEqual(await history.labels(), [label]);
  assert.deepEqual(await history.label(4, 'Sent'), label);
  await history.removeLabel(4);

  assert.deepEqual(
    requests.map(({ method, url, body }) => [method, url.replace('http://host/api/documents/c/d/', ''), body]),
    [
      ['GET', 'labels', undefined],
      ['PUT', 'labels/4', '{"name":"Sent"}'],
      ['DELETE', 'labels/4', undefined],
    ],
  );
});
