// The history of the minutes on the page.
import './collab/historypanel.js';
import { ask } from './api.js';
import { confirmIdentity } from './confirm.js';
import { token } from './session.js';

/** Lets the button open it. */
export function offerHistory(minutes) {
  const panel = document.querySelector('collab-history');
  const button = document.getElementById('history');
  let names = new Map();
  panel.document = minutes;
  panel.options = { token, confirm: confirmIdentity };
  panel.nameOf = (author) => names.get(author) ?? author;
  button.addEventListener('click', async () => {
    const people = await ask('GET', `minutes/${encodeURIComponent(minutes.id)}/people`).catch(() => null);
    names = new Map(people?.people.map(({ name, shownName }) => [name, shownName]));
    await panel.show();
  });
  button.hidden = false;
}
