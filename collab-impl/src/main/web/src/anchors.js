/**
 * Where anchors of comments go with operations: as on the server, whose tests have the same cases.
 *
 * An anchor is `{start, end}`, `{path}`, `{}` for the document as a whole, or `{gone: true}`.
 */

/** An anchor after an operation of a type. */
export function movedAnchor(anchor, op, type) {
  if (anchor.path) return movedPath(anchor.path, op, type);
  return anchor.start === undefined ? anchor : movedRange(anchor, steps(op, type));
}

/** What an operation does, as `[kind, length]`: `keep`, `insert`, `delete`. */
function steps(op, { uri }) {
  return uri.includes('rich-text') ? (op.ops ?? op).map(richStep) : op.map(textStep);
}

function richStep({ insert, retain, delete: deleted }) {
  if (insert !== undefined) return ['insert', typeof insert === 'string' ? insert.length : 1];
  if (deleted) return ['delete', deleted];
  return ['keep', typeof retain === 'number' ? retain : 1];
}

function textStep(part) {
  if (typeof part === 'number') return ['keep', part];
  if (typeof part === 'string') return ['insert', points(part)];
  return ['delete', typeof part.d === 'number' ? part.d : points(part.d)];
}

function points(text) {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** What is inserted within belongs to it, what is inserted at its edges does not. */
function movedRange(range, steps) {
  let at = 0;
  let { start, end } = range;
  let kept = end - start;
  for (const [kind, length] of steps) {
    if (at >= range.end) break;
    if (kind === 'insert') {
      if (at <= range.start) start += length;
      end += length;
      continue;
    }
    if (kind === 'delete') {
      const beforeStart = within(at, length, range.start);
      const beforeEnd = within(at, length, range.end);
      start -= beforeStart;
      end -= beforeEnd;
      kept -= beforeEnd - beforeStart;
    }
    at += length;
  }
  return kept > 0 ? { start, end } : { gone: true };
}

/** How much of a stretch is before a place. */
function within(from, length, place) {
  return Math.max(0, Math.min(length, place - from));
}

/** A path goes where an operation at its end would. */
function movedPath(path, op, type) {
  const [moved] = type.transform([{ p: path, na: 1 }], op, 'left');
  return moved ? { path: moved.p } : { gone: true };
}
