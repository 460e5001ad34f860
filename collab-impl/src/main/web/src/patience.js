/** Asking again where the server is busy. */

const TRIES = 4;
/** Whoever is to come back later than this is better told so. */
const LONGEST_MS = 30_000;
const JITTER_MS = 500;

/**
 * How long to wait before asking again: as long as the server says, and some time by chance, more
 * with each try, so that those who were refused together do not all come back together.
 *
 * @param {Response} response
 * @param {number} tries how many there were
 * @param {number} [unlessTold] milliseconds, where the server does not say
 * @param {() => number} random from 0 to 1
 * @returns {number | null} milliseconds; null if it is of no use to ask again
 */
export function delayAfter(response, tries, unlessTold, random = Math.random) {
  if ((response.status !== 429 && response.status !== 503) || tries >= TRIES) return null;
  const told = toldBy(response.headers.get('Retry-After') ?? '') ?? unlessTold;
  return told === undefined || told > LONGEST_MS ? null : told + random() * JITTER_MS * tries;
}

/** Seconds, or a date. */
function toldBy(text) {
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : Math.max(0, time - Date.now());
}

/**
 * Sends a request, and again a few times while the server says that it is busy.
 *
 * @param {() => Promise<Response>} send
 * @param {{unlessTold?: number, signal?: AbortSignal}} [options] how many milliseconds to wait where
 *     the server says nothing, or is not reached: only for requests that may be done twice
 * @returns {Promise<Response>} what was answered in the end
 */
export async function patiently(send, { unlessTold, signal } = {}) {
  for (let tries = 1; ; tries++) {
    const response = await send().catch((error) => {
      if (unlessTold === undefined || tries >= TRIES || signal?.aborted) throw error;
      return null;
    });
    const delay = response ? delayAfter(response, tries, unlessTold) : unlessTold * tries;
    if (delay === null) return response;
    await waited(delay, signal);
  }
}

function waited(delay, signal) {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, delay);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
