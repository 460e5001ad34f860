/** Binds `<textarea>` and `<input>` to a whole document of the type `text`. */
import type { CollabDocument, Self } from './collab.js';

export interface TextareaBinding {
  /** Whether there is an edit of this user to take back. */
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Takes back the user's last edit, wherever it has moved to. Ctrl+Z does the same. */
  undo(): void;
  redo(): void;
  /** Lets go of the field, which keeps its text and is read-only. */
  close(): void;
}

/**
 * Keeps a `<textarea>` or an `<input>` and a document of the type `text` the same. The caret and the
 * selection stay on their text, whatever others write. What is composed with an input method goes out
 * when it is decided, and what others write meanwhile comes after that. The field is read-only while
 * the document does not exist or may not be written.
 *
 * After the field has changed by what others wrote, it dispatches the event `collab-input`.
 *
 * @param options person joins the document's people; cursors: whether the places of the others are
 *     shown, true if absent
 */
export function bindTextarea(
  document: CollabDocument<string>,
  element: HTMLTextAreaElement | HTMLInputElement,
  options?: { person?: Self; cursors?: boolean },
): TextareaBinding;
