// What pages may write of the elements. It is only checked, never run.
import { connect } from '../../../main/web/src/collab.js';
import '../../../main/web/src/elements.js';

const place = document.createElement('collab-connection');
place.connection = connect({ keep: 'ada' });
const textarea = document.createElement('collab-textarea');
const text: string = textarea.value;
textarea.undo();
document.createElement('collab-editor').options = { placeholder: text };
