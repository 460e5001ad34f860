// Quill with the formats and the toolbar of this application.
import QuillCursors from './quill/quill-cursors.core.js';

const { Quill } = window;

const ICONS = {
  undo: '<svg viewBox="0 0 18 18"><path class="ql-stroke" d="M5 3 2 6l3 3M2 6h8a4.5 4.5 0 0 1 0 9H6"/></svg>',
  redo: '<svg viewBox="0 0 18 18"><path class="ql-stroke" d="m13 3 3 3-3 3M16 6H8a4.5 4.5 0 0 0 0 9h4"/></svg>',
};

Quill.register('modules/cursors', QuillCursors);
Object.assign(Quill.import('ui/icons'), ICONS);

/** Makes an editor of an element; nobody can write before it is bound to a document. */
export function createEditor(place) {
  const quill = new Quill(place, {
    theme: 'snow',
    readOnly: true,
    placeholder: 'Write the minutes here. Everybody on this page can.',
    formats: [
      ...['header', 'bold', 'italic', 'underline', 'strike', 'code', 'link'],
      ...['list', 'indent', 'blockquote', 'code-block'],
    ],
    modules: {
      cursors: { hideDelayMs: 3000 },
      toolbar: {
        container: [
          [{ header: [1, 2, 3, false] }],
          ['bold', 'italic', 'underline', 'strike'],
          [{ list: 'ordered' }, { list: 'bullet' }, { list: 'check' }],
          ['blockquote', 'code-block', 'link'],
          ['undo', 'redo', 'clean'],
        ],
        handlers: {
          undo: () => quill.history.undo(),
          redo: () => quill.history.redo(),
        },
      },
      keyboard: {
        bindings: {
          // Tab writes a tab, so there has to be another way out.
          leave: { key: 'Escape', handler: () => document.querySelector('.back').focus() },
        },
      },
    },
  });
  quill.root.setAttribute('aria-label', 'Text');
  quill.root.setAttribute('aria-describedby', 'hint');
  document.querySelector('.ql-picker-label').setAttribute('aria-label', 'Heading');
  document.querySelector('.ql-undo').setAttribute('aria-label', 'Undo');
  document.querySelector('.ql-redo').setAttribute('aria-label', 'Redo');
  return quill;
}
