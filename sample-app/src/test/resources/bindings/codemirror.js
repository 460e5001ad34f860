import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import * as state from '@codemirror/state';
import * as view from '@codemirror/view';
import { bindCodeMirror } from '/collab/codemirror.js';
import { connect } from '/collab/collab.js';
import { collection, follow, query } from './page.js';

const connection = connect();
const create = { type: 'text-unicode', content: '' };
const text = await connection.open(collection, query.get('doc'), { create });
const editor = new view.EditorView({
  parent: document.getElementById('text'),
  extensions: [
    history(),
    view.keymap.of([...defaultKeymap, ...historyKeymap]),
    view.EditorView.lineWrapping,
    view.EditorView.contentAttributes.of({ 'aria-label': 'Query' }),
  ],
});
bindCodeMirror(text, editor, { state, view, person: { name: query.get('name') ?? 'Ada' } });
follow(connection, { text, editor });
