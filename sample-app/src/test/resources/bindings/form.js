import { connect } from '/collab/collab.js';
import { bindForm } from '/collab/form.js';
import { follow, query } from './page.js';

const connection = connect();
const create = { type: 'json0', content: { title: '', how: 'here', items: [] } };
const agenda = await connection.open('bindings', query.get('doc'), { create });
const form = document.getElementById('form');
bindForm(agenda, form, { person: { name: query.get('name') ?? 'Ada' } });
follow(connection, { agenda });
