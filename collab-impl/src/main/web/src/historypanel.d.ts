import type { HistoryOptions } from './history.js';

/**
 * `<collab-history>`: what happened to a document. Sessions with their authors and times, a slider
 * through all versions that can be played, comparing with an earlier version, names of versions,
 * restoring, and undoing what one author did in a session.
 *
 * It is a dialogue; `show()` opens it. It takes its colours from `--collab-paper`, `--collab-ink`,
 * `--collab-soft`, `--collab-line`, `--collab-accent` and `--collab-on-accent` if they are set.
 * Importing this module defines the element.
 */
export class CollabHistory extends HTMLElement {
  /** Whose history; an open document, or just its names. */
  document: { collection: string; id: string; readonly readOnly?: boolean; readonly access?: string | null } | null;
  /** How the server is asked. */
  options: HistoryOptions;
  /** What an author is called; the name itself without it. */
  nameOf: (author: string) => string;
  /**
   * Instead of what it says in the language of the nearest `lang`, as far as given; by the keys of
   * `historytexts.js`.
   */
  set texts(texts: Record<string, string | ((...values: never[]) => string)>);
  /** Opens it with the newest sessions. */
  show(): Promise<void>;
  close(): void;
  addEventListener(
    type: 'restore',
    listener: (event: CustomEvent<{ version: number }>) => void,
    options?: AddEventListenerOptions,
  ): void;
  addEventListener(
    type: 'undo',
    listener: (event: CustomEvent<{ author: string; from: number; to: number }>) => void,
    options?: AddEventListenerOptions,
  ): void;
  /** A version has got a name, or lost it: then `name` is null. */
  addEventListener(
    type: 'label',
    listener: (event: CustomEvent<{ version: number; name: string | null }>) => void,
    options?: AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: AddEventListenerOptions,
  ): void;
}

declare global {
  interface HTMLElementTagNameMap {
    'collab-history': CollabHistory;
  }
}
