/** How `<collab-history>` looks, and what is in its shadow. */
export const STYLES = `
:host { color-scheme: inherit; --_paper: var(--collab-paper, Canvas); --_ink: var(--collab-ink, CanvasText); --_soft: var(--collab-soft, color-mix(in srgb, CanvasText 72%, Canvas));
  --_line: var(--collab-line, color-mix(in srgb, CanvasText 20%, Canvas)); --_accent: var(--collab-accent, #3451c7);
  --_on-accent: var(--collab-on-accent, #fff); }
* { box-sizing: border-box; }
dialog { color: var(--_ink); background: var(--_paper); font: inherit; border: 1px solid var(--_line); }
#dialog { position: fixed; inset: 0 0 0 auto; width: min(68rem, 100vw); max-width: none; height: 100dvh; max-height: none; margin: 0;
  padding: 0; border-width: 0 0 0 1px; }
#dialog[open] { display: grid; grid-template: auto minmax(0, 1fr) auto / minmax(0, 1fr) minmax(15rem, 20rem); grid-template-areas: 'head head' 'text list' 'foot list'; }
dialog::backdrop { background: rgb(0 0 0 / 45%); }
header { grid-area: head; display: flex; align-items: center; gap: .75rem; padding: .75rem 1rem; border-bottom: 1px solid var(--_line); }
h2 { flex: 1; margin: 0; font-size: 1.15rem; }
button, select { font: inherit; color: var(--_ink); background: var(--_paper); border: 1px solid var(--_line); border-radius: 8px;
  padding: .5rem 1rem; cursor: pointer; min-height: 2.75rem; }
button:hover { border-color: var(--_soft); }
button.primary { color: var(--_on-accent); background: var(--_accent); border-color: transparent; font-weight: 600; }
:focus-visible { outline: 3px solid var(--_accent); outline-offset: 2px; }
#problem { margin: 0; padding: .5rem 1rem; color: #b42318; background: #fee4e2; border-radius: 8px; }
.list { grid-area: list; overflow: auto; border-left: 1px solid var(--_line); padding: .75rem; }
#sessions { list-style: none; margin: 0; padding: 0; display: grid; gap: .25rem; }
#sessions button { display: grid; gap: .15rem; width: 100%; padding: .6rem .75rem; text-align: left; border-color: transparent; }
#sessions button:hover { border-color: var(--_line); }
#sessions button[aria-current] { border-color: var(--_accent); box-shadow: inset 4px 0 0 var(--_accent); }
.authors { display: flex; flex-wrap: wrap; gap: .15rem .75rem; font-weight: 600; overflow-wrap: anywhere; }
.author::before { content: ''; display: inline-block; width: .75em; height: .75em; margin-right: .4em; border-radius: 50%;
  background: var(--author); box-shadow: 0 0 0 1px var(--_paper), 0 0 0 2px var(--_line); }
time, small { font-size: .875rem; color: var(--_soft); }
#more { width: 100%; margin-top: .5rem; }
.reading { grid-area: text; overflow: auto; padding: 1rem max(1rem, 4%); }
#text { max-width: 46rem; margin: auto; line-height: 1.55; overflow-wrap: anywhere; white-space: pre-wrap; }
#text > * { margin: 0 0 .35em; padding-left: calc(var(--indent, 0) * 1.5em); }
#text > [data-list] { padding-left: calc((var(--indent, 0) + 1) * 1.5em); text-indent: -1.25em; }
#text > [data-list='bullet']::before { content: '•'; } #text > [data-list='ordered']::before { content: '–'; }
#text > [data-list='checked']::before { content: '☑'; } #text > [data-list='unchecked']::before { content: '☐'; }
#text > [data-list]::before { display: inline-block; width: 1.25em; text-indent: 0; }
#text > .quote { border-left: 4px solid var(--_line); padding-left: 1em; }
#text > .code, code { font-family: ui-monospace, monospace; font-size: .925em; }
#text > .code { margin: 0; padding: 0 .75em; background: color-mix(in srgb, var(--_ink) 7%, var(--_paper)); }
ins, del, mark, .by { --tone: color-mix(in srgb, var(--author) 65%, var(--_ink)); color: inherit; border-radius: 2px; background: color-mix(in srgb, var(--tone) 24%, var(--_paper)); }
ins { text-decoration: underline 2px var(--tone); text-underline-offset: 3px; }
del { text-decoration: line-through 2px var(--tone); }
mark { outline: 1px dotted var(--tone); }
.by { border-bottom: 2px solid var(--tone); } .by::before { content: attr(data-author) ' '; font-size: .7em; font-weight: 600; vertical-align: super; }
footer { grid-area: foot; display: grid; grid-template-columns: minmax(0, 1fr); gap: .5rem; padding: .75rem 1rem; border-top: 1px solid var(--_line); }
#where { margin: 0; font-size: .925rem; overflow-wrap: anywhere; }
.moving, .doing { display: flex; flex-wrap: wrap; align-items: center; gap: .75rem; }
#slider { flex: 1; min-width: 8rem; min-height: 2.75rem; margin: 0; accent-color: var(--_accent); }
#play { min-width: 5.5rem; }
label { display: flex; align-items: center; gap: .5rem; min-width: 0; max-width: 100%; } label select { min-width: 0; max-width: min(100%, 19rem); padding: .5rem; }
#summary { flex: 1 1 8rem; font-size: .875rem; color: var(--_soft); }
.small { width: min(26rem, 92vw); padding: 1.25rem; border-radius: 16px; }
.small p { margin: .75rem 0 1.25rem; overflow-wrap: anywhere; } #asking form, .end { display: flex; flex-wrap: wrap; justify-content: end; gap: .5rem; }
.small label { margin: .75rem 0 .25rem; } .end { margin-top: 1.25rem; }
.small input { width: 100%; padding: .5rem .75rem; font: inherit; color: var(--_ink); background: var(--_paper); border: 1px solid var(--_soft); border-radius: 8px; }
.labels { list-style: none; margin: .15rem 0 0; padding: 0 0 0 .75rem; } #sessions .labels button { display: flex; gap: .4rem; padding: .35rem .5rem; overflow-wrap: anywhere; }
.labels button::before { content: '⚑'; color: var(--_accent); }
.undoing { display: grid; gap: .25rem; padding: .25rem 0 .5rem .75rem; } #sessions .undoing button { padding: .35rem .5rem; color: var(--_accent); }
[aria-busy] .reading { opacity: .6; }
[hidden] { display: none !important; }
@media (max-width: 44rem) {
  #dialog { width: 100vw; border: 0; }
  #dialog[open] { grid-template: auto minmax(0, 1fr) auto minmax(0, 11rem) / minmax(0, 1fr); grid-template-areas: 'head' 'text' 'foot' 'list'; }
  .list { border-left: 0; border-top: 1px solid var(--_line); }
}
`;

/** An element with attributes; those that are true are there without a value. */
function made(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    element.setAttribute(attribute, value === true ? '' : value);
  }
  element.append(...children);
  return element;
}

function button(id, text, attributes = {}) {
  return made('button', { type: 'button', id, ...attributes }, text);
}

/** A small dialogue in front of the large one. */
function small(id, title, ...content) {
  return made(
    'dialog',
    { id, class: 'small', 'aria-labelledby': `${id}-title` },
    made('h2', { id: `${id}-title` }, title),
    ...content,
  );
}

/** The dialogue, the one that asks before something is done, and the one for a version's name. */
export function dialogues(texts) {
  return [
    made(
      'dialog',
      { id: 'dialog', 'aria-labelledby': 'title' },
      made(
        'header',
        {},
        made('h2', { id: 'title' }, texts.title),
        made('p', { id: 'problem', role: 'alert', hidden: true }),
        button('close', texts.close),
      ),
      made(
        'div',
        { class: 'reading', tabindex: '0', role: 'region', 'aria-label': texts.reading },
        made('div', { id: 'text' }),
      ),
      made(
        'footer',
        {},
        made('p', { id: 'where', 'aria-live': 'polite' }),
        made(
          'div',
          { class: 'moving' },
          button('play', texts.play),
          made('input', { type: 'range', id: 'slider', 'aria-label': texts.version, min: '1', max: '1', value: '1' }),
        ),
        made('div', { class: 'doing' }, ...doing(texts)),
      ),
      made(
        'section',
        { class: 'list', 'aria-label': texts.sessions },
        made('p', { id: 'empty', hidden: true }, texts.nothing),
        made('ol', { id: 'sessions' }),
        button('more', texts.older, { hidden: true }),
      ),
    ),
    small(
      'asking',
      '',
      made('p', { id: 'question' }),
      made(
        'form',
        { method: 'dialog' },
        made('button', { value: '' }, texts.cancel),
        made('button', { id: 'agree', value: 'yes', class: 'primary' }),
      ),
    ),
    small(
      'naming',
      texts.name,
      made(
        'form',
        { id: 'naming-form', method: 'dialog' },
        made('label', { for: 'new-name' }, texts.nameLabel),
        made('input', { id: 'new-name', required: true, maxlength: '255', autocomplete: 'off' }),
        made(
          'div',
          { class: 'end' },
          button('keep-name', texts.cancel),
          made('button', { value: 'yes', class: 'primary' }, texts.save),
        ),
      ),
    ),
  ];
}

function doing(texts) {
  const comparisons = { session: texts.session, none: texts.alone, authors: texts.authors };
  const options = Object.entries(comparisons).map(([value, text]) => made('option', { value }, text));
  return [
    made('label', {}, `${texts.show} `, made('select', { id: 'compare' }, ...options)),
    made('span', { id: 'summary', role: 'status' }),
    button('unname', texts.unname, { hidden: true }),
    button('name', texts.name, { hidden: true }),
    button('restore', texts.restore, { class: 'primary', hidden: true }),
  ];
}
