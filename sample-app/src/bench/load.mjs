// Writers on documents of a running server, closed-loop or paced; what came of it as JSON.
//
//   node load.mjs --url ws://host/collab/socket[,ws://other/...] [--spread writers|documents] [--protocol sharedb|hocuspocus] [--documents 1] [--writers 10]
//                 [--rate 0] [--seconds 10] [--warmup 5] [--type text-unicode|rich-text] [--seed 1]
//                 [--pids server=1,database=2]
//
// spread    over several servers: each writer of a document at the next, or all of one document at the same
// writers   on each document; each is one connection, subscribed, with one operation in flight
// rate      edits a second that each writer wants; 0 = the next as soon as the last is acknowledged
// pids      processes whose CPU time (children included) is measured
//
// Latencies are in milliseconds: ack from the moment the writer wanted the edit to its acknowledgement, e2e to its arrival at each
// other writer of the document, across to those at another server.
import fs from 'node:fs';
import {parseArgs} from 'node:util';
import {HocuspocusWriter} from './hocuspocus-writer.mjs';
import {ShareDbWriter} from './sharedb-writer.mjs';
import {generator} from './typist.mjs';

const options = parseArgs({options: Object.fromEntries(Object.entries({
  url: '', spread: 'writers', protocol: 'sharedb', documents: '1', writers: '10', rate: '0', seconds: '10', warmup: '5',
  type: 'text-unicode', seed: '1', pids: '',
}).map(([name, value]) => [name, {type: 'string', default: value}]))}).values;

const servers = options.url.split(',');
const documents = Number(options.documents);
const perDocument = Number(options.writers);
const rate = Number(options.rate);
const initial = 'All work and no play makes Jack a dull boy.\n'.repeat(46).slice(0, 2000);
const run = `${process.pid}-${Date.now()}`;
const started = new Map(); // the key of an edit: when its writer wanted it
let measuring = false;
let stopped = false;
let ack = [];
let e2e = [];
let across = [];
const shares = servers.map(() => 0); // acknowledged by each
let repeated = 0;
let errors = 0;
let firstError = null;

const writers = await connect();
for (const writer of writers) start(writer);
await sleep(Number(options.warmup));
const before = {time: performance.now(), cpu: cpu(), self: process.cpuUsage()};
measuring = true;
await sleep(Number(options.seconds));
measuring = false;
const seconds = (performance.now() - before.time) / 1000;
const after = {cpu: cpu(), self: process.cpuUsage(before.self)};
stopped = true;
report();
writers.forEach((writer) => writer.close());
process.exit(0);

async function connect() {
  const random = generator(Number(options.seed));
  const all = [];
  for (let d = 0; d < documents; d++) {
    const joined = [];
    for (let w = 0; w < perDocument; w++) {
      const Writer = options.protocol === 'hocuspocus' ? HocuspocusWriter : ShareDbWriter;
      const server = (options.spread === 'writers' ? w : d) % servers.length;
      const heard = {
        acknowledged: () => acknowledged(writer),
        arrived: (key) => arrived(key, server),
        repeated: () => { if (measuring) repeated++; },
        failed: (error) => failed(writer, error),
      };
      const writer = new Writer(servers[server], `${run}-${d}`,
        {type: options.type, random: generator(random(2 ** 31)), heard, initial});
      writer.server = server;
      const opened = writer.open();
      // The first makes the document; the others may come together.
      if (w === 0) await opened;
      joined.push(opened);
    }
    all.push(...(await Promise.all(joined)));
  }
  return all;
}

function start(writer) {
  writer.wanted = []; // when the edits were wanted that have not been sent
  if (rate === 0) return send(writer, performance.now());
  const interval = 1000 / rate;
  let next = performance.now() + Math.random() * interval;
  const tick = () => {
    if (stopped) return;
    const now = performance.now();
    for (; next <= now; next += interval) {
      if (writer.busy) writer.wanted.push(next);
      else send(writer, next);
    }
    setTimeout(tick, Math.max(0, next - performance.now()));
  };
  setTimeout(tick, next - performance.now());
}

function send(writer, wantedAt) {
  writer.busy = true;
  writer.wantedAt = wantedAt;
  const key = writer.nextKey();
  if (key && perDocument > 1) started.set(key, {at: wantedAt, left: perDocument - 1, server: writer.server});
  writer.write();
}

function acknowledged(writer) {
  if (!writer.busy) return;
  writer.busy = false;
  if (measuring) {
    ack.push(performance.now() - writer.wantedAt);
    shares[writer.server]++;
  }
  if (stopped) return;
  if (rate === 0) send(writer, performance.now());
  else if (writer.wanted.length) send(writer, writer.wanted.shift());
}

function arrived(key, server) {
  const edit = started.get(key);
  if (!edit) return;
  if (measuring) {
    const took = performance.now() - edit.at;
    e2e.push(took);
    if (server !== edit.server) across.push(took);
  }
  if (--edit.left === 0) started.delete(key);
}

function failed(writer, error) {
  if (stopped) return;
  errors++;
  firstError ??= String(error.message);
  if (errors > 100) {
    console.error(`too many errors: ${firstError}`);
    process.exit(1);
  }
}

function report() {
  const used = Object.fromEntries(Object.keys(before.cpu).map((name) =>
    [name, round(((after.cpu[name] - before.cpu[name]) / ack.length) * 1000)]));
  console.log(JSON.stringify({
    documents, writers: perDocument, rate, type: options.type, seconds: round(seconds),
    operationsPerSecond: Math.round(ack.length / seconds),
    ack: latency(ack),
    e2e: latency(e2e),
    across: latency(across),
    shares: shares.map((count) => round(count / ack.length)),
    cpuSecondsPer1000: used,
    generatorCpu: round((after.self.user + after.self.system) / 1e6 / seconds),
    repeatedPerOperation: round(repeated / ack.length),
    errors, firstError,
  }));
}

function latency(samples) {
  const sorted = Float64Array.from(samples).sort();
  const at = (share) => (sorted.length ? round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]) : null);
  return {p50: at(0.5), p99: at(0.99), max: at(1)};
}

/** CPU seconds used so far by each process of --pids and its children, ended ones included. */
function cpu() {
  const ticks = {};
  const children = new Map();
  for (const pid of fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const stat = statOf(pid);
    if (stat) children.set(pid, stat);
  }
  for (const pair of options.pids.split(',').filter(Boolean)) {
    const [name, root] = pair.split('=');
    let sum = 0;
    const add = (pid) => {
      sum += children.get(pid)?.ticks ?? 0;
      for (const [child, stat] of children) if (stat.parent === pid) add(child);
    };
    add(root);
    ticks[name] = sum / 100;
  }
  return ticks;
}

function statOf(pid) {
  try {
    const fields = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
    return {parent: fields[1], ticks: fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)};
  } catch {
    return null; // it has just ended
  }
}

function round(value) {
  return Number.isFinite(value) ? Number(value.toPrecision(3)) : null;
}

function sleep(seconds) {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
