/** Who we are to the server: tickets, each good for one use. */

import { HEADER } from './session.js';

/** How long the server may take to give one before we try without. */
const PATIENCE_MS = 10_000;

/** There is no interface at this address; asking again is of no use. */
const ABSENT = new Set([404, 405, 426]);

function ask(method, address, session) {
  return fetch(address, {
    method,
    cache: 'no-store',
    redirect: 'manual',
    headers: session.secret ? { [HEADER]: session.secret } : {},
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
}

/**
 * A source of tickets: the server's own interface, for whoever the browser's cookies say we are, or
 * whoever our session is. Gives null where there is none to be had, since the cookies may be enough
 * for the socket too.
 *
 * @param {URL | null} address where tickets are to be had
 * @param {import('./session.js').Session} session
 * @returns {() => Promise<string | null>}
 */
export function ticketsOf(address, session) {
  let isThere = address !== null;
  return async () => {
    if (!isThere) return null;
    try {
      const response = await ask('POST', address, session);
      if (ABSENT.has(response.status)) isThere = false;
      if (response.status === 401) session.drop();
      return response.status === 201 ? (await response.json()).ticket : null;
    } catch {
      return null;
    }
  };
}

/**
 * The page's own source of tickets; and when it says that nobody is logged in any more, those that
 * our session gives us.
 */
export function ticketsOfPage(ticket, address, session) {
  const resume = ticketsOf(address, session);
  return async () => {
    try {
      return await ticket({ session: session.secret });
    } catch (error) {
      const resumed = error.status === 401 && session.secret ? await resume() : null;
      if (resumed) return resumed;
      throw error;
    }
  };
}

/** Ends our session on every server, and the login that the browser's cookies tell of. */
export async function endSession(address, session) {
  if (address === null) return;
  const response = await ask('DELETE', new URL('session', address), session);
  if (response.status !== 204 && response.status !== 401) {
    throw Object.assign(new Error('The session was not ended'), { status: response.status });
  }
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
