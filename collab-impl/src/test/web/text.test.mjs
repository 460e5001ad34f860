import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type } from '../../main/web/node_modules/ot-text-unicode/dist/index.js';
import { changed, changesOf, difference, operationOf } from '../../main/web/src/changes.js';
import { TextLink } from '../../main/web/src/text.js';
import { text as textType } from '../../main/web/src/texttype.js';
import { seeded } from './seed.mjs';

const LETTERS = ['a', 'b', ' ', '\n', 'ä', '😀', '😁', '漢', '👩‍🚒'];

function anyText(random, most = 8) {
  let text = '';
  for (let left = random.below(most); left > 0; left--) text += random.one(LETTERS);
  return text;
}

/** As an editor does: it never cuts a character that has two units. */
function anyChange(random, text, least = 0) {
  const starts = [...text].reduce((all, each) => [...all, all.at(-1) + each.length], [0]);
  const [from, to] = [random.one(starts), random.one(starts)].sort((a, b) => a - b);
  const end = random.chance(0.5) ? from : to;
  return { from, to: end, insert: from === end ? anyText(random, 5) || 'x'.repeat(least) : anyText(random, 3) };
}

test('changes and operations say the same', () => {
  const random = seeded('changes');
  for (let round = 0; round < 2_000; round++) {
    const before = anyText(random, 20);
    const change = anyChange(random, before);

    const op = operationOf(before, [change]);

    const after = changed(before, [change]);
    assert.equal(type.apply(before, op), after);
    assert.equal(changed(before, changesOf(before, op)), after);
    type.checkOp(op);
  }
});

test('the difference of two texts leads from one to the other', () => {
  const random = seeded('difference');
  for (let round = 0; round < 2_000; round++) {
    const before = anyText(random, 12);
    const change = anyChange(random, before);
    const after = changed(before, [change]);

    const found = difference(before, after, change.from + change.insert.length);

    assert.equal(changed(before, found), after);
    assert.equal(type.apply(before, operationOf(before, found)), after);
  }
});

test('the caret tells which of several equal letters was typed', () => {
  assert.deepEqual(difference('aaa', 'aaaa', 2), [{ from: 1, to: 1, insert: 'a' }]);
  assert.deepEqual(difference('aaaa', 'aaa', 1), [{ from: 1, to: 2, insert: '' }]);
  assert.deepEqual(difference('abc', 'abc', 1), []);
});

test('two emojis that share a half are replaced as a whole', () => {
  assert.deepEqual(difference('😀', '😁', 2), [{ from: 0, to: 2, insert: '😁' }]);
});

test('a selection moves with edits, and over what its owner types', () => {
  const at = (index, length, op, own) => textType.transformPresence({ index, length, name: 'Ada' }, op, own);
  assert.deepEqual(at(2, 1, ['😀'], false), { index: 3, length: 1, name: 'Ada' });
  assert.deepEqual(at(2, 0, [2, 'x'], false), { index: 2, length: 0, name: 'Ada' });
  assert.deepEqual(at(2, 0, [2, 'xy'], true), { index: 4, length: 0, name: 'Ada' });
  assert.deepEqual(at(2, 3, [1, { d: 2 }], false), { index: 1, length: 2, name: 'Ada' });
  assert.equal(textType.transformPresence(null, ['x'], false), null);
});

/** Some editors of one text, whose operations arrive whenever they are delivered. */
class Meeting {
  #log = [];
  members;

  constructor(count, text) {
    this.members = Array.from({ length: count }, () => new Member(this, text));
  }

  commit(member, op) {
    this.#log.push({ member, op });
  }

  since(version) {
    return this.#log.slice(version);
  }

  get version() {
    return this.#log.length;
  }
}

class Member {
  #meeting;
  #version = 0;
  #unsent = [];
  text;
  shown;
  link;

  constructor(meeting, text) {
    this.#meeting = meeting;
    this.text = text;
    this.shown = '';
    const channel = { edit: (op) => this.#edit(op) };
    Object.defineProperty(channel, 'text', { get: () => this.text });
    this.link = new TextLink(channel, (changes, shown) => {
      this.shown = changed(this.shown, changes);
      assert.equal(this.shown, shown);
    });
    this.link.load();
  }

  #edit(op) {
    this.text = type.apply(this.text, op);
    this.#unsent.push(op);
  }

  types(change) {
    this.shown = changed(this.shown, [change]);
    this.link.typed([change], 'type');
  }

  receives() {
    for (const { member, op } of this.#meeting.since(this.#version)) {
      this.#version++;
      assert.notEqual(member, this);
      let moved = op;
      this.#unsent = this.#unsent.map((mine) => {
        const over = type.transform(mine, moved, 'left');
        moved = type.transform(moved, mine, 'right');
        return over;
      });
      this.text = type.apply(this.text, moved);
      this.link.changed(moved);
    }
  }

  sends() {
    this.receives();
    for (const op of this.#unsent.splice(0)) {
      this.#meeting.commit(this, op);
      this.#version++;
    }
  }
}

test('editors that compose, undo and redo at once end with the same text', () => {
  const random = seeded('editors');
  for (let round = 0; round < 300; round++) {
    const meeting = new Meeting(3, anyText(random, 10));
    for (let step = 0; step < 40; step++) {
      const member = random.one(meeting.members);
      const what = random.below(10);
      if (what < 5) member.types(anyChange(random, member.shown, 1));
      else if (what === 5) member.link.hold();
      else if (what === 6) member.link.release();
      else if (what === 7) (random.chance(0.6) ? member.link.undo.undo() : member.link.undo.redo());
      else if (what === 8) member.receives();
      else member.sends();
    }

    for (const member of meeting.members) member.link.release();
    for (const member of [...meeting.members, ...meeting.members]) member.sends();

    const [{ text }] = meeting.members;
    for (const member of meeting.members) {
      assert.equal(member.text, text);
      assert.equal(member.shown, text);
      assert.equal(member.link.shown, text);
    }
  }
});

test('undo takes back all that one has written, and nothing of the others', () => {
  const random = seeded('undo');
  for (let round = 0; round < 300; round++) {
    const meeting = new Meeting(2, '');
    const [ada, grace] = meeting.members;
    for (let step = 0; step < 20; step++) {
      const [member, letter] = random.chance(0.5) ? [ada, 'a'] : [grace, 'G'];
      const at = random.below(member.shown.length + 1);
      member.types({ from: at, to: at, insert: letter });
      if (random.chance(0.5)) member.sends();
    }
    for (const member of [ada, grace, ada]) member.sends();
    const graces = ada.shown.replaceAll('a', '');
    const both = ada.shown;

    while (ada.link.undo.undo());
    assert.equal(ada.shown, graces);
    while (ada.link.undo.redo());
    assert.equal(ada.shown.length, both.length);
    assert.equal(ada.shown.replaceAll('a', ''), graces);
  }
});
