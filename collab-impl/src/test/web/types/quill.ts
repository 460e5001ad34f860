// What pages may write of the Quill binding. It is only checked, never run.
import { connect, type Access, type SyncState } from '../../../main/web/src/collab.js';
import { bindQuill } from '../../../main/web/src/quill.js';

const connection = connect({ url: '/collab/socket', ticket: async () => 'ticket' });
connection.addEventListener('sync', ({ detail }) => {
  const status: SyncState['status'] = detail.status;
  console.log(status);
});
const notes = await connection.open<{ ops: object[] }>('notes', '42', {
  create: { type: 'rich-text', content: { ops: [{ insert: '\n' }] } },
});
notes.addEventListener('access', ({ detail }) => {
  const access: Access = detail;
  console.log(access, notes.content.ops.length);
});
const binding = bindQuill(notes, {}, { person: { name: 'Ada', team: 'Engine' } });
binding.close();
// @ts-expect-error a person has a name
bindQuill(notes, {}, { person: { color: 'red' } });
