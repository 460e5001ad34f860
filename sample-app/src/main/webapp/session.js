// Who we are to the server: a token for some minutes, which the page has for its cookie.

/** Before it ends, by so much, a token counts as ended: it has to arrive. */
const MARGIN_MS = 10_000;

let last;

/**
 * The token, a new one if the last is about to end.
 *
 * @param {{fresh?: boolean}} options fresh: a new one in any case
 */
export async function token({ fresh = false } = {}) {
  if (!last || fresh) last = fetchToken();
  const { token, expires } = await last;
  if (expires - MARGIN_MS > Date.now()) return token;
  last = fetchToken();
  return (await last).token;
}

/** A ticket for CollabEE's socket, by our token. */
export async function ticket() {
  const headers = { Authorization: `Bearer ${await token()}` };
  const url = new URL('collab/api/tickets', import.meta.url);
  const response = await fetch(url, { method: 'POST', headers });
  // Revoked, perhaps; whoever is still signed in gets another.
  if (response.status === 401) last = undefined;
  if (!response.ok) throw failure(response.status);
  return (await response.json()).ticket;
}

function failure(status) {
  const message = status === 401 ? 'You are signed out.' : 'The server does not answer.';
  return Object.assign(new Error(message), { status });
}

async function fetchToken() {
  try {
    const response = await fetch(new URL('token', import.meta.url), { method: 'POST' });
    if (!response.ok) throw failure(response.status);
    return await response.json();
  } catch (error) {
    last = undefined;
    throw error;
  }
}
