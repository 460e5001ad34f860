import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSignedOut, mayRetry, retryDelay } from '../../main/web/src/retry.js';

test('the pause doubles up to twenty seconds', () => {
  const longest = () => 0;

  const delays = [0, 1, 2, 3, 10, 1_000_000].map((failures) => retryDelay(failures, longest));

  assert.deepEqual(delays, [500, 1000, 2000, 4000, 20_000, 20_000]);
});

test('up to half of the pause is taken off at random', () => {
  assert.equal(retryDelay(2, () => 0.999_999) > 1000, true);
  assert.equal(retryDelay(2, () => 0.5), 1500);
});

test('only the codes that say so, and too large a message, are final', () => {
  for (const code of [4400, 4401, 4403, 4413, 4499, 1009]) assert.equal(mayRetry(code), false, code);
  for (const code of [1000, 1001, 1006, 1011, 4000, 4419, 4500, 4501, 4529, 4530]) {
    assert.equal(mayRetry(code), true, code);
  }
});

test('who has to sign in is told apart from who may not come', () => {
  for (const code of [4401, 4420]) assert.equal(isSignedOut(code), true, code);
  for (const code of [4400, 4403, 4413, 1009]) assert.equal(isSignedOut(code), false, code);
});
