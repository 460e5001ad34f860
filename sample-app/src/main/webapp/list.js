// Shows times as people say them.

const format = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

function ago(date) {
  const seconds = (date - Date.now()) / 1000;
  for (const [unit, length] of UNITS) {
    if (-seconds >= length) return format.format(Math.round(seconds / length), unit);
  }
  return 'just now';
}

for (const time of document.querySelectorAll('time')) {
  const date = new Date(time.dateTime);
  time.textContent = ago(date);
  time.title = date.toLocaleString();
}

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
