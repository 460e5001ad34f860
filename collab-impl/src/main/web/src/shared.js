import { connect } from './connection.js';

/** The connections of each page by their addresses, for elements that are given none. */
const connections = new WeakMap();
/** The documents that elements have open, by their connections. */
const documents = new WeakMap();

/** The connection to an address that the elements of a page share; null is the script's neighbour. */
export function sharedConnection(page, url) {
  const known = connections.get(page) ?? new Map();
  connections.set(page, known);
  if (!known.has(url)) known.set(url, connect(url === null ? {} : { url }));
  return known.get(url);
}

/**
 * Opens a document for an element. It stays open as long as one element has it.
 *
 * @returns {{document: Promise<object>, release: () => void}}
 */
export function useDocument(connection, collection, id, create) {
  const known = documents.get(connection) ?? new Map();
  documents.set(connection, known);
  const key = JSON.stringify([collection, id]);
  const use = known.get(key) ?? { count: 0, document: null };
  // Somebody who may only read it may not create it, and somebody else's type is as good.
  if (!use.document || create) use.document = opened(use.document, connection, collection, id, create);
  use.count++;
  known.set(key, use);
  let isReleased = false;
  const release = () => {
    if (isReleased) return;
    isReleased = true;
    if (--use.count > 0) return;
    known.delete(key);
    use.document.then((document) => document.close()).catch(() => {});
  };
  return { document: use.document, release };
}

async function opened(before, connection, collection, id, create) {
  await before;
  return connection.open(collection, id, create ? { create } : {});
}
