/**
 * Has somebody confirm who they are before what is critical, and sends it again then. Until that is
 * decided ShareDB does not hear of the refusal, so that nothing is taken back.
 */
export class Confirmation {
  #confirm;
  #renew;
  #send;
  #refuse;
  /** The refusals to be decided, of this connection. */
  #waiting = [];
  /** Requests that were sent again after a confirmation, and not answered yet. */
  #confirmed = new Set();
  #isAsking = false;

  /**
   * @param {{
   *   confirm?: (wanted: {maxAge: number}) => Promise<string | null | undefined | void>,
   *   renew: (ticket?: string) => Promise<void>,
   *   send: (text: string) => void,
   *   refuse: (message: object) => void,
   * }} options confirm asks whoever is there, and may give a ticket of the fresh login; rejected if
   *     they do not want to. renew has the server take a ticket, one from the usual source without.
   *     refuse lets a refusal take its course
   */
  constructor({ confirm, renew, send, refuse }) {
    this.#confirm = confirm;
    this.#renew = renew;
    this.#send = send;
    this.#refuse = refuse;
  }

  /** Takes a refusal if there is something to be done about it. */
  takes(message) {
    if (message.a !== 'op' || message.error?.code !== 'ERR_STEP_UP_REQUIRED') return false;
    // Refused again at once: confirming it did not help, nor would it again.
    if (!this.#confirm || this.#confirmed.delete(message.seq)) return false;
    this.#waiting.push(message);
    if (!this.#isAsking) this.#ask(message.error.maxAge);
    return true;
  }

  async #ask(maxAge) {
    this.#isAsking = true;
    try {
      const ticket = await this.#confirm({ maxAge });
      // If the connection was lost meanwhile, ShareDB sends everything again by itself.
      if (this.#waiting.length > 0) await this.#renew(ticket ?? undefined);
      for (const { error, ...request } of this.#waiting.splice(0)) {
        this.#confirmed.add(request.seq);
        this.#send(JSON.stringify(request));
      }
    } catch {
      for (const message of this.#waiting.splice(0)) this.#refuse(message);
    } finally {
      this.#isAsking = false;
    }
  }

  /** The connection has gone, and ShareDB sends again on the next what was not acknowledged. */
  lost() {
    this.#waiting = [];
    this.#confirmed.clear();
  }
}
