// What pages may write of the binding of CodeMirror. It is only checked, never run.
import * as state from '../../../main/web/node_modules/@codemirror/state/dist/index.js';
import * as view from '../../../main/web/node_modules/@codemirror/view/dist/index.js';
import { bindCodeMirror } from '../../../main/web/src/codemirror.js';
import { connect } from '../../../main/web/src/collab.js';

const query = await connect().open<string>('queries', '42');
const editor = new view.EditorView({ parent: document.body });
bindCodeMirror(query, editor, { state, view, person: { name: 'Ada' } }).close();
// @ts-expect-error it takes the page's modules, and does not bring its own
bindCodeMirror(query, editor, { person: { name: 'Ada' } });
