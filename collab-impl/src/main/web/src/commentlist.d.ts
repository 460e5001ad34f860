/** The element `<collab-comments>`. */
import type { Anchor, Comments } from './comments.js';

interface CommentListEvents {
  /** A thread stands out now. */
  activate: CustomEvent<{ thread: string }>;
  /** Somebody wants to see what a thread is about. */
  select: CustomEvent<{ thread: string; anchor: Anchor }>;
  /** Resolved threads are shown, or not any more. */
  filter: CustomEvent<undefined>;
  /** Somebody begins to write. */
  compose: CustomEvent<undefined>;
  /** Somebody does not want to write after all. */
  cancel: CustomEvent<undefined>;
}

/**
 * A list of threads, to read, answer, settle and change. Its colours are the properties
 * `--collab-ink`, `-soft`, `-line`, `-paper`, `-accent`, `-on-accent` and `-danger`; its parts `header`,
 * `list`, `thread` and `comment`.
 */
export interface CommentList extends HTMLElement {
  /** What to show. */
  comments: Comments | null;
  /** What we sign in with; with it one changes one's own comments. */
  me: string;
  /** From what an author signs in with to the name that is shown. */
  nameOf: (author: string) => string;
  /** Texts instead of those in the language of the nearest `lang`, by the keys of `commenttexts.js`. */
  texts: Record<string, unknown>;
  /** The thread that stands out, or null. */
  active: string | null;
  /** What a new thread that is being written is about, or null. */
  readonly composing: Anchor;
  readonly showsResolved: boolean;
  /** Whether we may comment, as the server says. */
  readonly mayComment: boolean;
  /** Brings a thread into view, and unless focus is false the keyboard to it. */
  show(thread: string, options?: { focus?: boolean }): void;
  /** Opens the form for a new thread; with null it is about the document as a whole. */
  compose(anchor: Anchor, quote?: string): void;
  addEventListener<K extends keyof CommentListEvents>(
    type: K,
    listener: (event: CommentListEvents[K]) => void,
    options?: AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

/** Makes the element known to the page. */
export function defineCommentList(name?: string): void;
