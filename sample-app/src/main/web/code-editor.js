// CodeMirror as this application uses it. Maven bundles it with its packages into one file of our own.
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { java } from '@codemirror/lang-java';
import { HighlightStyle, bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language';
import * as state from '@codemirror/state';
import * as view from '@codemirror/view';
import { tags } from '@lezer/highlight';

// The binding wants them: they have to be the ones that the editor is made of.
export { state, view };

const { EditorView } = view;

/** The page's style sheet says which colours these are, by day and by night. */
const COLOURS = HighlightStyle.define([
  { tag: [tags.keyword, tags.modifier, tags.operatorKeyword], color: 'var(--code-keyword)' },
  { tag: [tags.string, tags.character], color: 'var(--code-string)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--code-number)' },
  { tag: [tags.typeName, tags.className, tags.annotation, tags.meta], color: 'var(--code-type)' },
  { tag: tags.comment, color: 'var(--soft)', fontStyle: 'italic' },
]);

const LOOKS = EditorView.theme({
  '&': { color: 'inherit', backgroundColor: 'transparent', fontSize: '0.9rem' },
  '.cm-content': { caretColor: 'var(--ink)', padding: '1rem 0' },
  '.cm-gutters': { color: 'var(--soft)', backgroundColor: 'transparent', border: '0' },
  '.cm-scroller': { fontFamily: 'ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace', lineHeight: '1.6' },
  '.cm-placeholder': { color: 'var(--soft)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'color-mix(in srgb, var(--accent) 7%, transparent)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    background: 'color-mix(in srgb, var(--accent) 25%, transparent)',
  },
});

/**
 * Makes an editor in an element.
 *
 * @param {HTMLElement} place its `data-nonce` is what our content security policy knows styles by
 * @param {string} label what to call it
 */
export function createCodeEditor(place, label) {
  return new EditorView({
    parent: place,
    extensions: [
      EditorView.cspNonce.of(place.dataset.nonce),
      EditorView.contentAttributes.of({ 'aria-label': label, 'aria-describedby': 'code-hint' }),
      view.lineNumbers(),
      view.drawSelection(),
      view.highlightActiveLine(),
      view.placeholder('class Snippet {}'),
      history(),
      bracketMatching(),
      indentOnInput(),
      indentUnit.of('    '),
      java(),
      syntaxHighlighting(COLOURS),
      LOOKS,
      view.keymap.of([
        // Tab indents, so there has to be another way out.
        { key: 'Escape', run: () => (document.querySelector('.back').focus(), true) },
        indentWithTab,
        ...defaultKeymap,
        ...historyKeymap,
      ]),
    ],
  });
}
