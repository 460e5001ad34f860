// The code: a plain text in CodeMirror.
import { bindCodeMirror } from './collab/codemirror.js';
import { createCodeEditor, state, view } from './code-editor.js';

/** What the code is before anybody has written any. */
export const NEW_CODE = { type: 'text-unicode', content: '' };

/** Shows the code in an editor. */
export function showCode(code, person) {
  const editor = createCodeEditor(document.getElementById('code-editor'), 'Code');
  bindCodeMirror(code, editor, { state, view, person });
}
