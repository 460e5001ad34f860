// Connections to the server at COLLAB_URL, promises for the client's callbacks, and seeded edits.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import WebSocket from 'ws';
import ShareDB from 'sharedb/lib/client/index.js';

const PATIENCE = 20_000;
const url = process.env.COLLAB_URL;
const open = new Set();

/** A connected client. */
export async function client() {
  const connection = new ShareDB.Connection(new WebSocket(url));
  connection.on('error', (error) => console.error(error));
  open.add(connection);
  await connected(connection);
  return connection;
}

/** Closes the socket and waits until the client has noticed. */
export async function disconnect(connection) {
  if (connection.state === 'disconnected') return;
  const gone = event(connection, 'disconnected');
  connection.socket.close();
  await gone;
}

/** Breaks the socket without a word. */
export async function dropped(connection) {
  if (connection.state === 'disconnected') return;
  const gone = event(connection, 'disconnected');
  connection.socket.terminate();
  await gone;
}

/** Gives the client a new socket. */
export async function reconnect(connection) {
  connection.bindToSocket(new WebSocket(url));
  await connected(connection);
}

function connected(connection) {
  return connection.state === 'connected' ? null : event(connection, 'connected');
}

/** Ends all clients, so that the process can end. */
export function closeAll() {
  for (const connection of open) connection.socket.terminate();
}

/** A method with a node callback as a promise. */
export function call(target, method, ...args) {
  return timely(`${method} of ${target.id ?? target.channel ?? ''}`, new Promise((resolve, reject) =>
    target[method](...args, (error, value) => (error ? reject(error) : resolve(value)))));
}

/** The arguments of the next event of that name. */
export function event(emitter, name) {
  return timely(`event ${name}`, new Promise((resolve) => emitter.once(name, (...args) => resolve(args))));
}

/** Waits until a condition holds. */
export async function until(condition) {
  const end = Date.now() + PATIENCE;
  while (!condition()) {
    assert.ok(Date.now() < end, `never came true: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** Waits until the documents have nothing to send and are at one version. */
export function settled(docs) {
  return until(() => docs.every((doc) => !doc.hasPending() && doc.version === docs[0].version));
}

async function timely(what, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in time: ${what}`)), PATIENCE);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Equal as JSON; a Delta is its JSON. */
export function same(actual, expected) {
  const json = (value) => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));
  assert.deepEqual(json(actual), json(expected));
}

export const anId = () => crypto.randomUUID();

/** Random numbers from a seed (mulberry32). */
export function generator(seed) {
  let state = seed >>> 0;
  return {
    below(n) {
      state = (state + 0x6d2b79f5) >>> 0;
      let x = Math.imul(state ^ (state >>> 15), state | 1);
      x = (x + Math.imul(x ^ (x >>> 7), x | 61)) ^ x;
      return ((x ^ (x >>> 14)) >>> 0) % n;
    },
  };
}

const WORDS = ['a', 'bc', ' ', '\n', 'é', '😀', 'word', '漢字'];
const word = (random) => WORDS[random.below(WORDS.length)];

/** Inserts, or deletes up to three characters. */
export function randomText(random, data) {
  const length = [...data].length;
  const at = random.below(length + 1);
  const skip = at ? [at] : [];
  const most = Math.min(3, length - at);
  return most && random.below(3) === 0 ? [...skip, {d: 1 + random.below(most)}] : [...skip, word(random)];
}

/** Inserts text or an image, deletes, or formats. */
export function randomRich(random, data) {
  const cuts = boundaries(data);
  const from = random.below(cuts.length);
  const to = Math.min(cuts.length - 1, from + 1 + random.below(3));
  const skip = cuts[from] ? [{retain: cuts[from]}] : [];
  const length = cuts[to] - cuts[from];
  const attributes = {bold: random.below(2) ? true : null};
  switch (length ? random.below(5) : 0) {
    case 1: return [...skip, {delete: length}];
    case 2: return [...skip, {retain: length, attributes}];
    case 3: return [...skip, {insert: {image: `i${random.below(9)}`}}];
    case 4: return [...skip, {insert: word(random), attributes: {italic: true}}];
    default: return [...skip, {insert: word(random)}];
  }
}

/** Positions in UTF-16 units that split no surrogate pair. */
function boundaries(data) {
  const cuts = [0];
  for (const op of data.ops) {
    const parts = typeof op.insert === 'string' ? [...op.insert] : ['x'];
    for (const part of parts) cuts.push(cuts.at(-1) + part.length);
  }
  return cuts;
}

/** Edits {list, words, n}. */
export function randomJson(random, data) {
  const list = data.list;
  switch (random.below(7)) {
    case 0: return [{p: ['n'], na: random.below(9) - 4}];
    case 1: return [{p: ['words', random.below(data.words.length + 1)], si: word(random)}];
    case 2: {
      if (!data.words) return [];
      const at = random.below(data.words.length);
      return [{p: ['words', at], sd: data.words[at]}];
    }
    case 3: {
      if (!list.length) return [];
      const at = random.below(list.length);
      return [{p: ['list', at], ld: list[at]}];
    }
    case 4: {
      if (list.length < 2) return [];
      return [{p: ['list', random.below(list.length)], lm: random.below(list.length)}];
    }
    case 5: {
      const key = `k${random.below(4)}`;
      return key in data ? [{p: [key], od: data[key], oi: random.below(99)}] : [{p: [key], oi: random.below(99)}];
    }
    default: return [{p: ['list', random.below(list.length + 1)], li: {v: random.below(99)}}];
  }
}
