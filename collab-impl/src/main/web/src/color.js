/** Dark enough for white text on them (4.5:1), and told apart by most people. */
const COLORS = [
  '#1864ab',
  '#a61e4d',
  '#2b7a0b',
  '#862e9c',
  '#b34700',
  '#0b7285',
  '#5f3dc4',
  '#8a5a00',
  '#c92a2a',
  '#495057',
];

/** A name's colour: the same in every browser. */
export function colorOf(name) {
  let hash = 0;
  for (const character of name) hash = (hash * 31 + character.codePointAt(0)) >>> 0;
  return COLORS[hash % COLORS.length];
}
