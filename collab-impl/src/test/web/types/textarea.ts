// What pages may write of the binding of `<textarea>`. It is only checked, never run.
import { connect } from '../../../main/web/src/collab.js';
import { bindTextarea } from '../../../main/web/src/textarea.js';

const notes = await connect().open<string>('notes', '42', { create: { type: 'text-unicode', content: '' } });
const binding = bindTextarea(notes, document.createElement('textarea'), { person: { name: 'Ada' }, cursors: false });
if (binding.canUndo) binding.undo();
// @ts-expect-error it binds what has a value and a caret
bindTextarea(notes, document.createElement('select'));
