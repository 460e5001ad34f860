// How the servers are doing, asked every two seconds.
import { ask } from './api.js';
import './sign-out.js';

const EVERY_MS = 2000;
/** How many answers of a node the curve shows. */
const SHOWN = 60;

const template = document.getElementById('node');
const answer = document.getElementById('answer');
/** By id: a node that starts again has another. */
const nodes = new Map();

/** What was heard of a node, and where it is shown. */
class Node {
  #card = template.content.firstElementChild.cloneNode(true);
  #last = null;
  #rates = [];

  constructor() {
    document.getElementById('nodes').append(this.#card);
  }

  heard(now, way) {
    if (this.#last) {
      const seconds = (now.time - this.#last.time) / 1000;
      if (seconds > 0) this.#rates = [...this.#rates, (now.operations - this.#last.operations) / seconds].slice(-SHOWN);
    }
    this.#last = now;
    this.#card.querySelector('h2').textContent = `Node ${now.id.slice(0, 8)}`;
    this.#tell('connections', now.connections);
    this.#tell('documents', now.documents);
    this.#tell('operations', now.operations.toLocaleString('en'));
    this.#tell('batching', now.transactions > 0 ? (now.operations / now.transactions).toFixed(2) : '–');
    this.#tell('database', milliseconds(now.databaseMicros / 1000));
    this.#tell('way', milliseconds(way));
    this.#tell('rate', (this.#rates.at(-1) ?? 0).toFixed(1));
    this.#showBus(now);
    this.#draw();
  }

  #tell(name, value) {
    this.#card.querySelector(`[data-of=${name}]`).textContent = value;
  }

  #showBus({ bus, started, time }) {
    const badge = this.#card.querySelector('.badge');
    badge.textContent = busWords(bus);
    badge.dataset.state = 'isTrusted' in bus && !bus.isTrusted ? 'slow' : 'live';
    this.#card.querySelector('small').textContent = `up for ${duration(time - started)}`;
  }

  #draw() {
    const highest = Math.max(1, ...this.#rates);
    const points = this.#rates.map((rate, i) => `${(i * 240) / (SHOWN - 1)},${46 - (44 * rate) / highest}`);
    this.#card.querySelector('polyline').setAttribute('points', points.join(' '));
  }
}

function busWords({ carrier, isTrusted }) {
  if (carrier === undefined) return 'no bus: the database is asked';
  if (!isTrusted) return 'bus is away: others’ edits come late';
  return { redis: 'bus: Redis', database: 'bus: the database', none: 'no bus' }[carrier];
}

function milliseconds(ms) {
  return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
}

function duration(ms) {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return `${minutes} min`;
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60 / 24)} days`;
}

async function look() {
  try {
    const start = performance.now();
    const now = await ask('GET', 'operations');
    const way = performance.now() - start;
    if (!nodes.has(now.id)) nodes.set(now.id, new Node());
    nodes.get(now.id).heard(now, way);
    answer.textContent = nodes.size === 1 ? 'One server, live.' : `${nodes.size} servers heard of, live.`;
  } catch (error) {
    answer.textContent = `No answer: ${error.message}`;
  }
  setTimeout(look, EVERY_MS);
}

await look();
