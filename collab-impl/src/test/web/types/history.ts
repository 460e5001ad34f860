// What pages may write of history. It is only checked, never run.
import { historyOf, type Session } from '../../../main/web/src/history.js';
import { CollabHistory } from '../../../main/web/src/historypanel.js';

const history = historyOf({ collection: 'notes', id: '42' }, { token: async ({ fresh }) => (fresh ? 'a' : null) });
const { sessions, next } = await history.sessions({ limit: 10 });
const first: Session | undefined = sessions[0];
console.log(first?.contributions[0]?.author, next);
for (const change of (await history.compare(1)).changes) {
  if (change.kind === 'insertion') console.log(change.at, change.by.author);
}
const panel: CollabHistory = document.createElement('collab-history');
panel.document = { collection: 'notes', id: '42' };
panel.nameOf = (author) => author.toUpperCase();
panel.addEventListener('restore', ({ detail }) => console.log(detail.version));
panel.addEventListener('label', ({ detail }) => console.log(detail.version, detail.name?.length));
panel.texts = { title: 'What happened', where: (version: number, head: number) => `${version}/${head}` };
await panel.show();
console.log((await history.label(4, 'Sent')).author, (await history.labels()).length);
// @ts-expect-error a version is a number
await history.restore('1');
