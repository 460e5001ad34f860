/** What differs between two contents, as lines to be shown. */

const RICH_TEXT = 'http://sharejs.org/types/rich-text/v1';

/**
 * A content as lines of pieces. Where there are changes, what was inserted is marked so, and what
 * was deleted is where it was. Of the kind `authorship` are stretches that somebody wrote.
 *
 * @param {string} type the content's type
 * @param {unknown} data the content, of the later version
 * @param {import('./history.d.ts').Change[]} changes
 * @returns {{formats: object, pieces: {text: string, formats: object, change: string | null, by: string | null}[]}[]}
 */
export function linesOf(type, data, changes = []) {
  const isRich = type === RICH_TEXT;
  const lines = new Lines();
  let at = 0;
  const left = changes
    .filter(({ kind }) => ['insertion', 'deletion', 'formatting', 'authorship'].includes(kind))
    .sort((a, b) => a.at - b.at || (a.kind === 'deletion' ? -1 : 1));
  const marks = left.filter(({ kind }) => kind !== 'deletion');
  const deletions = left.filter(({ kind }) => kind === 'deletion');
  const deletedHere = () => {
    while (deletions.length > 0 && deletions[0].at <= at) {
      const { content, by } = deletions.shift();
      for (const op of opsOf(isRich, content)) lines.add(textOf(op.insert), op, 'deletion', by.author);
    }
  };
  for (const op of opsOf(isRich, data)) {
    let units = unitsOf(isRich, op.insert);
    while (units.length > 0) {
      deletedHere();
      while (marks.length > 0 && marks[0].at + marks[0].length <= at) marks.shift();
      const mark = marks.find((each) => each.at <= at && at < each.at + each.length);
      const ends = [
        mark ? mark.at + mark.length : Infinity,
        ...marks.map((each) => each.at).filter((each) => each > at),
        ...deletions.slice(0, 1).map((each) => each.at),
        at + units.length,
      ];
      const taken = units.slice(0, Math.min(...ends) - at);
      lines.add(taken.join(''), op, mark?.kind ?? null, mark?.by.author ?? null);
      at += taken.length;
      units = units.slice(taken.length);
    }
  }
  deletedHere();
  at = Infinity;
  deletedHere();
  return lines.done();
}

function opsOf(isRich, data) {
  if (isRich) return Array.isArray(data) ? data : (data?.ops ?? []);
  return [{ insert: typeof data === 'string' ? data : JSON.stringify(data, null, 2) }];
}

/** Rich text counts UTF-16 units and embeds one, text counts code points. */
function unitsOf(isRich, insert) {
  if (typeof insert !== 'string') return [textOf(insert)];
  return isRich ? insert.split('') : Array.from(insert);
}

function textOf(insert) {
  return typeof insert === 'string' ? insert : `[${Object.keys(insert)[0]}]`;
}

class Lines {
  #lines = [];
  #pieces = [];

  add(text, { attributes = {} }, change, by) {
    const parts = text.split('\n');
    parts.forEach((part, index) => {
      if (index > 0) {
        // A line end that was inserted or deleted can be seen too.
        if (change === 'insertion' || change === 'deletion') this.#pieces.push({ text: '¶', formats: {}, change, by });
        this.#lines.push({ formats: attributes, pieces: this.#pieces });
        this.#pieces = [];
      }
      if (part) this.#pieces.push({ text: part, formats: attributes, change, by });
    });
  }

  done() {
    if (this.#pieces.length > 0) this.#lines.push({ formats: {}, pieces: this.#pieces });
    return this.#lines;
  }
}
