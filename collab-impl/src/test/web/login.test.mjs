import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Renewal, ticketAddress } from '../../main/web/src/login.js';

test('tickets are to be had at the neighbour of the socket', () => {
  const address = ticketAddress(new URL('wss://example.com/app/collab/socket?batch=1'));

  assert.equal(address.href, 'https://example.com/app/collab/api/tickets');
});

test('beside a socket at an address of its own there may be anything', () => {
  assert.equal(ticketAddress(new URL('wss://example.com/live')), null);
});

test('another origin gives no tickets for our cookies', () => {
  globalThis.location = { origin: 'https://example.org' };
  try {
    assert.equal(ticketAddress(new URL('wss://example.com/collab/socket')), null);
  } finally {
    delete globalThis.location;
  }
});

test('a renewal ends with what the server says', async () => {
  const sent = [];
  const renewal = new Renewal(async () => 'a', (text) => sent.push(JSON.parse(text)));

  const taken = renewal.renew();
  const same = renewal.renew();
  await new Promise(setImmediate);
  renewal.receive({ a: 'auth', expires: 1 });
  await Promise.all([taken, same]);
  const refused = renewal.renew('b');
  renewal.receive({ a: 'auth', error: { code: 'ERR_TICKET_REFUSED', message: 'no' } });

  await assert.rejects(refused, { code: 'ERR_TICKET_REFUSED' });
  await new Promise(setImmediate);
  assert.deepEqual(sent, [
    { a: 'auth', ticket: 'a' },
    { a: 'auth', ticket: 'b' },
  ]);
});

test('a renewal fails without a ticket, and with the connection', async () => {
  const none = new Renewal(async () => null, () => assert.fail());
  const cut = new Renewal(async () => 'a', () => {});

  const lost = cut.renew();
  cut.lost();

  await assert.rejects(none.renew(), /no ticket/);
  await assert.rejects(lost, /lost/);
});
