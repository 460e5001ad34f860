const CHECK_MS = 2_000;
/** Without a sound for this long, the server is asked for one. */
const QUIET_MS = 40_000;
/** The same, while the server owes us an answer. */
const OWED_MS = 6_000;
/** How long it may take to answer. */
const PATIENCE_MS = 8_000;

/**
 * Finds out that the server has gone although nobody closed the connection, as happens when a
 * network drops out. A browser answers the server's pings without telling its page, so this asks
 * for an answer itself when nothing was heard for long.
 *
 * A page in the background may be stopped for minutes. So a silence is never taken for an end by
 * itself; the server is asked first, and the time of a pause does not count.
 */
export class Pulse {
  #ask;
  #isOwed;
  #dead;
  #now;
  #timer;
  #heardAt = 0;
  #askedAt = null;
  #checkedAt = 0;

  /**
   * @param {{ask: () => void, isOwed: () => boolean, dead: () => void, now?: () => number}} parts
   *     ask makes the server answer, isOwed says whether it owes an answer, dead is told the end
   */
  constructor({ ask, isOwed, dead, now = Date.now }) {
    this.#ask = ask;
    this.#isOwed = isOwed;
    this.#dead = dead;
    this.#now = now;
  }

  /** The connection is there. */
  start() {
    this.stop();
    this.heard();
    this.#checkedAt = this.#now();
    this.#timer = setInterval(() => this.check(), CHECK_MS);
  }

  /** The connection has gone. */
  stop() {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Something came from the server. */
  heard() {
    this.#heardAt = this.#now();
    this.#askedAt = null;
  }

  /** Asks the server for an answer now. */
  probe() {
    if (this.#timer !== undefined && this.#askedAt === null) {
      this.#askedAt = this.#now();
      this.#ask();
    }
  }

  /** What the timer does. */
  check() {
    const now = this.#now();
    const paused = now - this.#checkedAt - CHECK_MS;
    if (paused > CHECK_MS && this.#askedAt !== null) this.#askedAt += paused;
    this.#checkedAt = now;
    if (this.#askedAt !== null) {
      if (now - this.#askedAt >= PATIENCE_MS) this.#dead();
    } else if (now - this.#heardAt >= (this.#isOwed() ? OWED_MS : QUIET_MS)) {
      this.probe();
    }
  }
}
