// ShareDB as its documentation sets it up: the peer of the load tool, and the reference the client tests were written against.
//   node sharedb-server.mjs [postgres URL]     without a URL it keeps everything in memory
// Prints {"port": n} when it listens.
import http from 'node:http';
import ShareDB from 'sharedb';
import PostgresDB from 'sharedb-postgres';
import WebSocketJSONStream from '@teamwork/websocket-json-stream';
import {WebSocketServer} from 'ws';
import {type as text} from 'ot-text-unicode';
import richText from 'rich-text';

ShareDB.types.register(text);
ShareDB.types.register(richText.type);

const url = process.argv[2];
const db = url ? new PostgresDB({connectionString: url}) : new ShareDB.MemoryDB();
const backend = new ShareDB({db, presence: true});
const server = http.createServer();
new WebSocketServer({server}).on('connection', (socket) => {
  const stream = new WebSocketJSONStream(socket);
  stream.on('error', () => {}); // without a listener a vanishing client ends the process
  backend.listen(stream);
});
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({port: server.address().port})));
