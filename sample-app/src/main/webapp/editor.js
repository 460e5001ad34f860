// The editor's page: all that makes a text collaborative. The rest is in the other files.
import { bindQuill, connect } from './collab/collab.js';
import { createEditor } from './quill-editor.js';
import { showBus, showDeleted, showFailure, showPeople, showSync } from './status.js';
import './title.js';

const place = document.getElementById('editor');
const { collection, id, name } = place.dataset;
const quill = createEditor(place);

const connection = connect();
connection.addEventListener('sync', () => showSync(connection));
connection.addEventListener('bus', ({ detail }) => showBus(detail));

const minutes = await connection.open(collection, id);
minutes.people.addEventListener('change', ({ detail }) => showPeople(detail));
minutes.addEventListener('delete', showDeleted);
minutes.addEventListener('error', ({ detail }) => showFailure(detail));
bindQuill(minutes, quill, { person: { name } });

if (minutes.exists) quill.focus();
else showDeleted();
