/** Who we are to the server: tickets, each good for one use. */

/** How long the server may take to give one before we try without. */
const PATIENCE_MS = 10_000;

/** There is no interface at this address; asking again is of no use. */
const ABSENT = new Set([404, 405, 426]);

/**
 * A source of tickets: the server's own interface, for whoever the browser's cookies say we are.
 * Gives null where there is none to be had, since the cookies may be enough for the socket too.
 *
 * @param {URL | null} address where tickets are to be had
 * @returns {() => Promise<string | null>}
 */
export function ticketsOf(address) {
  let isThere = address !== null;
  return async () => {
    if (!isThere) return null;
    try {
      const response = await fetch(address, {
        method: 'POST',
        cache: 'no-store',
        redirect: 'manual',
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      if (ABSENT.has(response.status)) isThere = false;
      return response.status === 201 ? (await response.json()).ticket : null;
    } catch {
      return null;
    }
  };
}

/**
 * Where tickets are to be had: at the neighbour of the socket. Of an address that is not one of
 * ours nothing can be concluded; a page of the application might be there.
 *
 * @param {URL} socket
 * @returns {URL | null}
 */
export function ticketAddress(socket) {
  const address = new URL(socket);
  address.protocol = address.protocol.replace('ws', 'http');
  address.search = '';
  if (!address.pathname.endsWith('/collab/socket')) return null;
  // Another origin gives us none: the browser keeps its cookies from it.
  if (globalThis.location && globalThis.location.origin !== address.origin) return null;
  return new URL('api/tickets', address);
}

/** Sends fresh tickets over an open connection, so that it may go on when the last has ended. */
export class Renewal {
  #ticket;
  #send;
  #waiting = null;

  /**
   * @param {() => Promise<string | null>} ticket gives a fresh one
   * @param {(text: string) => void} send
   */
  constructor(ticket, send) {
    this.#ticket = ticket;
    this.#send = send;
  }

  /**
   * Has the server take a fresh ticket.
   *
   * @param {string} [given] the ticket, if there is one already
   * @returns {Promise<void>} rejected with the server's `code` if it does not take it
   */
  renew(given) {
    this.#waiting ??= this.#start(given);
    return this.#waiting.promise;
  }

  /**
   * As {@link renew}, but not content with a renewal under way, whose ticket may be of a login
   * before this one.
   */
  async renewAfresh(given) {
    await this.#waiting?.promise.catch(() => {});
    return this.renew(given);
  }

  #start(given) {
    const waiting = {};
    waiting.promise = new Promise((resolve, reject) => Object.assign(waiting, { resolve, reject }));
    Promise.resolve(given ?? this.#ticket()).then(
      (ticket) => {
        if (ticket) this.#send(JSON.stringify({ a: 'auth', ticket }));
        else this.#end((failed) => failed.reject(new Error('There is no ticket')));
      },
      (error) => this.#end((failed) => failed.reject(error)),
    );
    return waiting;
  }

  /** The server asks for a ticket, or says what it did with one. */
  receive({ error, expires }) {
    if (error) {
      const refused = Object.assign(new Error(error.message), { code: error.code });
      this.#end((failed) => failed.reject(refused));
    } else if (expires === undefined) {
      // It asks again if this fails, and in the end closes the connection.
      this.renew().catch(() => {});
    } else {
      this.#end((done) => done.resolve());
    }
  }

  /** The connection has gone. */
  lost() {
    this.#end((failed) => failed.reject(new Error('The connection was lost')));
  }

  #end(tell) {
    const waiting = this.#waiting;
    this.#waiting = null;
    if (waiting) tell(waiting);
  }
}
