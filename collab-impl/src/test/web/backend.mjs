import { createServer } from 'node:http';
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
  #http;
  #server;
  /** Answers requests for tickets, given a session's secret: an HTTP status, and a ticket perhaps. */
  tickets = () => [404];
  /** The secrets of the sessions that were ended. */
  ended = [];
  /** The tickets that sockets came with, or null. */
  cameWith = [];
  /** How often tickets were asked for. */
  asked = 0;
  /** May answer for the server: given a message, it returns the answer, or undefined. */
  intercept = () => undefined;

  async start() {
    this.#http = createServer((request, response) => this.#answer(request, response));
    this.#server = new WebSocketServer({ server: this.#http });
    this.#server.on('connection', (socket, request) => this.#serve(socket, request));
    await new Promise((resolve) => this.#http.listen(this.#port, '127.0.0.1', resolve));
    this.#port = this.#http.address().port;
    return this;
  }

  /** Cuts every connection off without a word, as a crash does. */
  async stop() {
    for (const socket of this.#server.clients) socket.terminate();
    this.#server.close();
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
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

  #answer({ method, url, headers }, response) {
    const secret = headers['collab-session'] ?? null;
    if (method === 'DELETE' && url === '/collab/api/session') {
      this.ended.push(secret);
      response.writeHead(204).end();
      return;
    }
    if (method !== 'POST' || url !== '/collab/api/tickets') {
      response.writeHead(426).end();
      return;
    }
    this.asked++;
    const [status, ticket] = this.tickets(secret);
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify({ ticket }));
  }

  #serve(socket, request) {
    this.cameWith.push(new URL(request.url, this.url).searchParams.get('ticket'));
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
