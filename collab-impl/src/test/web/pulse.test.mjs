import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Pulse } from '../../main/web/src/pulse.js';

/** A pulse whose timer and clock the test moves. */
function watched(t, { isOwed = () => false } = {}) {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const seen = [];
  const clock = { now: 0 };
  const pulse = new Pulse({
    ask: () => seen.push('ask'),
    isOwed,
    dead: () => seen.push('dead'),
    now: () => clock.now,
  });
  pulse.start();
  const pass = (ms) => {
    for (let left = ms; left > 0; left -= 2_000) {
      clock.now += 2_000;
      t.mock.timers.tick(2_000);
    }
  };
  return { pulse, seen, clock, pass };
}

test('a quiet server is asked before it is given up', (t) => {
  const { seen, pass } = watched(t);

  pass(38_000);
  assert.deepEqual(seen, []);
  pass(2_000);
  assert.deepEqual(seen, ['ask']);
  pass(8_000);
  assert.deepEqual(seen, ['ask', 'dead']);
});

test('an answer ends the suspicion', (t) => {
  const { pulse, seen, pass } = watched(t);

  pass(40_000);
  pulse.heard();
  pass(38_000);

  assert.deepEqual(seen, ['ask']);
});

test('a server that owes an answer is asked sooner', (t) => {
  const { seen, pass } = watched(t, { isOwed: () => true });

  pass(6_000);

  assert.deepEqual(seen, ['ask']);
});

test('the time in which the page was stopped does not count', (t) => {
  const { pulse, seen, clock, pass } = watched(t);
  pulse.probe();

  clock.now += 600_000;
  pass(2_000);

  assert.deepEqual(seen, ['ask']);
});

test('nothing is asked after the end', (t) => {
  const { pulse, seen, pass } = watched(t);

  pulse.stop();
  pass(100_000);
  pulse.probe();

  assert.deepEqual(seen, []);
});
