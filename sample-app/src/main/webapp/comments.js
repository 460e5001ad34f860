// Comments beside the text: the panel, the button at what is selected, and people's names.
import { commentsOf } from './collab/comments.js';
import { defineCommentList } from './collab/commentlist.js';
import { bindComments } from './collab/quillcomments.js';
import { ask } from './api.js';
import { confirmIdentity } from './confirm.js';
import { token } from './session.js';

defineCommentList();

const panel = document.getElementById('comments');
const list = panel.querySelector('collab-comments');
const toggle = document.getElementById('show-comments');
const here = document.getElementById('comment-here');
/** Beside the text there is room for it; else it covers some of the text, and waits to be asked for. */
const roomy = window.matchMedia('(min-width: 60rem)');

/** Shows the comments on a document that is open in an editor. */
export function showComments(minutes, quill, me) {
  const comments = commentsOf(minutes, {
    headers: async (wanted) => ({ Authorization: `Bearer ${await token(wanted)}` }),
    confirm: confirmIdentity,
  });
  list.me = me;
  list.comments = comments;
  const inText = bindComments(comments, quill, list);
  const names = new Names(minutes.id);
  list.addEventListener('compose', () => open(true));
  list.addEventListener('activate', () => open(true));
  quill.root.addEventListener('click', () => {
    if (list.active) {
      open(true);
      list.show(list.active, { focus: false });
    }
  });
  comments.addEventListener('change', () => {
    const unresolved = comments.threads.filter(({ resolved }) => !resolved).length;
    toggle.querySelector('.count').textContent = unresolved > 0 ? unresolved : '';
    toggle.setAttribute('aria-label', unresolved > 0 ? `Comments: ${unresolved} open` : 'Comments');
    names.learn(comments.threads);
  });
  // Whoever has begun to write a comment meanwhile has opened it.
  comments.ready.then(() => roomy.matches && comments.threads.length > 0 && open(true)).catch(() => {});
  offerAtSelection(quill, inText);
}

toggle.addEventListener('click', () => {
  open(panel.hidden);
  if (!panel.hidden) panel.querySelector('.close').focus();
});

panel.querySelector('.close').addEventListener('click', () => {
  open(false);
  toggle.focus();
});

function open(isOpen) {
  panel.hidden = !isOpen;
  toggle.setAttribute('aria-expanded', isOpen);
}

/** A button in the margin, beside what is selected. */
function offerAtSelection(quill, inText) {
  const place = () => {
    const range = quill.getSelection();
    here.hidden = !range?.length || !list.mayComment;
    if (here.hidden) return;
    const { top } = quill.getBounds(range.index, range.length);
    here.style.top = `${Math.max(0, top) + quill.container.offsetTop}px`;
  };
  quill.on('selection-change', place);
  quill.on('text-change', place);
  // A press would take the selection away first.
  here.addEventListener('pointerdown', (event) => event.preventDefault());
  here.addEventListener('click', () => {
    inText.compose();
    here.hidden = true;
  });
}

/** What the people are called whom these minutes are shared with. */
class Names {
  #path;
  #asked = new Set();

  constructor(id) {
    this.#path = `minutes/${encodeURIComponent(id)}/people`;
  }

  /** Asks for the names of people who were not heard of before. */
  async learn(threads) {
    const authors = threads.flatMap(({ comments }) => comments.map(({ author }) => author));
    const unknown = authors.filter((author) => !this.#asked.has(author));
    if (unknown.length === 0) return;
    for (const author of unknown) this.#asked.add(author);
    try {
      const { people } = await ask('GET', this.#path);
      const names = new Map(people.map(({ name, shownName }) => [name, shownName]));
      list.nameOf = (author) => names.get(author) ?? author;
    } catch {
      // What they sign in with is shown instead.
    }
  }
}
