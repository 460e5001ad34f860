// The dialogue with whom a document is shared.
import { ask } from './api.js';

const ROLES = { owner: 'Owner', writer: 'Writer', commenter: 'Commenter', reader: 'Reader' };
const EVERYBODYS = { '': 'No access', reader: 'Reader', commenter: 'Commenter', writer: 'Writer' };
const EVERYBODY = '*';

const dialog = document.getElementById('sharing');
const form = dialog.querySelector('form.add');
const list = dialog.querySelector('.rows');
const problem = dialog.querySelector('.problem');
let last;
const path = `minutes/${encodeURIComponent(dialog.dataset.id)}/people`;

document.getElementById('share').addEventListener('click', () => {
  last = undefined;
  form.hidden = true;
  list.replaceChildren();
  show(ask('GET', path));
  dialog.showModal();
});

dialog.querySelector('.close').addEventListener('click', () => dialog.close());

form.addEventListener('submit', (event) => {
  event.preventDefault();
  const name = form.elements.name.value.trim().toLowerCase();
  show(put(name, form.elements.role.value)).then((shown) => {
    if (shown) form.elements.name.value = '';
  });
});

function put(name, role) {
  return ask('PUT', `${path}/${encodeURIComponent(name)}`, { role });
}

function remove(name) {
  return ask('DELETE', `${path}/${encodeURIComponent(name)}`);
}

/** Nothing else can be chosen until what was chosen is done. */
function setBusy(busy) {
  dialog.setAttribute('aria-busy', busy);
  form.inert = list.inert = busy;
}

/** Shows an answer of the api when it comes, or what went wrong. */
async function show(asked) {
  problem.hidden = true;
  setBusy(true);
  try {
    last = await asked;
    return true;
  } catch (error) {
    problem.textContent = error.message;
    problem.hidden = false;
    return false;
  } finally {
    if (last) render(last);
    setBusy(false);
  }
}

function render({ role, everybody, organisation, people }) {
  const mayShare = role === 'owner';
  form.hidden = !mayShare;
  list.replaceChildren(
    ...people.map((person) =>
      row(
        person.self ? `${person.shownName} (you)` : person.shownName,
        person.name,
        mayShare
          ? choice(person, { ...ROLES, '': 'Remove' }, (chosen) =>
              chosen ? put(person.name, chosen) : remove(person.name),
            )
          : badge(ROLES[person.role]),
      ),
    ),
    row(
      'Everybody else',
      organisation ? `in ${organisation}` : 'whoever is signed in',
      mayShare
        ? choice({ shownName: 'everybody else', role: everybody }, EVERYBODYS, (chosen) =>
            chosen ? put(EVERYBODY, chosen) : remove(EVERYBODY),
          )
        : badge(EVERYBODYS[everybody]),
    ),
  );
}

function row(name, detail, control) {
  const item = document.createElement('li');
  const strong = document.createElement('strong');
  const small = document.createElement('small');
  strong.textContent = name;
  small.textContent = detail;
  item.append(strong, small, control);
  return item;
}

function badge(text) {
  const span = document.createElement('span');
  span.className = 'badge';
  span.textContent = text;
  return span;
}

function choice({ shownName, role }, options, choose) {
  const select = document.createElement('select');
  select.setAttribute('aria-label', `Role of ${shownName}`);
  for (const [value, text] of Object.entries(options)) {
    select.add(new Option(text, value, false, value === role));
  }
  select.addEventListener('change', () => show(choose(select.value)));
  return select;
}
