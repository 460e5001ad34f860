/** A name that nothing else has. Not by `randomUUID`, which pages without TLS do not have. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
