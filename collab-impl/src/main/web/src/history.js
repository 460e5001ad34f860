/** The history of documents, as the server's REST interface tells it. */
import { patiently } from './patience.js';
import { confirmationAge } from './stepup.js';

/**
 * @param {{collection: string, id: string}} document
 * @param {import('./history.d.ts').HistoryOptions} [options]
 */
export function historyOf(document, options = {}) {
  return new History(document, options);
}

class History {
  #address;
  #options;

  constructor({ collection, id }, options) {
    const api = new URL(options.url ?? new URL('./api/', import.meta.url), globalThis.location?.href);
    const path = `documents/${encodeURIComponent(collection)}/${encodeURIComponent(id)}/`;
    this.#address = new URL(path, `${api}`.replace(/\/?$/, '/'));
    this.#options = options;
  }

  sessions({ before, limit } = {}) {
    return this.#get('sessions', { before, limit });
  }

  read(version) {
    return this.#get(`versions/${version}`);
  }

  compare(from, to) {
    return this.#get('diff', { from, to });
  }

  blame({ version, since } = {}) {
    return this.#get('blame', { version, since });
  }

  restore(version, { head } = {}) {
    return this.#post('restore', { version }, head);
  }

  undo({ author, from, to }, { head } = {}) {
    return this.#post('undo', { author, from, to }, head);
  }

  async labels() {
    return (await this.#get('labels')).labels;
  }

  label(version, name) {
    return this.#change('PUT', `labels/${version}`, { name });
  }

  async removeLabel(version) {
    await this.#change('DELETE', `labels/${version}`);
  }

  #get(path, parameters = {}) {
    const url = new URL(path, this.#address);
    for (const [name, value] of Object.entries(parameters)) {
      if (value !== undefined) url.searchParams.set(name, value);
    }
    return this.#ask(url, { method: 'GET', headers: { Accept: 'application/json' } });
  }

  #post(path, body, head) {
    return this.#change('POST', path, body, head === undefined ? {} : { 'If-Match': `"${head}"` });
  }

  #change(method, path, body, others = {}) {
    const headers = body ? { 'Content-Type': 'application/json', ...others } : others;
    return this.#ask(new URL(path, this.#address), { method, headers, body: body && JSON.stringify(body) });
  }

  async #ask(url, request) {
    let response = await patiently(() => this.#send(url, request, false));
    const maxAge = confirmationAge(response);
    if (maxAge !== null && this.#options.confirm) {
      await this.#options.confirm({ maxAge });
      response = await patiently(() => this.#send(url, request, true));
    }
    if (response.status === 204) return null;
    const answer = await response.json().catch(() => null);
    if (response.ok) return answer;
    const message = answer?.detail ?? `The server answered with ${response.status}`;
    throw Object.assign(new Error(message), { status: response.status, code: answer?.code });
  }

  async #send(url, request, fresh) {
    const token = await this.#options.token?.({ fresh });
    const headers = token ? { ...request.headers, Authorization: `Bearer ${token}` } : request.headers;
    return fetch(url, { ...request, headers, cache: 'no-store' });
  }
}
