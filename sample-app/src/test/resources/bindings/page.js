// What the pages of the tests have in common.
export const query = new URLSearchParams(location.search);
export const collection = query.get('collection') ?? 'bindings';

/** Shows the state, and lets the test see the parts. */
export function follow(connection, parts) {
  const sync = document.getElementById('sync');
  const show = () => {
    const { status, unsent } = connection.sync;
    if (sync) sync.textContent = unsent > 0 ? `${status} (${unsent})` : status;
  };
  connection.addEventListener('sync', show);
  show();
  window.parts = { connection, ...parts };
}
