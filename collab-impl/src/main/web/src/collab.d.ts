/** The browser half of CollabEE. */

/** Whether what was written has arrived. */
export interface SyncState {
  /**
   * - `connecting`: the first connection is not there yet;
   * - `saved`: the server has committed everything;
   * - `saving`: something is on its way;
   * - `offline`: not connected; edits are kept and sent after the next connection;
   * - `signed-out`: as `stopped`, because somebody has to sign in first; edits are kept, and sent if
   *   `retry()` is called then;
   * - `stopped`: not connected, and it will not connect again before `retry()`; see `stopped`.
   */
  readonly status: 'connecting' | 'saved' | 'saving' | 'offline' | 'signed-out' | 'stopped';
  /** How many operations have not been acknowledged. */
  readonly unsent: number;
  /** Whether what is open may not be edited; of a connection, whether that is so of any document. */
  readonly readOnly: boolean;
  /**
   * Why it stopped: the WebSocket's close code and reason; 4401 or 4403 if the connection or a
   * ticket was refused with 401 or 403; null if it has not stopped.
   */
  readonly stopped: { readonly code: number; readonly reason: string } | null;
}

export interface ConnectOptions {
  /**
   * The socket's address, `http` or `ws`, absolute or relative to the page. Without one, it is the
   * neighbour of this script: `…/collab/socket` if the script is `…/collab/collab.js`.
   */
  url?: string | URL;
  /**
   * Gives a ticket for the socket, as `POST …/collab/api/tickets` does: before each attempt to
   * connect, and when the login of an open connection is about to end. To be written where pages
   * hold a token, which they send with that request. Null connects without a ticket. If it throws,
   * the attempt is made again later; unless the error has `status` 401 or 403, which mean that
   * somebody has to sign in. After 401 the session is taken up, if there is one.
   *
   * `session` is what takes our session up, or null; a page that sends it along in the header
   * `Collab-Session` goes on with the session instead of beginning another.
   *
   * Without it, tickets are asked for with the browser's cookies, and where there are none to be had
   * the cookies have to be enough for the socket itself.
   */
  ticket?: (about: { session: string | null }) => Promise<string | null> | string | null;
  /**
   * Where what takes our session up is kept, so that the connection goes on when there is no login
   * any more: in `memory`, gone with the page; in the `tab`, that is the browser's `sessionStorage`,
   * so that a reload needs no login; or not at all, with `none`. `memory` if absent.
   */
  session?: 'memory' | 'tab' | 'none';
  /**
   * Has whoever is there confirm that it is they, as by their password, because the server wants it
   * for something critical: a deletion, or with `collab.step-up.actions` whatever is written. What
   * they did waits meanwhile, and is sent again afterwards; nothing is lost, and they may type on.
   * `maxAge` is how many seconds ago they may have done so. Gives a ticket of the fresh login, or
   * nothing if the usual way to tickets gives one by then. Rejected if they do not want to: then
   * what they did is refused with `ERR_STEP_UP_REQUIRED` and taken back, as it is without this.
   */
  confirm?: (wanted: { maxAge: number }) => Promise<string | null | undefined | void>;
  /**
   * Keeps unsent edits in the browser, under this name of whoever is there, so that they survive the
   * page: the next page of the same user that opens the document shows them, without a connection
   * too, and sends them once there is one, exactly once. Whose they are must be known, because
   * others may use the same browser; see `forgetKept`. Without it, and in pages that are not secure
   * contexts, edits live in the page only.
   */
  keep?: string;
  /**
   * Whether the browser asks before it leaves the page while edits are unsent that would not survive
   * it; true if absent.
   */
  guard?: boolean;
  /** For tests outside a browser. */
  WebSocket?: typeof WebSocket;
}

/** Connects, and goes on connecting whenever the connection is lost. Returns at once. */
export function connect(options?: ConnectOptions): Connection;

interface ConnectionEvents {
  /** The state of all open documents together has changed. */
  sync: CustomEvent<SyncState>;
  /** What others write comes at once again, or comes late. */
  bus: CustomEvent<'live' | 'slow'>;
  /** Something that was written could not be sent; see `Copy`. */
  copy: CustomEvent<Copy>;
  /**
   * Something failed that belongs to no document. The `code` is `ERR_CALLER_CHANGED` if the page has
   * connected again by the login of somebody else and what was not sent became copies.
   */
  error: CustomEvent<Error>;
}

/** One connection to a server, shared by all documents of a page. */
export interface Connection extends EventTarget {
  readonly sync: SyncState;
  /**
   * `slow` while what brings the edits of people on other servers is away: they come up to about a
   * second later then. What is written here is saved as fast as ever.
   */
  readonly bus: 'live' | 'slow';
  /** When the next attempt to connect is due, in milliseconds since 1970, or null. */
  readonly retryAt: number | null;
  /**
   * Opens a document and follows it; waits as long as there is no connection. Opening one twice
   * gives the same.
   *
   * @param options create makes the document if it does not exist
   * @throws what the server answers, with its `code`: `ERR_READ_FORBIDDEN`, …
   */
  open<Content = unknown>(
    collection: string,
    id: string,
    options?: { create?: { type: string; content?: unknown } },
  ): Promise<CollabDocument<Content>>;
  /**
   * Makes the next attempt to connect now instead of at `retryAt`, and makes one even if the server
   * has stopped it: somebody may have signed in again in another tab.
   */
  retry(): void;
  /** What could not be sent and was not discarded, of this page and of former ones, oldest first. */
  copies(): Promise<Copy[]>;
  /**
   * Ends our session on every server, with the login that the browser's cookies tell of as far as
   * the server knows it, and then the connection. Unsent edits are lost.
   *
   * @throws if the server could not be asked, or could not do it now; then nothing has changed
   */
  signOut(): Promise<void>;
  /** Ends the connection. Unsent edits are lost, unless they are kept for the next page. */
  close(): void;
  addEventListener<K extends keyof ConnectionEvents>(
    type: K,
    listener: (event: ConnectionEvents[K]) => void,
    options?: AddEventListenerOptions,
  ): void;
}

interface DocumentEvents {
  /** An operation was applied to `content`; `local` if this page made it. */
  change: CustomEvent<{ op: unknown; local: boolean }>;
  /**
   * `content` is another: the document was created, or the server refused an edit and what had not
   * been sent was taken back.
   */
  load: CustomEvent<{ local: boolean }>;
  /** The document was deleted. It may be created again. */
  delete: CustomEvent<{ local: boolean }>;
  /** This document's state has changed. */
  sync: CustomEvent<SyncState>;
  /** Something that was written could not be sent; see `Copy`. */
  copy: CustomEvent<Copy>;
  /** We may do something else with it now. */
  access: CustomEvent<Access>;
  /** Something failed; `code` is the server's if it was the server. */
  error: CustomEvent<Error & { code?: string }>;
}

/** What we may do with a document; each includes those before it. */
export type Access = 'none' | 'read' | 'comment' | 'write' | 'manage';

/** A document that several people edit. */
export interface CollabDocument<Content = unknown> extends EventTarget {
  readonly collection: string;
  readonly id: string;
  /** False before it is created and after it is deleted. */
  readonly exists: boolean;
  /** The type's URI, or null. */
  readonly type: string | null;
  /** How many operations it has committed, our unsent ones not counted. */
  readonly version: number | null;
  /** The content with our unsent edits: a Delta, a string or JSON. Not to be changed. */
  readonly content: Content;
  /**
   * What we may do with it, as the server says; it may change at any time. While it is `none`,
   * nothing more comes of it, and `content` stays as it was. Null before the server has said it.
   */
  readonly access: Access | null;
  readonly readOnly: boolean;
  readonly sync: SyncState;
  /** Who has the document open. */
  readonly people: People;
  /**
   * Edits at once, and sends it.
   *
   * @param op of the document's type
   * @returns resolves when the server has committed it
   */
  edit(op: unknown): Promise<void>;
  create(type: string, content?: unknown): Promise<void>;
  delete(): Promise<void>;
  /** Stops following it, when all edits are sent. */
  close(): Promise<void>;
  /** The `Doc` of ShareDB's client, for what is not offered here. */
  readonly doc: object;
  addEventListener<K extends keyof DocumentEvents>(
    type: K,
    listener: (event: DocumentEvents[K]) => void,
    options?: AddEventListenerOptions,
  ): void;
}

/** What somebody tells of themselves. The server does not check it. */
export interface Self {
  /** Others are shown up to 100 characters of it, without controls. */
  name: string;
  /** `#` and 3 to 8 hexadecimal digits. Instead of any other, others are shown that of `colorOf`. */
  color?: string;
  [more: string]: unknown;
}

export interface Person extends Self {
  /** Of one open page. */
  readonly id: string;
  /** Whether this is we. */
  readonly self: boolean;
  /** Where they are in the document, in its units; null if nowhere yet. */
  readonly selection: { readonly index: number; readonly length: number } | null;
}

interface PeopleEvents {
  /** Somebody came or went, or anything about somebody is another, their place too. */
  change: CustomEvent<Person[]>;
  /** Somebody else told something new, their selection mostly. */
  move: CustomEvent<Person>;
}

/** Who has a document open. */
export interface People extends EventTarget {
  /** Everybody, we ourselves first if we joined. */
  readonly all: Person[];
  readonly others: Person[];
  /** Shows ourselves to the others, and them to us. */
  join(self: Self): void;
  /** Tells the others what has changed about us. */
  update(changes: Partial<Self> & { selection?: { index: number; length: number } | null }): void;
  leave(): void;
  addEventListener<K extends keyof PeopleEvents>(
    type: K,
    listener: (event: PeopleEvents[K]) => void,
    options?: AddEventListenerOptions,
  ): void;
}

/**
 * A document as its writer saw it, when the server refused what had not been sent: it was deleted
 * meanwhile, may not be written any more, or the edit did not fit. The document goes on without it;
 * the page may offer it to the writer.
 */
export interface Copy {
  readonly collection: string;
  readonly id: string;
  /** The URI of the document's type, or null. */
  readonly type: string | null;
  /** As `content` of the document, as plain JSON. */
  readonly content: unknown;
  /**
   * Why, the server's code; null if it gave none. `ERR_CALLER_CHANGED` if the page has connected again
   * by the login of somebody else.
   */
  readonly code: string | null;
  /** When, in milliseconds since 1970. */
  readonly at: number;
  /** Forgets it. With `keep`, it is there until then, in later pages too. */
  discard(): Promise<void>;
}

/**
 * Deletes all that was kept for a user in this browser, unsent or copied: for when they sign out of
 * it for good.
 */
export function forgetKept(user: string): Promise<void>;

/** A colour for a name, dark enough for white text on it; the same in every browser. */
export function colorOf(name: string): string;
