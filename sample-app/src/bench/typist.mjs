// What one person types: runs of characters at a cursor that jumps now and then, and some backspaces.

/** Random numbers from a seed (mulberry32), so that a run can be made again. */
export function generator(seed) {
  let state = seed >>> 0;
  return (n) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x = (x + Math.imul(x ^ (x >>> 7), x | 61)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) % n;
  };
}

const LETTERS = 'etaoin shrdlu cmfwyp';

/**
 * Positions stay below the length that the document started with. Nobody deletes more than he has inserted, so the document
 * never gets shorter than that, and every edit fits whatever others do.
 */
export class Typist {
  constructor(random, length) {
    this.random = random;
    this.length = length;
    this.cursor = random(length);
    this.inserted = 0;
  }

  /** {at, insert: character} or {at, insert: null} to delete one. */
  next() {
    if (this.random(40) === 0 || this.cursor >= this.length - 1) this.cursor = this.random(this.length - 1);
    if (this.inserted > 0 && this.cursor > 0 && this.random(8) === 0) {
      this.inserted--;
      return {at: --this.cursor, insert: null};
    }
    this.inserted++;
    return {at: this.cursor++, insert: LETTERS[this.random(LETTERS.length)]};
  }
}
