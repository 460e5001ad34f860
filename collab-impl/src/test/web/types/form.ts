// What pages may write of the binding of forms. It is only checked, never run.
import { connect } from '../../../main/web/src/collab.js';
import { bindForm } from '../../../main/web/src/form.js';

const agenda = await connect().open<{ title: string }>('agendas', '42', { create: { type: 'json0', content: { title: '' } } });
const binding = bindForm(agenda, document.createElement('form'), {
  person: { name: 'Ada' },
  messages: { editing: (name) => `${name} writes here` },
});
binding.close();
// @ts-expect-error messages are functions
bindForm(agenda, document.createElement('form'), { messages: { editing: 'somebody' } });
