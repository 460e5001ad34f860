// Whoever signs out leaves nothing behind in this browser.

for (const form of document.querySelectorAll('form[data-forget]')) {
  form.addEventListener('submit', forgetFirst);
}

async function forgetFirst(event) {
  const { target: form, submitter } = event;
  event.preventDefault();
  try {
    const { forgetKept } = await import('./collab/collab.js');
    await forgetKept(form.dataset.forget);
  } catch {
    // Without a database of the browser's nothing was kept.
  } finally {
    form.removeEventListener('submit', forgetFirst);
    form.requestSubmit(submitter);
  }
}
