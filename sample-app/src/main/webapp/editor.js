// A meeting's page: all that makes it collaborative. The rest is in the other files.
import { connect } from './collab/collab.js';
import { bindQuill } from './collab/quill.js';
import { NEW_AGENDA, showAgenda } from './agenda.js';
import { showComments } from './comments.js';
import { confirmIdentity } from './confirm.js';
import { createEditor } from './quill-editor.js';
import { offerHistory } from './history.js';
import { offerKept } from './kept.js';
import { offerParts } from './parts.js';
import { ticket, token } from './session.js';
import { showAccess, showBus, showDeleted, showFailure, showPeople, showSync } from './status.js';
import './menus.js';
import './sharing.js';
import './title.js';

const place = document.getElementById('editor');
const { id, name, user } = place.dataset;
const quill = createEditor(place);

const connection = connect({
  ticket,
  // What could not be sent yet is there after a reload, in this browser.
  keep: user,
  confirm: async () => {
    await confirmIdentity();
    // From now on tickets come with a token that says so.
    await token({ fresh: true });
  },
});
connection.addEventListener('sync', () => showSync(connection));
connection.addEventListener('bus', ({ detail }) => showBus(detail));
offerKept(connection);

const minutes = await open('minutes');
minutes.people.addEventListener('change', ({ detail }) => showPeople(detail));
minutes.addEventListener('access', ({ detail }) => showAccess(detail));
minutes.addEventListener('delete', showDeleted);
bindQuill(minutes, quill, { person: { name } });
offerHistory(minutes);
showComments(minutes, quill, user);
if (minutes.access) showAccess(minutes.access);

offerParts({
  minutes: () => (minutes.exists ? quill.focus() : showDeleted()),
  agenda: async () => showAgenda(await open('agendas', NEW_AGENDA), { name }),
  code: async () => {
    // It is large, and few meetings have any.
    const { NEW_CODE, showCode } = await import('./code.js');
    showCode(await open('snippets', NEW_CODE), { name });
  },
});

/**
 * Opens one of the meeting's documents: they have one id, and whoever has a role has it in all of them.
 *
 * @param {string} collection which of them
 * @param {{type: string, content: object | string}} [create] what it is if nobody has written it yet
 */
async function open(collection, create) {
  const mayCreate = create && minutes.exists && !minutes.readOnly;
  const opened = await connection.open(collection, id, mayCreate ? { create } : {});
  opened.addEventListener('error', ({ detail }) => showFailure(detail));
  return opened;
}
