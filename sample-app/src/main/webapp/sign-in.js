// Signs in as one of the demo's people.

document.getElementById('demo')?.addEventListener('click', ({ target }) => {
  if (!(target instanceof HTMLButtonElement)) return;
  const form = document.getElementById('form');
  form.elements.name.value = target.value;
  form.elements.password.value = document.getElementById('everybodys').textContent;
  form.requestSubmit();
});
