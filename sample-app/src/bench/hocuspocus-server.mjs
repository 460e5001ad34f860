// Hocuspocus 4 with its SQLite extension, as its documentation sets it up.
//   node hocuspocus-server.mjs FILE
// Prints {"port": n} when it listens.
import {Server} from '@hocuspocus/server';
import {SQLite} from '@hocuspocus/extension-sqlite';

const server = new Server({
  port: 0,
  address: '127.0.0.1',
  quiet: true,
  extensions: [new SQLite({database: process.argv[2]})],
});
await server.listen();
console.log(JSON.stringify({port: server.address.port}));
