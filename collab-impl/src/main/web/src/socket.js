import { mayRetry, retryDelay } from './retry.js';

/** A connection that lasted this long was a good one; the next attempt may come soon. */
const GOOD_MS = 10_000;

/**
 * A WebSocket that connects again until it is told to stop. It has the form that ShareDB's
 * `Connection` takes: its handlers are called again for each connection. What is sent while it is
 * not connected is dropped, because ShareDB sends it again by itself.
 *
 * A frame may be one message or an array of messages; the handler gets one at a time, parsed.
 */
export class ReconnectingSocket {
  onopen = () => {};
  onmessage = () => {};
  onclose = () => {};
  onerror = () => {};

  /** Called after each change of state, once ShareDB knows of it. */
  onchange = () => {};

  /** Called with each sign of life of the server. */
  onpulse = () => {};

  /** Why there will be no further attempt, or null. @type {{code: number, reason: string} | null} */
  stopped = null;

  /** When the next attempt is due, in milliseconds since 1970, or null. */
  retryAt = null;

  #connect;
  #prepare;
  #random;
  #isRefused;
  #socket = null;
  /** What is being prepared; an attempt that is given up before it has a socket is no longer it. */
  #preparing = null;
  #openedAt = null;
  #isClosed = false;
  #failures = 0;
  #timer;

  /**
   * @param {(prepared: any) => WebSocket} connect makes a new connection
   * @param {{random?: () => number, prepare?: () => Promise<any>, isRefused?: () => Promise<number>}}
   *     options prepare is done before each attempt; if it fails, so does the attempt, and an error
   *     with the `status` 401 or 403 makes further ones useless. isRefused finds out why an attempt
   *     failed: an HTTP status that makes further attempts useless, or 0
   */
  constructor(
    connect,
    { random = Math.random, prepare = async () => undefined, isRefused = async () => 0 } = {},
  ) {
    this.#connect = connect;
    this.#prepare = prepare;
    this.#random = random;
    this.#isRefused = isRefused;
    this.#attempt();
  }

  /** As a WebSocket's: 0 connecting, 1 open, 3 closed. */
  get readyState() {
    return this.#socket?.readyState ?? (this.#preparing ? 0 : 3);
  }

  send(text) {
    if (this.readyState === 1) this.#socket.send(text);
  }

  /** Ends it for good. */
  close() {
    this.#isClosed = true;
    this.#stop({ code: 1000, reason: 'closed' }, 'closed');
  }

  /** Lets go of the connection there is and makes another, after the usual pause. */
  reconnect() {
    if (this.#socket) {
      const abandoned = this.#release();
      abandoned.close();
      this.#lost();
    }
  }

  /** Makes the attempt that is waiting for its time now. */
  hurry() {
    if (this.retryAt !== null) {
      clearTimeout(this.#timer);
      this.#attempt();
    }
  }

  /** As {@link hurry}, and also after the server has stopped it: somebody may have signed in. */
  retry() {
    if (this.stopped && !this.#isClosed) {
      this.stopped = null;
      this.#attempt();
    } else {
      this.hurry();
    }
  }

  #attempt() {
    this.retryAt = null;
    const attempt = {};
    this.#preparing = attempt;
    this.#prepare().then(
      (prepared) => {
        if (this.#preparing === attempt) this.#use(this.#connect(prepared));
      },
      (error) => {
        if (this.#preparing === attempt) this.#unprepared(error);
      },
    );
    this.onchange();
  }

  #unprepared({ status }) {
    if (status === 401 || status === 403) {
      this.#stop({ code: 4000 + status, reason: 'The server refuses the connection' }, 'stopped');
    } else {
      this.#release();
      this.#lost();
    }
  }

  #use(socket) {
    this.#preparing = null;
    this.#socket = socket;
    socket.onopen = () => {
      this.#openedAt = Date.now();
      this.onpulse();
      this.onopen();
      this.onchange();
    };
    socket.onmessage = (event) => this.#receive(socket, event.data);
    socket.onerror = (event) => this.onerror(event);
    socket.onclose = (event) => this.#closed(event);
  }

  #receive(socket, text) {
    this.onpulse();
    const frame = JSON.parse(text);
    const messages = Array.isArray(frame) ? frame : [frame];
    for (const data of messages) {
      // Taking a message may have made us let go of the connection.
      if (socket !== this.#socket) return;
      this.onmessage({ data });
    }
  }

  async #closed({ code, reason }) {
    const wasOpen = this.#openedAt !== null;
    this.#release();
    if (mayRetry(code)) {
      this.#lost();
      if (!wasOpen) await this.#askWhy();
    } else {
      this.#stop({ code, reason }, 'stopped');
    }
  }

  /** A browser does not tell why a connection was refused, so ask over HTTP. */
  async #askWhy() {
    const status = await this.#isRefused();
    if (status && this.#openedAt === null && !this.stopped) {
      this.#stop({ code: 4000 + status, reason: 'The server refuses the connection' }, 'stopped');
    }
  }

  #release() {
    const socket = this.#socket;
    if (socket) socket.onopen = socket.onmessage = socket.onerror = socket.onclose = null;
    this.#socket = null;
    this.#preparing = null;
    const lasted = this.#openedAt === null ? 0 : Date.now() - this.#openedAt;
    this.#failures = lasted >= GOOD_MS ? 0 : this.#failures + 1;
    this.#openedAt = null;
    return socket;
  }

  #lost() {
    const delay = retryDelay(Math.max(0, this.#failures - 1), this.#random);
    this.retryAt = Date.now() + delay;
    this.#timer = setTimeout(() => this.#attempt(), delay);
    this.onclose('lost');
    this.onchange();
  }

  #stop(why, reason) {
    if (this.stopped) return;
    clearTimeout(this.#timer);
    this.retryAt = null;
    this.stopped = why;
    this.#release()?.close();
    this.onclose(reason);
    this.onchange();
  }
}
