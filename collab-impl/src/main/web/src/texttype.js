import { type } from 'ot-text-unicode';
import { points } from './changes.js';

/** The type `text` with selections that move along with everybody's edits, as the server moves them. */
export const text = {
  ...type,
  transformPresence(presence, op, isOwn) {
    if (!presence) return presence;
    const index = moved(presence.index, op, isOwn);
    const end = moved(presence.index + presence.length, op, isOwn);
    return { ...presence, index, length: end - index };
  },
};

/** Where a place is after an operation; what its owner inserts there moves it. */
function moved(place, op, isOwn) {
  let before = 0;
  let after = place;
  for (const part of op) {
    if (before > place || (before === place && !isOwn)) break;
    if (typeof part === 'number') {
      before += part;
    } else if (typeof part === 'string') {
      after += points(part);
    } else {
      const count = typeof part.d === 'number' ? part.d : points(part.d);
      after -= Math.max(0, Math.min(count, place - before));
      before += count;
    }
  }
  return after;
}
