// The editor's page: all that makes a text collaborative. The rest is in the other files.
import { connect } from './collab/collab.js';
import { bindQuill } from './collab/quill.js';
import { showComments } from './comments.js';
import { confirmIdentity } from './confirm.js';
import { createEditor } from './quill-editor.js';
import { offerHistory } from './history.js';
import { ticket, token } from './session.js';
import { showAccess, showBus, showDeleted, showFailure, showPeople, showSync } from './status.js';
import './sharing.js';
import './title.js';

const place = document.getElementById('editor');
const { collection, id, name, user } = place.dataset;
const quill = createEditor(place);

const connection = connect({
  ticket,
  confirm: async () => {
    await confirmIdentity();
    // From now on tickets come with a token that says so.
    await token({ fresh: true });
  },
});
connection.addEventListener('sync', () => showSync(connection));
connection.addEventListener('bus', ({ detail }) => showBus(detail));

const minutes = await connection.open(collection, id);
minutes.people.addEventListener('change', ({ detail }) => showPeople(detail));
minutes.addEventListener('access', ({ detail }) => showAccess(detail));
minutes.addEventListener('delete', showDeleted);
minutes.addEventListener('error', ({ detail }) => showFailure(detail));
bindQuill(minutes, quill, { person: { name } });
offerHistory(minutes);
showComments(minutes, quill, user);
if (minutes.access) showAccess(minutes.access);

if (minutes.exists) quill.focus();
else showDeleted();
