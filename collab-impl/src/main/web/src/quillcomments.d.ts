/** Comments in the editor Quill 2. */
import type { CommentList } from './commentlist.js';
import type { Comments } from './comments.js';

export interface QuillComments {
  /** Whether a stretch of text is selected that could be commented on. */
  readonly hasSelection: boolean;
  /** Opens the form of the list: about what is selected, or about the document if nothing is. */
  compose(): void;
  close(): void;
}

/**
 * Marks in an editor what threads are about, and goes there when one is chosen in the list. With
 * Ctrl+Alt+M (⌘⌥M) one comments on what is selected. The colours are `--collab-comment` and
 * `--collab-comment-active`.
 */
export function bindComments(comments: Comments, quill: object, list: CommentList): QuillComments;
