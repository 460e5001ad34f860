/** The history of documents, as the server's REST interface tells it. */

export interface HistoryOptions {
  /** Where the REST interface is; without it, `…/collab/api/` if this script is `…/collab/history.js`. */
  url?: string | URL;
  /**
   * Gives a bearer token for requests, where pages have one; `fresh` asks for one of the login as it
   * is now, after a confirmation. Without it the browser's cookies say who asks.
   */
  token?: (wanted: { fresh: boolean }) => Promise<string | null> | string | null;
  /**
   * Has whoever is there confirm that it is they, because the server wants that for restoring,
   * undoing or taking a name away; then the same is asked for again. Rejected if they do not want to.
   */
  confirm?: (wanted: { maxAge: number }) => Promise<unknown>;
}

/** The history of a document, whether it is open here or not. */
export function historyOf(document: { collection: string; id: string }, options?: HistoryOptions): History;

/** What one author did within a session, or where. Versions are before the first and after the last operation. */
export interface Contribution {
  readonly author: string;
  readonly from: number;
  readonly to: number;
  /** Times are in ISO 8601. */
  readonly began: string;
  readonly ended: string;
}

export interface Session {
  readonly from: number;
  readonly to: number;
  readonly began: string;
  readonly ended: string;
  readonly contributions: readonly Contribution[];
}

/** The name of a version. */
export interface Label {
  readonly version: number;
  readonly name: string;
  readonly author: string;
  /** In ISO 8601. */
  readonly time: string;
}

export type Change =
  | { kind: 'insertion'; at: number; length: number; content: unknown; by: Contribution }
  | { kind: 'deletion'; at: number; wasAt: number; length: number; content: unknown; by: Contribution }
  | { kind: 'formatting'; at: number; length: number; before: object; after: object; by: Contribution }
  | { kind: 'value'; path: (string | number)[]; before?: unknown; after?: unknown; by: Contribution[] }
  | { kind: 'move'; path: (string | number)[]; wasAt: number; by: Contribution[] };

/** Every method is rejected with what the server answers, with its `status` and `code`. */
export interface History {
  /** The newest first; `next` is where to go on, as `before`. At most `limit`, of 100 without it. */
  sessions(page?: { before?: number; limit?: number }): Promise<{ sessions: Session[]; next?: number }>;
  /** The content at a version. */
  read(version: number): Promise<{ version: number; type: string; data: unknown }>;
  /** What is different in a later version, of the newest without `to`. */
  compare(from: number, to?: number): Promise<{ from: number; to: number; changes: Change[] }>;
  /** Who wrote what is there. */
  blame(wanted?: { version?: number; since?: number }): Promise<{
    version: number;
    since: number;
    attributions: { from: number; to: number; by?: Contribution }[];
  }>;
  /**
   * Brings back what was there, by an operation. With `head` only if the document is at that version.
   * Null if it is there already.
   */
  restore(version: number, only?: { head?: number }): Promise<{ version: number } | null>;
  /** Takes back what an author did in versions. Null if there is nothing left of it. */
  undo(
    what: { author: string; from: number; to?: number },
    only?: { head?: number },
  ): Promise<{ version: number } | null>;
  /** The names of versions, the oldest version first. */
  labels(): Promise<Label[]>;
  /** Gives a version a name, of 1 to 255 characters, instead of any it has. */
  label(version: number, name: string): Promise<Label>;
  /** Takes a version's name away; it is rejected if it has none. */
  removeLabel(version: number): Promise<void>;
}
