// The list's page: times as people say them, one menu at a time, no deletion by mistake.
import './times.js';

// There is no way back.
document.addEventListener('submit', (event) => {
  const { submitter } = event;
  if (submitter?.value !== 'delete') return;
  const title = submitter.closest('.card').querySelector('strong').textContent;
  if (!confirm(`Delete “${title}” for everybody?`)) event.preventDefault();
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
