/** The elements `<collab-editor>`, `<collab-textarea>`, `<collab-presence>`, `<collab-status>`, `<collab-connection>`. */
import type { Connection } from './collab.js';

/** What the elements with a document have: attributes `collection`, `doc-id`, `person`, `src`. */
interface DocumentElement extends HTMLElement {
  /** The connection it uses; see `collab-connection`. */
  readonly connection: Connection;
}

export interface CollabConnectionElement extends HTMLElement {
  /** The page's own; to be set before the elements in it are upgraded. */
  connection: Connection;
}

export interface CollabTextareaElement extends DocumentElement {
  readonly value: string;
  readonly form: HTMLFormElement | null;
  readonly name: string | null;
  undo(): void;
  redo(): void;
}

export interface CollabEditorElement extends DocumentElement {
  /** The page's Quill, if it is not global. */
  Quill: unknown;
  /** Options of Quill, over those of the element. */
  options: object;
  /** The editor, or null before it is there. */
  readonly quill: object | null;
  readonly form: HTMLFormElement | null;
  undo(): void;
  redo(): void;
}

declare global {
  interface HTMLElementTagNameMap {
    'collab-connection': CollabConnectionElement;
    'collab-editor': CollabEditorElement;
    'collab-presence': DocumentElement;
    'collab-status': DocumentElement;
    'collab-textarea': CollabTextareaElement;
  }
}
