import { isSignedOut } from './retry.js';

/**
 * Whether what somebody wrote has arrived.
 *
 * @typedef {import('./collab.d.ts').SyncState} SyncState
 */

/**
 * @param {{connected: boolean, tried: boolean, unsent: number, readOnly: boolean,
 *     stopped: SyncState['stopped']}} facts tried: whether a first attempt to connect has ended
 * @returns {SyncState}
 */
export function syncState({ connected, tried, unsent, readOnly, stopped }) {
  let status = unsent > 0 ? 'saving' : 'saved';
  if (stopped) status = isSignedOut(stopped.code) ? 'signed-out' : 'stopped';
  else if (!connected) status = tried ? 'offline' : 'connecting';
  return Object.freeze({ status, unsent, readOnly, stopped });
}

/** Whether two states say the same. */
export function isSameState(a, b) {
  return (
    a.status === b.status &&
    a.unsent === b.unsent &&
    a.readOnly === b.readOnly &&
    a.stopped === b.stopped
  );
}
