/**
 * Between what browsers say of a text and what operations of the type `text` say. Browsers count
 * UTF-16 units and think in replaced ranges; the type counts code points and thinks in one walk over
 * the text. A `Change` is `{from, to, insert}`: units from..to of the text before, replaced. Lists of
 * changes are in the order of the text and do not touch each other.
 */

/** How many code points the part of a text has. */
export function points(text, from = 0, to = text.length) {
  let count = to - from;
  for (let at = from; at + 1 < to; at++) {
    if (isHigh(text.charCodeAt(at)) && isLow(text.charCodeAt(at + 1))) {
      count--;
      at++;
    }
  }
  return count;
}

/** Where in a text, in units, the code point with this number begins. */
export function unitOf(text, point, from = 0) {
  let at = from;
  for (let left = point; left > 0 && at < text.length; left--) at += width(text, at);
  return at;
}

/** @returns the operation that makes these changes; what it deletes it tells, so it can be inverted */
export function operationOf(text, changes) {
  const op = [];
  let done = 0;
  for (const change of changes) {
    const { from, to, insert } = aligned(text, change);
    if (from === to && !insert) continue;
    if (from > done) op.push(points(text, done, from));
    if (insert) op.push(insert.toWellFormed?.() ?? insert);
    if (to > from) op.push({ d: text.slice(from, to) });
    done = to;
  }
  return merged(op);
}

/** @returns the changes that an operation makes */
export function changesOf(text, op) {
  const changes = [];
  let at = 0;
  const add = (from, to, insert) => {
    const last = changes.at(-1);
    if (last && last.to === from) {
      last.to = to;
      last.insert += insert;
    } else {
      changes.push({ from, to, insert });
    }
  };
  for (const part of op) {
    if (typeof part === 'number') {
      at = unitOf(text, part, at);
    } else if (typeof part === 'string') {
      add(at, at, part);
    } else {
      const count = typeof part.d === 'number' ? part.d : points(part.d);
      const end = unitOf(text, count, at);
      add(at, end, '');
      at = end;
    }
  }
  return changes;
}

/** A text after changes. */
export function changed(text, changes) {
  let result = '';
  let done = 0;
  for (const { from, to, insert } of changes) {
    result += text.slice(done, from) + insert;
    done = to;
  }
  return result + text.slice(done);
}

/**
 * The one change between two texts. Where it could be at several places, as when somebody types one
 * more `a` into `aaa`, the caret tells: it stands after what was typed.
 */
export function difference(before, after, caret = after.length) {
  const most = Math.min(before.length, after.length);
  let suffix = 0;
  const tail = Math.min(most, after.length - caret);
  while (suffix < tail && before.at(-1 - suffix) === after.at(-1 - suffix)) suffix++;
  let from = 0;
  while (from < most - suffix && before[from] === after[from]) from++;
  // The caret may have stood in front of what was changed, as after an undo.
  while (suffix < most - from && before.at(-1 - suffix) === after.at(-1 - suffix)) suffix++;
  const to = before.length - suffix;
  if (from === to && from === after.length - suffix) return [];
  return [widened(before, after, { from, to, insert: after.slice(from, after.length - suffix) })];
}

/** As browsers show a text, with one kind of end of line. */
export function oneLineEnd(text) {
  return text.replace(/\r\n?/g, '\n');
}

/** The changes that give a text one kind of end of line. Whoever else makes them too does no harm. */
export function lineEndChanges(text) {
  return [...text.matchAll(/\r\n?/g)].map(({ index, 0: end }) =>
    end.length === 2
      ? { from: index, to: index + 1, insert: '' }
      : { from: index, to: index + 1, insert: '\n' },
  );
}

function isHigh(unit) {
  return unit >= 0xd800 && unit < 0xdc00;
}

function isLow(unit) {
  return unit >= 0xdc00 && unit < 0xe000;
}

function width(text, at) {
  return isHigh(text.charCodeAt(at)) && isLow(text.charCodeAt(at + 1)) ? 2 : 1;
}

function cuts(text, at) {
  return at > 0 && isHigh(text.charCodeAt(at - 1)) && isLow(text.charCodeAt(at));
}

/** Two emojis that share half of themselves are still two: a change never cuts one. */
function widened(before, after, { from, to, insert }) {
  const end = from + insert.length;
  const early = cuts(before, from) || cuts(after, from) ? 1 : 0;
  const late = cuts(before, to) || cuts(after, end) ? 1 : 0;
  return { from: from - early, to: to + late, insert: after.slice(from - early, end + late) };
}

function aligned(text, { from, to, insert }) {
  const early = cuts(text, from) ? 1 : 0;
  const late = cuts(text, to) ? 1 : 0;
  return {
    from: from - early,
    to: to + late,
    insert: text.slice(from - early, from) + insert + text.slice(to, to + late),
  };
}

/** As the type wants it: no two parts of one kind in a row. */
function merged(op) {
  const result = [];
  for (const part of op) {
    const last = result.at(-1);
    if (typeof part === 'object' && typeof last === 'object') last.d += part.d;
    else if (typeof part === typeof last && typeof part !== 'object') result[result.length - 1] += part;
    else result.push(part);
  }
  return result;
}
