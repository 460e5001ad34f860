/** Edits that follow each other faster than this are undone together. */
const GROUP_MS = 700;
const MOST = 200;

/**
 * What one user may take back: their own edits, and never another's. It keeps the inverse of each of
 * their edits and carries it along with whatever others do, as operations in flight are.
 */
export class Undo {
  #transform;
  #compose;
  #invert;
  #edit;
  #undone = [];
  #redone = [];
  #last = null;

  /**
   * @param {{transform: Function, compose: Function}} type the document's
   * @param {(op: any) => any} invert of an operation that is about to be applied
   * @param {(op: any) => void} edit applies an operation
   */
  constructor(type, invert, edit) {
    this.#transform = type.transform;
    this.#compose = type.compose;
    this.#invert = invert;
    this.#edit = edit;
  }

  get canUndo() {
    return this.#undone.length > 0;
  }

  get canRedo() {
    return this.#redone.length > 0;
  }

  /** An edit of this user is about to be made. `kind` tells what is undone together. */
  record(op, kind = '', now = Date.now()) {
    const inverse = this.#invert(op);
    const follows = this.#last?.kind === kind && now - this.#last.at < GROUP_MS;
    if (follows && this.#undone.length > 0) {
      this.#undone.push(this.#compose(inverse, this.#undone.pop()));
    } else {
      this.#undone.push(inverse);
      if (this.#undone.length > MOST) this.#undone.shift();
    }
    this.#last = { kind, at: now };
    this.#redone = [];
  }

  /** Somebody else has edited. */
  changed(op) {
    this.#undone = this.#carried(this.#undone, op);
    this.#redone = this.#carried(this.#redone, op);
  }

  /** What is typed next is undone by itself. */
  stop() {
    this.#last = null;
  }

  clear() {
    this.#undone = [];
    this.#redone = [];
    this.stop();
  }

  undo() {
    return this.#take(this.#undone, this.#redone);
  }

  redo() {
    return this.#take(this.#redone, this.#undone);
  }

  #take(from, to) {
    this.stop();
    while (from.length > 0) {
      const op = from.pop();
      // Others may have deleted what it would take back.
      if (op.length === 0) continue;
      to.push(this.#invert(op));
      this.#edit(op);
      return true;
    }
    return false;
  }

  /** The newest inverse applies now, each older one after those above it. */
  #carried(stack, op) {
    let over = op;
    return stack
      .reverse()
      .map((inverse) => {
        const moved = this.#transform(inverse, over, 'left');
        over = this.#transform(over, inverse, 'right');
        return moved;
      })
      .reverse();
  }
}
