import '/collab/elements.js';
import { collection, query } from './page.js';

const doc = query.get('doc');
const person = query.get('name') ?? 'Ada';
document.documentElement.lang = query.get('lang') ?? 'en';
for (const element of document.querySelectorAll('collab-textarea, collab-presence, collab-editor')) {
  element.setAttribute('person', person);
  element.setAttribute('collection', collection);
  element.setAttribute('doc-id', element.localName === 'collab-editor' ? `${doc}-rich` : doc);
}
