// Saves the title as soon as it has changed.

const form = document.getElementById('rename');
const input = document.getElementById('title');
let saved = input.value;

form.addEventListener('submit', (event) => {
  event.preventDefault();
  input.blur();
});

input.addEventListener('change', async () => {
  const body = new URLSearchParams(new FormData(form));
  try {
    await fetch(form.action, { method: 'POST', body, redirect: 'manual' });
    saved = input.value.trim() || 'Untitled';
    document.title = `${saved} · Minutes`;
  } catch {
    // Offline; nothing but the old title is known to be true.
  }
  input.value = saved;
});
