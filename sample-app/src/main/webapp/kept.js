// What was written and could not be sent: it is in this browser, and there to be copied.
import { offerCopies } from './status.js';

/** Offers it now, and whenever something more could not be sent. */
export async function offerKept(connection) {
  const copies = new Set(await connection.copies());
  const show = () => offerCopies([...copies].map(words), () => discard(copies, show));
  connection.addEventListener('copy', ({ detail }) => {
    copies.add(detail);
    show();
  });
  show();
}

async function discard(copies, show) {
  await Promise.all([...copies].map((copy) => copy.discard()));
  copies.clear();
  show();
}

/** A text alone, or what is in the agenda. */
function words({ content }) {
  if (typeof content === 'string') return content;
  if (!content?.ops) return JSON.stringify(content, null, 2);
  return content.ops.map(({ insert }) => (typeof insert === 'string' ? insert : '')).join('');
}
