// One connection of the Hocuspocus protocol that writes to one document. Its Y.Doc makes the updates; those of others are read
// for whom they are from, but not applied: that would measure this process and not the server.
import * as encoding from 'lib0/encoding';
import * as decoding from 'lib0/decoding';
import WebSocket from 'ws';
import * as Y from 'yjs';
import {Typist} from './typist.mjs';

const SYNC = 0;
const AUTH = 2;
const SYNC_REPLY = 4;
const SYNC_STATUS = 8;
const STEP1 = 0;
const STEP2 = 1;
const UPDATE = 2;

export class HocuspocusWriter {
  constructor(url, document, {random, heard, initial}) {
    this.url = url;
    this.document = document;
    this.heard = heard;
    this.initial = initial;
    this.typist = new Typist(random, initial.length);
    this.doc = new Y.Doc();
    this.text = this.doc.getText('text');
    this.synced = false;
    this.waiting = 0;
    this.doc.on('update', (update, origin) => {
      if (origin === this) return;
      this.clock = Y.getState(this.doc.store, this.doc.clientID);
      this.waiting++;
      this.#send(SYNC, (to) => {
        encoding.writeVarUint(to, UPDATE);
        encoding.writeVarUint8Array(to, update);
      });
    });
  }

  /** Connects, and fills the document if it is empty. */
  open() {
    return new Promise((resolve, reject) => {
      this.socket = new WebSocket(this.url, {perMessageDeflate: false});
      this.socket.binaryType = 'arraybuffer';
      this.socket.on('error', reject);
      this.socket.on('close', (code) => this.heard.failed(new Error(`closed with ${code}`)));
      this.socket.on('message', (data) => this.#frame(new Uint8Array(data)));
      this.socket.on('open', () => {
        this.#send(AUTH, (to) => {
          encoding.writeVarUint(to, 0);
          encoding.writeVarString(to, 'token');
          encoding.writeVarString(to, '4.7.0');
        });
        this.#send(SYNC, (to) => {
          encoding.writeVarUint(to, STEP1);
          encoding.writeVarUint8Array(to, Y.encodeStateVector(this.doc));
        });
      });
      this.ready = resolve;
    });
  }

  /** An edit of one character takes one tick of the client's clock, a deletion none: that one has no key. */
  nextKey() {
    const {insert} = (this.next ??= this.typist.next());
    return insert ? `${this.doc.clientID}:${Y.getState(this.doc.store, this.doc.clientID)}` : null;
  }

  write() {
    const {at, insert} = this.next ?? this.typist.next();
    this.next = null;
    if (insert) this.text.insert(at, insert);
    else this.text.delete(at, 1);
  }

  close() {
    this.socket.removeAllListeners('close');
    this.socket.close();
  }

  #send(type, write) {
    const to = encoding.createEncoder();
    encoding.writeVarString(to, this.document);
    encoding.writeVarUint(to, type);
    write(to);
    this.socket.send(encoding.toUint8Array(to));
  }

  #frame(bytes) {
    const from = decoding.createDecoder(bytes);
    decoding.readVarString(from);
    const type = decoding.readVarUint(from);
    if (type === SYNC || type === SYNC_REPLY) this.#sync(from);
    else if (type === SYNC_STATUS) this.#status();
  }

  #sync(from) {
    const step = decoding.readVarUint(from);
    if (step === STEP1) {
      const update = Y.encodeStateAsUpdate(this.doc, decoding.readVarUint8Array(from));
      this.waiting++;
      this.#send(SYNC, (to) => {
        encoding.writeVarUint(to, STEP2);
        encoding.writeVarUint8Array(to, update);
      });
      return;
    }
    const update = decoding.readVarUint8Array(from);
    if (this.synced) return this.#arrived(update);
    Y.applyUpdate(this.doc, update, this);
    if (step === STEP2) {
      this.synced = true;
      if (this.text.length === 0) this.text.insert(0, this.initial);
      this.starting = true;
      if (this.waiting === 0) this.#started();
    }
  }

  #arrived(update) {
    for (const struct of Y.decodeUpdate(update).structs) {
      if (struct.id.client === this.doc.clientID) continue;
      for (let i = 0; i < struct.length; i++) this.heard.arrived(`${struct.id.client}:${struct.id.clock + i}`);
    }
  }

  #status() {
    this.waiting--;
    if (this.starting && this.waiting === 0) this.#started();
    else if (!this.starting && this.synced) this.heard.acknowledged();
  }

  #started() {
    this.starting = false;
    this.ready(this);
  }
}
