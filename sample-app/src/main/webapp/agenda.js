// The agenda: a form of which every field is a value in a JSON document.
import { bindForm } from './collab/form.js';

const form = document.getElementById('agenda-form');
const total = document.getElementById('agenda-total');

/** What an agenda is before anybody has written in it. */
export const NEW_AGENDA = { type: 'json0', content: { aim: '', items: [] } };

/** Shows the agenda in the form. All the rest is said by the form's attributes. */
export function showAgenda(agenda, person) {
  bindForm(agenda, form, { person });
  const show = () => showTotal(agenda.content?.items ?? []);
  for (const event of ['load', 'change']) agenda.addEventListener(event, show);
  show();
}

function showTotal(items) {
  const minutes = (some) => some.reduce((sum, item) => sum + (item.minutes ?? 0), 0);
  const left = minutes(items.filter(({ done }) => !done));
  total.textContent = items.length > 0 ? `${minutes(items)} minutes in all, ${left} of them left` : 'Nothing on it yet.';
}
