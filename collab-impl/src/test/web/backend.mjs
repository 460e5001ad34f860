import { createRequire } from 'node:module';
import { Duplex } from 'node:stream';

const require = createRequire(new URL('../../main/web/package.json', import.meta.url));
const Backend = require('sharedb');
const richText = require('rich-text');
const text = require('ot-text-unicode');
const { WebSocket, WebSocketServer } = require('ws');

Backend.types.register(richText.type);
Backend.types.register(text.type);

export { WebSocket };

/** ShareDB's own server on a free port, which can be stopped and started again. */
export class ShareServer {
  #backend = new Backend({ presence: true, doNotForwardSendPresenceErrorsToClient: true });
  #port = 0;
  #server;
  /** May answer for the server: given a message, it returns the answer, or undefined. */
  intercept = () => undefined;

  async start() {
    this.#server = new WebSocketServer({ host: '127.0.0.1', port: this.#port });
    this.#server.on('connection', (socket) => this.#serve(socket));
    await new Promise((resolve) => this.#server.once('listening', resolve));
    this.#port = this.#server.address().port;
    return this;
  }

  /** Cuts every connection off without a word, as a crash does. */
  async stop() {
    for (const socket of this.#server.clients) socket.terminate();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Closes every connection with a code. */
  closeAll(code, reason) {
    for (const socket of this.#server.clients) socket.close(code, reason);
  }

  /** Sends every client a frame. */
  say(frame) {
    for (const socket of this.#server.clients) socket.send(JSON.stringify(frame));
  }

  get url() {
    return `ws://127.0.0.1:${this.#port}/collab/socket`;
  }

  #serve(socket) {
    const stream = new Duplex({
      objectMode: true,
      read() {},
      write(message, _encoding, done) {
        if (socket.readyState === 1) socket.send(JSON.stringify([message]));
        done();
      },
    });
    socket.on('message', (data) => {
      const message = JSON.parse(data);
      const answer = this.intercept(message);
      if (answer) socket.send(JSON.stringify([answer]));
      else stream.push(message);
    });
    socket.on('close', () => stream.destroy());
    this.#backend.listen(stream);
  }
}
