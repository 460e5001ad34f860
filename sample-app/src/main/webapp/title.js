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
    const { type } = await fetch(form.action, { method: 'POST', body, redirect: 'manual' });
    if (type !== 'opaqueredirect') throw new Error('The title was not saved');
    saved = input.value.trim() || 'Untitled';
    document.title = `${saved} · Minutes`;
  } catch {
    // Only of the old title is it known that it is saved.
  }
  input.value = saved;
});
