// The list's page: no deletion by mistake. The rest is in the other files.
import { ask } from './api.js';
import './menus.js';
import './sign-out.js';
import './times.js';

// There is no way back.
document.addEventListener('click', async ({ target }) => {
  if (!target.matches?.('button.danger')) return;
  const title = target.closest('.card').querySelector('strong').textContent;
  if (!confirm(`Delete “${title}” for everybody?`)) return;
  try {
    await ask('DELETE', `minutes/${encodeURIComponent(target.value)}`);
    location.reload();
  } catch (error) {
    alert(error.message);
  }
});
