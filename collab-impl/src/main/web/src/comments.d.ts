/** The comments of a document. */
import type { CollabDocument } from './collab.js';

export interface CommentOptions {
  /** The REST interface, with a slash at the end; without it, `api/` beside this script. */
  api?: string | URL;
  /**
   * Headers for each request, as `Authorization` where pages hold a token; `fresh` asks for one of
   * the login as it is now, after a confirmation. Without it the browser's cookies say who is there.
   */
  headers?: (wanted: { fresh: boolean }) => Promise<Record<string, string>> | Record<string, string>;
  /**
   * Has whoever is there confirm that it is they, because the server wants that for whatever is
   * written; then the same is sent again. Rejected if they do not want to.
   */
  confirm?: (wanted: { maxAge: number }) => Promise<unknown>;
}

/** Follows the comments of a document that is open. */
export function commentsOf(document: CollabDocument, options?: CommentOptions): Comments;

/**
 * What a thread is about: a stretch of a text in the units of its type, a value of a `json0` document,
 * or with null the document as a whole.
 */
export type Anchor = { readonly index: number; readonly length: number } | { readonly path: (string | number)[] } | null;

export interface Comment {
  readonly id: string;
  /** What its author signs in with; empty for nobody. */
  readonly author: string;
  /** When it was said, in milliseconds since 1970. */
  readonly at: number;
  /** When it was last changed, or null. */
  readonly edited: number | null;
  /** Whether it was taken back; its text is empty then. */
  readonly deleted: boolean;
  /** Plain text. To be shown as such, never as HTML. */
  readonly text: string;
}

export interface Thread {
  readonly id: string;
  /** Where it is in the content as it is here. Null also while that is not known, or if it is gone. */
  readonly anchor: Anchor;
  /** Whether it is known where it is; it is a moment after it came. */
  readonly isPlaced: boolean;
  /** Whether what it is about has been deleted. */
  readonly isGone: boolean;
  /** How that read when the thread was started. */
  readonly quote: string;
  readonly resolved: { readonly by: string; readonly at: number } | null;
  /** At least one. */
  readonly comments: readonly Comment[];
}

interface CommentEvents {
  /** Threads came, went or changed, or moved with the text. */
  change: CustomEvent<undefined>;
  /** The comments or their places could not be read. Places are asked for again. */
  error: CustomEvent<Error & { code?: string; status?: number }>;
}

/**
 * The comments of a document, live. What writes resolves when the server has committed it, and rejects
 * with the server's `code`: `ERR_COMMENT_FORBIDDEN`, `ERR_LIMIT_EXCEEDED`, … What the network swallowed
 * is sent again, and not done twice.
 */
export interface Comments extends EventTarget {
  readonly document: CollabDocument;
  /** As they were started. */
  readonly threads: Thread[];
  /** Resolves when they are there. */
  readonly ready: Promise<void>;
  /**
   * Starts a thread about a part of the content as it is now. If edits are unsent, it waits for them,
   * and goes along with what is edited meanwhile.
   *
   * @throws with the code `GONE` if that was deleted meanwhile
   */
  start(anchor: Anchor, text: string, options?: { id?: string }): Promise<unknown>;
  reply(thread: string, text: string, options?: { id?: string }): Promise<unknown>;
  edit(thread: string, comment: string, text: string): Promise<unknown>;
  delete(thread: string, comment: string): Promise<void>;
  resolve(thread: string): Promise<unknown>;
  reopen(thread: string): Promise<unknown>;
  /** Keeps an anchor where it belongs while the content is edited, as of what somebody is about to comment on. */
  hold(anchor: Anchor): { readonly anchor: Anchor; release(): void };
  close(): void;
  addEventListener<K extends keyof CommentEvents>(
    type: K,
    listener: (event: CommentEvents[K]) => void,
    options?: AddEventListenerOptions,
  ): void;
}
