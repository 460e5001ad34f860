/** A random number generator that starts the same for the same seed, and prints it. */
export function seeded(name, seed = Number(process.env.SEED ?? Date.now() % 2 ** 31)) {
  console.log(`${name}: SEED=${seed}`);
  let state = seed | 0;
  const next = () => {
    // Mulberry32, in the public domain.
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    below: (limit) => Math.floor(next() * limit),
    one: (list) => list[Math.floor(next() * list.length)],
    chance: (of) => next() < of,
  };
}
