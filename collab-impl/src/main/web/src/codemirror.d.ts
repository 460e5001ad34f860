/** Binds the editor CodeMirror 6. */
import type { CollabDocument, Self } from './collab.js';

export interface CodeMirrorBinding {
  /** Lets go of the editor, which keeps its text and is read-only. */
  close(): void;
}

/**
 * Keeps an editor CodeMirror 6 and a document of the type `text` the same. With CodeMirror's own
 * `history()`, undo takes the user's own edits only. The editor is read-only while the document does
 * not exist or may not be written. What the editor held before is gone.
 *
 * @param view the editor, an `EditorView`
 * @param options state and view: the page's modules `@codemirror/state` and `@codemirror/view`, which
 *     this does not bring along, because there must be one copy of them in a page. person joins the
 *     document's people
 */
export function bindCodeMirror(
  document: CollabDocument<string>,
  view: { readonly dom: HTMLElement; readonly state: object; dispatch(...specs: never[]): void },
  options: { state: object; view: object; person?: Self },
): CodeMirrorBinding;
