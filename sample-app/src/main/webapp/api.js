// Asks our api, and the user for their password if the api wants to be sure that it is them.
import { confirmIdentity } from './confirm.js';
import { token } from './session.js';

/**
 * @param {string} method
 * @param {string} path below api/
 * @param {object} [body] what becomes JSON
 * @returns {Promise<object | null>} the answer
 */
export async function ask(method, path, body) {
  let response = await send(method, path, body, await token());
  if (wantsConfirmation(response)) {
    await confirmIdentity();
    response = await send(method, path, body, await token({ fresh: true }));
  }
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw new Error(answer?.message ?? 'That did not work.');
  return answer;
}

function send(method, path, body, bearer) {
  const headers = { Authorization: `Bearer ${bearer}` };
  if (body) headers['Content-Type'] = 'application/json';
  const url = new URL(`api/${path}`, import.meta.url);
  return fetch(url, { method, headers, body: body && JSON.stringify(body) });
}

/** As RFC 9470 says it. */
function wantsConfirmation(response) {
  const challenge = response.headers.get('WWW-Authenticate') ?? '';
  return response.status === 401 && challenge.includes('insufficient_user_authentication');
}
