/** Binds the editor Quill 2. */
import type { CollabDocument, Self } from './collab.js';

export interface QuillBinding {
  /** Lets go of the editor, which stays as it is and is disabled. */
  close(): void;
}

/**
 * Keeps a Quill 2 editor and a document of the type `rich-text` the same. The editor's undo then
 * undoes its own user's edits only. If the module `cursors` (quill-cursors) is there, it shows where
 * the others are.
 *
 * @param options person joins the document's people
 */
export function bindQuill(
  document: CollabDocument,
  quill: object,
  options?: { person?: Self },
): QuillBinding;
