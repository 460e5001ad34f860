// One connection of the ShareDB protocol that writes to one document: as little as the protocol allows, so that the
// server is measured and not this. It knows the version; it does not keep the content.
import WebSocket from 'ws';
import {Typist} from './typist.mjs';

const TYPES = {
  'text-unicode': {
    uri: 'http://sharejs.org/types/text-unicode',
    content: (text) => text,
    insert: (at, text) => (at ? [at, text] : [text]),
    remove: (at) => (at ? [at, {d: 1}] : [{d: 1}]),
  },
  'rich-text': {
    uri: 'http://sharejs.org/types/rich-text/v1',
    content: (text) => ({ops: [{insert: text}]}),
    insert: (at, text) => (at ? [{retain: at}, {insert: text}] : [{insert: text}]),
    remove: (at) => (at ? [{retain: at}, {delete: 1}] : [{delete: 1}]),
  },
};

export class ShareDbWriter {
  /**
   * @param heard {acknowledged(), arrived(key), failed(error)}; key tells an edit of all others
   */
  constructor(url, document, {type = 'text-unicode', random, heard, initial}) {
    this.url = url;
    this.document = document;
    this.type = TYPES[type];
    this.typist = new Typist(random, initial.length);
    this.heard = heard;
    this.initial = initial;
    this.version = null;
    this.seq = 0;
    this.source = null;
    this.inFlight = 0;
  }

  /** Connects, creates the document if it is not there, and subscribes. */
  open() {
    return new Promise((resolve, reject) => {
      this.socket = new WebSocket(this.url, {perMessageDeflate: false});
      this.socket.on('error', reject);
      this.socket.on('close', (code) => this.heard.failed(new Error(`closed with ${code}`)));
      this.socket.on('message', (data) => this.#frame(JSON.parse(data)));
      this.ready = resolve;
    });
  }

  /** The key of the edit that the next {@link write} sends. */
  nextKey() {
    return `${this.source}:${this.seq + 1}`;
  }

  write() {
    const {at, insert} = this.typist.next();
    this.#submit({op: insert ? this.type.insert(at, insert) : this.type.remove(at)});
  }

  close() {
    this.socket.removeAllListeners('close');
    this.socket.close();
  }

  #submit(operation) {
    this.inFlight = ++this.seq;
    this.#send({a: 'op', d: this.document, c: 'bench', v: this.version, seq: this.seq, x: {}, ...operation});
  }

  #send(message) {
    this.socket.send(JSON.stringify(message));
  }

  #frame(frame) {
    if (Array.isArray(frame)) frame.forEach((message) => this.#message(message));
    else this.#message(frame);
  }

  #message(message) {
    if (message.error && message.a !== 'op') return this.heard.failed(new Error(JSON.stringify(message)));
    switch (message.a) {
      case 'init':
        return this.#send({a: 'hs', id: null, protocol: 1, protocolMinor: 2});
      case 'hs':
        this.source = message.id;
        return this.#send({a: 's', c: 'bench', d: this.document, v: null});
      case 's':
        this.version = message.data.v;
        if (message.data.type) return this.ready(this);
        return this.#submit({create: {type: this.type.uri, data: this.type.content(this.initial)}});
      case 'op':
        return this.#operation(message);
    }
  }

  #operation(message) {
    if (message.error) {
      // Somebody else was faster to create it; the creation comes by the subscription.
      if (message.create) return message.error.code === 'ERR_DOC_ALREADY_CREATED' && this.ready(this);
      return this.heard.failed(new Error(JSON.stringify(message.error)));
    }
    if (message.src === this.source) {
      if (message.seq !== this.inFlight) return;
      if (message.v !== this.version && !(this.version === 0)) {
        return this.heard.failed(new Error(`answered at ${message.v}, is at ${this.version}`));
      }
      this.version = message.v + 1;
      this.inFlight = 0;
      if (this.seq === 1 && message.v === 0) return this.ready(this);
      this.heard.acknowledged();
    } else if (message.v === this.version) {
      this.version++;
      this.heard.arrived(`${message.src}:${message.seq}`);
    } else if (message.v > this.version) {
      this.heard.failed(new Error(`got ${message.v}, is at ${this.version}`));
    } else {
      this.heard.repeated();
    }
  }
}
