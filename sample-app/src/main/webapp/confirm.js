// "Please confirm it's you": asks for the password again.

const dialog = document.getElementById('confirm');
const form = dialog.querySelector('form');
const problem = dialog.querySelector('.problem');
const PROBLEMS = {
  401: 'You are signed out. Please sign in again, in another tab.',
  403: 'That is not the password.',
  429: 'Too many tries. Please wait some minutes.',
};

let asking;

/** Resolved when somebody has given their password, rejected if they would rather not. */
export function confirmIdentity() {
  // Whoever asks meanwhile wants the same answer.
  asking ??= askForPassword().finally(() => {
    asking = undefined;
  });
  return asking;
}

function askForPassword() {
  form.reset();
  problem.hidden = true;
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((resolve, reject) => {
    const close = () => {
      if (dialog.returnValue === 'confirmed') resolve();
      else reject(new Error('It was not confirmed.'));
    };
    dialog.addEventListener('close', close, { once: true });
  });
}

dialog.querySelector('.cancel').addEventListener('click', () => dialog.close());

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const url = new URL('confirm', import.meta.url);
  const body = new URLSearchParams({ password: form.elements.password.value });
  const status = await fetch(url, { method: 'POST', body }).then(
    (response) => response.status,
    () => 0,
  );
  if (status === 204) {
    dialog.close('confirmed');
  } else {
    problem.textContent = PROBLEMS[status] ?? 'The server does not answer.';
    problem.hidden = false;
    form.elements.password.select();
  }
});
