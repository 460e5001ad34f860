// The unmodified npm client sharedb 7 against the server at COLLAB_URL.
import assert from 'node:assert/strict';
import {after, describe, test} from 'node:test';
import ShareDB from 'sharedb/lib/client/index.js';
import {type as text} from 'ot-text-unicode';
import richText from 'rich-text';
import {
  anId, call, client, closeAll, disconnect, dropped, event, generator, randomJson, randomRich,
  randomText, reconnect, same, settled, until,
} from './clients.mjs';

ShareDB.types.register(text);
ShareDB.types.register(richText.type);
ShareDB.logger.setMethods({warn: () => {}});

const JSON0 = 'http://sharejs.org/types/JSONv0';
const TEXT = text.uri;
const RICH = richText.type.uri;

after(closeAll);

describe('handshake', () => {
  test('a connection gets an id and keeps it over a reconnection', async () => {
    const connection = await client();
    const id = connection.id;
    assert.equal(typeof id, 'string');

    await disconnect(connection);
    await reconnect(connection);

    assert.equal(connection.id, id);
  });

  test('two connections have different ids', async () => {
    assert.notEqual((await client()).id, (await client()).id);
  });

  test('a ping is answered', async () => {
    const connection = await client();
    const pong = event(connection, 'pong');
    connection.ping();
    await pong;
  });
});

describe('documents', () => {
  test('what never existed has version 0 and no type', async () => {
    const doc = (await client()).get('docs', anId());
    await call(doc, 'fetch');
    assert.equal(doc.version, 0);
    assert.equal(doc.type, null);
    assert.equal(doc.data, undefined);
  });

  for (const [name, uri, data, op, result] of [
    ['json0', JSON0, {list: [1], name: 'a'}, [{p: ['list', 1], li: 2}], {list: [1, 2], name: 'a'}],
    ['text-unicode', TEXT, 'aé😀', [3, 'z'], 'aé😀z'],
    ['rich-text', RICH, [{insert: 'one\n'}], [{retain: 3, attributes: {bold: true}}],
      {ops: [{insert: 'one', attributes: {bold: true}}, {insert: '\n'}]}],
  ]) {
    test(`${name} is created, fetched, edited and deleted`, async () => {
      const id = anId();
      const mine = (await client()).get('docs', id);
      const theirs = (await client()).get('docs', id);
      await call(mine, 'create', data, uri);
      assert.equal(mine.version, 1);
      await call(mine, 'submitOp', op);
      assert.equal(mine.version, 2);

      await call(theirs, 'fetch');
      assert.equal(theirs.version, 2);
      assert.equal(theirs.type.uri, uri);
      same(theirs.data, result);

      await call(mine, 'del');
      await call(theirs, 'fetch');
      assert.equal(theirs.version, 3);
      assert.equal(theirs.type, null);
    });
  }

  test('a short type name will do', async () => {
    const doc = (await client()).get('docs', anId());
    await call(doc, 'create', 'x', 'text-unicode');
    assert.equal(doc.type.uri, TEXT);
  });

  for (const [what, data, uri] of [
    ['an empty text', '', TEXT], ['an empty rich text', [], RICH], ['null', null, JSON0], ['zero', 0, JSON0],
    ['false', false, JSON0], ['an empty string', '', JSON0], ['U+0000', 'a\u0000b', TEXT],
    ['deep JSON', {a: [{b: [{c: 'ü'}]}]}, JSON0],
  ]) {
    test(`${what} is content like any other`, async () => {
      const id = anId();
      await call((await client()).get('docs', id), 'create', data, uri);
      const read = (await client()).get('docs', id);
      await call(read, 'fetch');
      assert.equal(read.version, 1);
      assert.equal(read.type.uri, uri);
      same(read.data, uri === RICH ? {ops: data} : data);
    });
  }

  test('a deleted document is created again and its version goes on', async () => {
    const doc = (await client()).get('docs', anId());
    await call(doc, 'create', {a: 1});
    await call(doc, 'del');
    await call(doc, 'create', 'again', TEXT);
    assert.equal(doc.version, 3);
    const read = (await client()).get('docs', doc.id);
    await call(read, 'fetch');
    assert.equal(read.data, 'again');
  });

  test('half a megabyte goes both ways', async () => {
    const long = 'abcdefghij'.repeat(50_000);
    const doc = (await client()).get('docs', anId());
    await call(doc, 'create', long, TEXT);
    const read = (await client()).get('docs', doc.id);
    await call(read, 'fetch');
    assert.equal(read.data.length, long.length);
    assert.ok(read.data === long);
  });
});

describe('subscriptions', () => {
  test('creation, edits and deletion reach a subscriber in order', async () => {
    const id = anId();
    const mine = (await client()).get('docs', id);
    const theirs = (await client()).get('docs', id);
    const seen = [];
    theirs.on('create', () => seen.push('create'));
    theirs.on('op', (op) => seen.push(op[0].na));
    theirs.on('del', () => seen.push('del'));
    await call(theirs, 'subscribe');

    await call(mine, 'create', {n: 0});
    await call(mine, 'submitOp', [{p: ['n'], na: 1}]);
    await call(mine, 'submitOp', [{p: ['n'], na: 2}]);
    await call(mine, 'del');

    await until(() => seen.length === 4);
    assert.deepEqual(seen, ['create', 1, 2, 'del']);
  });

  test('a subscriber is told who made an edit, and of its own only by the answer', async () => {
    const {mine, theirs} = await pair({n: 0}, JSON0);
    let echoes = 0;
    mine.on('op', (op, source) => { if (!source) echoes++; });
    const told = event(theirs, 'op');
    await call(mine, 'submitOp', [{p: ['n'], na: 1}]);
    const [, source, src] = await told;
    assert.equal(source, false);
    assert.equal(src, mine.connection.id);
    assert.equal(echoes, 0);
  });

  test('after unsubscribing nothing comes', async () => {
    const {mine, theirs} = await pair({n: 0}, JSON0);
    await call(theirs, 'unsubscribe');
    await call(mine, 'submitOp', [{p: ['n'], na: 1}]);
    await call(theirs.connection.get('docs', anId()), 'fetch'); // behind anything that would have come
    assert.equal(theirs.version, 1);
    await call(theirs, 'fetch');
    assert.equal(theirs.data.n, 1);
  });

  test('unsubscribing and subscribing at once leaves it subscribed', async () => {
    const {mine, theirs} = await pair({n: 0}, JSON0);
    for (let i = 0; i < 20; i++) {
      theirs.unsubscribe();
      await call(theirs, 'subscribe');
      await call(mine, 'submitOp', [{p: ['n'], na: 1}]);
      await until(() => theirs.data.n === i + 1);
    }
  });

  test('subscribing from a known version brings what was missed', async () => {
    const {mine, theirs} = await pair('', TEXT);
    await call(theirs, 'unsubscribe');
    for (const c of 'missed') await call(mine, 'submitOp', [mine.data.length, c].filter(Boolean));
    await call(theirs, 'subscribe');
    assert.equal(theirs.version, mine.version);
    assert.equal(theirs.data, 'missed');
  });

  test('many documents are subscribed to in bulk, new ones among them', async () => {
    const writer = await client();
    const ids = Array.from({length: 60}, anId);
    await Promise.all(ids.slice(0, 30).map((id, i) => call(writer.get('docs', id), 'create', {i})));

    const reader = await client();
    reader.startBulk();
    const docs = ids.map((id) => reader.get('docs', id));
    const subscribed = Promise.all(docs.map((doc) => call(doc, 'subscribe')));
    reader.endBulk();
    await subscribed;
    assert.deepEqual(docs.slice(0, 30).map((doc) => doc.data.i), [...Array(30).keys()]);
    assert.ok(docs.slice(30).every((doc) => doc.version === 0));

    await Promise.all(ids.slice(30).map((id, i) => call(writer.get('docs', id), 'create', {i})));
    await until(() => docs.slice(30).every((doc, i) => doc.data?.i === i));
  });

  test('bulk unsubscribing ends them all', async () => {
    const writer = await client();
    const reader = await client();
    const ids = Array.from({length: 5}, anId);
    const docs = ids.map((id) => reader.get('docs', id));
    await Promise.all(docs.map((doc) => call(doc, 'subscribe')));
    reader.startBulk();
    const ended = Promise.all(docs.map((doc) => call(doc, 'unsubscribe')));
    reader.endBulk();
    await ended;
    await Promise.all(ids.map((id) => call(writer.get('docs', id), 'create', {})));
    await call(reader.get('docs', anId()), 'fetch');
    assert.ok(docs.every((doc) => doc.version === 0));
  });
});

describe('editing together', () => {
  for (const [name, uri, start, edit] of [
    ['text-unicode', TEXT, 'start', randomText],
    ['rich-text', RICH, [{insert: 'start\n'}], randomRich],
    ['json0', JSON0, {list: [], words: 'w', n: 0}, randomJson],
  ]) {
    test(`three clients of one ${name} document converge`, async (t) => {
      await converge(t, uri, start, edit, {clients: 3, edits: 120, breaks: 0});
    });
    test(`clients of one ${name} document that lose their connection converge`, async (t) => {
      await converge(t, uri, start, edit, {clients: 3, edits: 100, breaks: 12});
    });
  }

  async function converge(t, uri, start, edit, {clients, edits, breaks}) {
    const seed = Number(process.env.COLLAB_SEED ?? Math.floor(Math.random() * 1e9));
    t.diagnostic(`COLLAB_SEED=${seed}`);
    const random = generator(seed);
    const id = anId();
    const docs = [];
    for (let i = 0; i < clients; i++) {
      const doc = (await client()).get('docs', id);
      if (i === 0) await call(doc, 'create', start, uri);
      await call(doc, 'subscribe');
      docs.push(doc);
    }
    for (let i = 0; i < edits; i++) {
      const doc = docs[random.below(clients)];
      doc.submitOp(edit(random, doc.data));
      if (random.below(3) === 0) await new Promise(setImmediate);
      if (random.below(edits) < breaks) {
        const broken = docs[random.below(clients)].connection;
        await dropped(broken);
        await reconnect(broken);
      }
    }
    await settled(docs);
    const read = (await client()).get('docs', id);
    await call(read, 'fetch');
    for (const doc of docs) {
      assert.equal(doc.version, read.version);
      same(doc.data, read.data);
    }
  }

  test('of two who create one document the second is told', async () => {
    const id = anId();
    const one = (await client()).get('docs', id);
    const two = (await client()).get('docs', id);
    const results = await Promise.allSettled([call(one, 'create', {by: 1}), call(two, 'create', {by: 2})]);
    const refused = results.filter((result) => result.status === 'rejected');
    assert.equal(refused.length, 1);
    assert.equal(refused[0].reason.code, 'ERR_DOC_ALREADY_CREATED');
    await call(one, 'fetch');
    await call(two, 'fetch');
    same(one.data, two.data);
  });

  test('inserts at one place go in the order of the types', async () => {
    for (const [uri, start, insert, expected] of [
      [TEXT, '', (s) => [s], 'NC'],
      [RICH, [], (s) => [{insert: s}], {ops: [{insert: 'CN'}]}],
    ]) {
      const {mine, theirs} = await pair(start, uri);
      await call(theirs, 'unsubscribe');
      await call(mine, 'submitOp', insert('C'));
      await call(theirs, 'submitOp', insert('N'));
      same(theirs.data, expected);
      await until(() => mine.version === 3);
      same(mine.data, expected);
    }
  });

  test('edits made while one is on its way go as one', async () => {
    const {mine, theirs} = await pair('', TEXT);
    mine.submitOp(['a']);
    await new Promise(setImmediate);
    for (const c of 'bcdefgh') mine.submitOp([c]);
    await settled([mine, theirs]);
    assert.equal(theirs.data, 'hgfedcba');
    assert.equal(theirs.version, 3);
  });

  test('a paused document sends when it is resumed', async () => {
    const {mine, theirs} = await pair('', TEXT);
    mine.pause();
    mine.submitOp(['late']);
    await call(theirs, 'fetch');
    assert.equal(theirs.data, '');
    mine.resume();
    await until(() => theirs.data === 'late');
  });

  test('an operation that does nothing takes a version', async () => {
    const {mine, theirs} = await pair({}, JSON0);
    await call(mine, 'submitOp', []);
    await until(() => theirs.version === 2);
    assert.equal(mine.version, 2);
  });
});

describe('reconnection', () => {
  test('what was typed offline is sent, what was missed comes', async () => {
    const {mine, theirs} = await pair('ab', TEXT);
    await disconnect(mine.connection);
    mine.submitOp([1, '-mine-']);
    await call(theirs, 'submitOp', [2, '-theirs-']);
    await reconnect(mine.connection);
    await settled([mine, theirs]);
    assert.equal(mine.data, 'a-mine-b-theirs-');
    assert.equal(theirs.data, mine.data);
  });

  test('an operation whose answer was lost is committed once', async () => {
    const {mine, theirs} = await pair({n: 0}, JSON0);
    for (let i = 1; i <= 20; i++) {
      mine.connection.socket.onmessage = () => {}; // the answer does not arrive
      mine.submitOp([{p: ['n'], na: 1}]);
      await until(() => theirs.data.n === i);
      await disconnect(mine.connection);
      await reconnect(mine.connection);
      await settled([mine]);
      assert.equal(mine.version, i + 1);
    }
    await call(theirs, 'fetch');
    assert.equal(theirs.data.n, 20);
    assert.equal(mine.data.n, 20);
  });

  test('a creation whose answer was lost is answered as first committed', async () => {
    const id = anId();
    const mine = (await client()).get('docs', id);
    const theirs = (await client()).get('docs', id);
    await call(theirs, 'subscribe');
    mine.connection.socket.onmessage = () => {};
    const created = call(mine, 'create', {n: 0});
    await until(() => theirs.type);
    await call(theirs, 'submitOp', [{p: ['n'], na: 5}]);
    await disconnect(mine.connection);
    await reconnect(mine.connection);
    await created;
    await call(mine, 'fetch');
    assert.equal(mine.version, 2);
    assert.equal(mine.data.n, 5);
  });

  test('all subscriptions of a connection come back', async () => {
    const reader = await client();
    const writer = await client();
    const ids = Array.from({length: 20}, anId);
    const docs = ids.map((id) => reader.get('docs', id));
    await Promise.all(ids.map((id) => call(writer.get('docs', id), 'create', {n: 0})));
    await Promise.all(docs.map((doc) => call(doc, 'subscribe')));
    await disconnect(reader);
    await Promise.all(ids.map((id) => call(writer.get('docs', id), 'submitOp', [{p: ['n'], na: 1}])));
    await reconnect(reader);
    await until(() => docs.every((doc) => doc.data.n === 1));
    await Promise.all(ids.map((id) => call(writer.get('docs', id), 'submitOp', [{p: ['n'], na: 1}])));
    await until(() => docs.every((doc) => doc.data.n === 2));
  });
});

describe('what is pending', () => {
  test('hasPending and whenNothingPending follow an edit', async () => {
    const {mine} = await pair('', TEXT);
    const connection = mine.connection;
    assert.equal(connection.hasPending(), false);
    mine.submitOp(['x']);
    assert.equal(connection.hasPending(), true);
    await new Promise((resolve) => connection.whenNothingPending(resolve));
    assert.equal(connection.hasPending(), false);
    assert.equal(mine.version, 2);
  });

  test('nothing is pending after a subscription', async () => {
    const connection = await client();
    const doc = connection.get('docs', anId());
    doc.subscribe();
    assert.equal(connection.hasPending(), true);
    await new Promise((resolve) => connection.whenNothingPending(resolve));
    assert.equal(doc.subscribed, true);
  });
});

describe('history', () => {
  async function written() {
    const doc = (await client()).get('docs', anId());
    await call(doc, 'create', 'v1', TEXT);
    const times = [Date.now()];
    for (const op of [[2, ' v2'], [5, ' v3']]) {
      await new Promise((resolve) => setTimeout(resolve, 25));
      await call(doc, 'submitOp', op);
      times.push(Date.now());
    }
    return {doc, times};
  }

  test('a snapshot of every version', async () => {
    const {doc} = await written();
    const at = (v) => call(doc.connection, 'fetchSnapshot', 'docs', doc.id, v);
    const contents = [];
    for (const v of [0, 1, 2, 3, null]) {
      const snapshot = await at(v);
      assert.equal(snapshot.id, doc.id);
      assert.equal(snapshot.v, v ?? 3);
      contents.push([snapshot.type, snapshot.data]);
    }
    assert.deepEqual(contents,
      [[null, undefined], [TEXT, 'v1'], [TEXT, 'v1 v2'], [TEXT, 'v1 v2 v3'], [TEXT, 'v1 v2 v3']]);
  });

  test('a version that is not there yet is refused', async () => {
    const {doc} = await written();
    await assert.rejects(call(doc.connection, 'fetchSnapshot', 'docs', doc.id, 9));
  });

  test('a deleted document has its versions', async () => {
    const {doc} = await written();
    await call(doc, 'del');
    assert.equal((await call(doc.connection, 'fetchSnapshot', 'docs', doc.id, 4)).type, null);
    assert.equal((await call(doc.connection, 'fetchSnapshot', 'docs', doc.id, 3)).data, 'v1 v2 v3');
  });

  test('a snapshot by time', async () => {
    const {doc, times} = await written();
    const at = async (time) =>
      (await call(doc.connection, 'fetchSnapshotByTimestamp', 'docs', doc.id, time)).data;
    assert.equal(await at(times[0] - 60_000), undefined);
    assert.equal(await at(times[0]), 'v1');
    assert.equal(await at(times[1]), 'v1 v2');
    assert.equal(await at(times[2] + 60_000), 'v1 v2 v3');
    assert.equal(await at(null), 'v1 v2 v3');
  });
});

describe('errors', () => {
  test('an operation that does not fit is refused and editing goes on', async () => {
    const {mine, theirs} = await pair('abc', TEXT);
    // The client would not let it pass either, so it goes out by hand.
    const refused = await raw(mine.connection, {a: 'op', c: 'docs', d: mine.id, v: 1, seq: 900, x: {}, op: [99, 'x']});
    assert.equal(refused.error.code, 'ERR_OT_OP_NOT_APPLIED');
    await call(mine, 'submitOp', [3, 'd']);
    await until(() => theirs.data === 'abcd');
  });

  for (const [what, message, code] of [
    ['an edit of what does not exist', {v: 0, op: ['x']}, 'ERR_DOC_DOES_NOT_EXIST'],
    ['a version ahead of the document', {v: 7, op: ['x']}, 'ERR_OP_VERSION_NEWER_THAN_CURRENT_SNAPSHOT'],
    ['a negative version', {v: -1, op: ['x']}, 'ERR_MESSAGE_BADLY_FORMED'],
    ['a creation without type', {v: 0, create: {}}, 'ERR_OT_OP_BADLY_FORMED'],
  ]) {
    test(`${what} is ${code}`, async () => {
      const connection = await client();
      const reply = await raw(connection, {a: 'op', c: 'docs', d: anId(), seq: 900, x: {}, ...message});
      assert.equal(reply.error.code, code);
    });
  }

  const gone = (error) => ['ERR_DOC_WAS_DELETED', 'ERR_DOC_DOES_NOT_EXIST'].includes(error.code);

  test('a json0 edit that is refused is undone in the client', async () => {
    const {mine, theirs} = await pair({n: 0}, JSON0);
    await call(theirs, 'unsubscribe');
    await call(mine, 'del');
    await assert.rejects(call(theirs, 'submitOp', [{p: ['n'], na: 1}]), gone);
    assert.equal(theirs.data.n, 0);
    await call(theirs, 'fetch');
    assert.equal(theirs.type, null);
  });

  test('a rich-text edit that is refused makes the client fetch anew', async () => {
    const {mine, theirs} = await pair([{insert: 'a\n'}], RICH);
    await call(theirs, 'unsubscribe');
    await call(mine, 'del');
    await assert.rejects(call(theirs, 'submitOp', [{insert: 'x'}]), gone);
    assert.equal(theirs.version, 2);
    assert.equal(theirs.type, null);
  });

  test('an unknown action is answered and the connection goes on', async () => {
    const connection = await client();
    const reply = await raw(connection, {a: 'nonsense'});
    assert.equal(reply.error.code, 'ERR_MESSAGE_BADLY_FORMED');
    await call(connection.get('docs', anId()), 'fetch');
  });

  test('queries are answered with an error, and the connection goes on', async (t) => {
    if (process.env.COLLAB_QUERIES) return t.skip('this server has queries');
    const connection = await client();
    for (const query of ['createFetchQuery', 'createSubscribeQuery']) {
      const error = await new Promise((resolve) => connection[query]('docs', {}, {}, resolve));
      assert.equal(error.code, 'ERR_DATABASE_METHOD_NOT_IMPLEMENTED');
    }
    await call(connection.get('docs', anId()), 'fetch');
  });
});

describe('presence', () => {
  test('a channel tells who is there, what they do, and that they went', async () => {
    const {mine, theirs} = await channel();
    const local = mine.create('me');
    await submitPresence(local, {cursor: 1});
    await until(() => theirs.remotePresences.me?.cursor === 1);
    await submitPresence(local, {cursor: 2});
    await until(() => theirs.remotePresences.me?.cursor === 2);
    await submitPresence(local, null);
    await until(() => !('me' in theirs.remotePresences));
  });

  test('one who comes later learns who is there', async () => {
    const {mine, name} = await channel();
    await submitPresence(mine.create('me'), {here: true});
    const later = (await client()).getPresence(name);
    await call(later, 'subscribe');
    await until(() => later.remotePresences.me?.here);
  });

  test('a lost connection ends its presences', async () => {
    const {mine, theirs} = await channel();
    await submitPresence(mine.create('me'), {cursor: 1});
    await until(() => theirs.remotePresences.me);
    await dropped(mine.connection);
    await until(() => !theirs.remotePresences.me);
  });

  test('a presence without a subscription ends with its connection too', async (t) => {
    if (process.env.COLLAB_GHOSTS) return t.skip('this server keeps ghosts');
    const name = anId();
    const mine = (await client()).getPresence(name);
    const theirs = (await client()).getPresence(name);
    await call(theirs, 'subscribe');
    await submitPresence(mine.create('me'), {cursor: 1});
    await until(() => theirs.remotePresences.me);
    await dropped(mine.connection);
    await until(() => !theirs.remotePresences.me);
  });

  test('a reconnected client is there again', async () => {
    const {mine, theirs} = await channel();
    await submitPresence(mine.create('me'), {cursor: 1});
    await until(() => theirs.remotePresences.me);
    await dropped(mine.connection);
    await until(() => !theirs.remotePresences.me);
    await reconnect(mine.connection);
    await until(() => theirs.remotePresences.me?.cursor === 1);
  });

  test('after unsubscribing from a channel nothing comes', async () => {
    const {mine, theirs} = await channel();
    await call(theirs, 'unsubscribe');
    let heard = 0;
    theirs.on('receive', () => heard++);
    await submitPresence(mine.create('me'), {cursor: 1});
    await call(theirs.connection.get('docs', anId()), 'fetch');
    assert.equal(heard, 0);
  });

  test('a cursor in a rich text moves with what others type', async () => {
    const {mine, theirs} = await pair([{insert: 'hello\n'}], RICH);
    const here = mine.connection.getDocPresence('docs', mine.id);
    const there = theirs.connection.getDocPresence('docs', mine.id);
    await call(here, 'subscribe');
    await call(there, 'subscribe');
    await submitPresence(here.create('me'), {index: 5, length: 0});
    await until(() => there.remotePresences.me?.index === 5);
    await call(theirs, 'submitOp', [{insert: 'oh, '}]);
    await until(() => there.remotePresences.me.index === 9);
  });

  test('the server moves a cursor that is behind the document', async () => {
    const {mine, theirs} = await pair([{insert: 'hello\n'}], RICH);
    const there = theirs.connection.getDocPresence('docs', mine.id);
    await call(there, 'subscribe');
    await call(mine, 'unsubscribe');
    await call(theirs, 'submitOp', [{insert: 'oh, '}]);
    await submitPresence(mine.connection.getDocPresence('docs', mine.id).create('me'), {index: 5, length: 0});
    await until(() => there.remotePresences.me?.index === 9);
  });

  async function channel() {
    const name = anId();
    const mine = (await client()).getPresence(name);
    const theirs = (await client()).getPresence(name);
    await call(mine, 'subscribe');
    await call(theirs, 'subscribe');
    return {name, mine, theirs};
  }

  const submitPresence = (local, value) => call(local, 'submit', value);
});

/** Two clients subscribed to a new document. */
async function pair(data, uri) {
  const id = anId();
  const mine = (await client()).get('docs', id);
  const theirs = (await client()).get('docs', id);
  await call(mine, 'create', data, uri);
  await call(mine, 'subscribe');
  await call(theirs, 'subscribe');
  return {mine, theirs};
}

/** Sends a message past the client's own checks and gives the answer with an error in it. */
function raw(connection, message) {
  return new Promise((resolve) => {
    const handle = (request) => {
      if (request.data?.error && request.data.a === message.a) {
        connection.removeListener('receive', handle);
        resolve(request.data);
        request.data = null;
      }
    };
    connection.on('receive', handle);
    connection.send(message);
  });
}
