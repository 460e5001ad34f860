// The list's page: times as people say them, one menu at a time, no deletion by mistake.
import { ask } from './api.js';
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

// One menu at a time, and Escape closes it.
const menus = [...document.querySelectorAll('details')];
for (const menu of menus) {
  menu.addEventListener('toggle', () => {
    if (menu.open) for (const other of menus) if (other !== menu) other.open = false;
  });
  menu.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') {
      menu.open = false;
      menu.querySelector('summary').focus();
    }
  });
}
