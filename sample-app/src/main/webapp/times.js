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
