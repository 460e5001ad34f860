import { connect } from '/collab/collab.js';
import { bindTextarea } from '/collab/textarea.js';
import { collection, follow, query } from './page.js';

const connection = connect({ keep: query.get('keep') ?? undefined });
const person = { name: query.get('name') ?? 'Ada' };
const create = { type: 'text-unicode', content: '' };
const text = await connection.open(collection, query.get('doc'), { create });
const binding = bindTextarea(text, document.getElementById('text'), { person });
follow(connection, { text, binding });
// Without the server there is no title, but what was kept of the text.
const title = await connection.open(collection, `${query.get('doc')}-title`, { create });
bindTextarea(title, document.getElementById('line'), { person });
