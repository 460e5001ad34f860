import assert from 'node:assert/strict';
import { test } from 'node:test';
import { colorOf } from '../../main/web/src/color.js';
import { isSameState, syncState } from '../../main/web/src/sync.js';

const CONNECTED = { connected: true, tried: true, unsent: 0, readOnly: false, stopped: null };

test('connected and nothing unsent is saved', () => {
  assert.equal(syncState(CONNECTED).status, 'saved');
  assert.equal(syncState({ ...CONNECTED, unsent: 2 }).status, 'saving');
});

test('without a connection it is offline, but connecting before the first attempt has ended', () => {
  assert.equal(syncState({ ...CONNECTED, connected: false }).status, 'offline');
  assert.equal(syncState({ ...CONNECTED, connected: false, tried: false }).status, 'connecting');
});

test('stopped outweighs all', () => {
  const stopped = { code: 4403, reason: 'Access was withdrawn' };

  assert.equal(syncState({ ...CONNECTED, unsent: 1, stopped }).status, 'stopped');
});

test('a state is compared by what it says', () => {
  assert.equal(isSameState(syncState(CONNECTED), syncState({ ...CONNECTED })), true);
  assert.equal(isSameState(syncState(CONNECTED), syncState({ ...CONNECTED, unsent: 1 })), false);
});

test('a name has one colour, dark enough for white text', () => {
  const names = Array.from({ length: 200 }, (_, i) => `Somebody ${i}`);

  const colors = new Set(names.map(colorOf));

  assert.equal(colorOf('Ada'), colorOf('Ada'));
  assert.equal(colors.size > 5, true);
  for (const color of colors) assert.equal(contrastWithWhite(color) >= 4.5, true, color);
});

function contrastWithWhite(color) {
  const [r, g, b] = [1, 3, 5]
    .map((at) => parseInt(color.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.040_45 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05);
}
