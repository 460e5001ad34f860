/** Whether and when to connect again. */

const FIRST_MS = 500;
const LONGEST_MS = 20_000;

/**
 * How long to wait before an attempt: doubles from half a second to 20 seconds, and a random half
 * of it is taken off, so that the clients of a server that comes back do not all arrive at once.
 *
 * @param {number} failures how many attempts in a row have failed, from 0
 * @param {() => number} random from 0 to 1
 * @returns {number} milliseconds
 */
export function retryDelay(failures, random = Math.random) {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 30));
  return ceiling * (1 - random() / 2);
}

/**
 * Whether connecting again can help after a close. The server's codes from 4400 to 4499 say that it
 * cannot, and so does 1009: the same message would be too large again. But for 4419: the login has
 * ended, and a fresh ticket may be had. Every other end is an accident or a pause, 1000 too, which
 * some servers send when they think a connection idle.
 *
 * @param {number} code of the close event
 */
export function mayRetry(code) {
  return code === 4419 || (!(code >= 4400 && code < 4500) && code !== 1009);
}

/**
 * Whether somebody has to sign in before connecting again can help: the server, asked for a
 * connection or a ticket, said 401, or it closed the connection because the login was revoked.
 *
 * @param {number} code why it stopped
 */
export function isSignedOut(code) {
  return code === 4401 || code === 4420;
}
