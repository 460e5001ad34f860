// npm's `lodash.clonedeep` for what quill-delta copies with it: JSON values.

module.exports = function cloneDeep(value) {
  if (Array.isArray(value)) return value.map(cloneDeep);
  if (value === null || typeof value !== 'object') return value;
  const copy = {};
  for (const [key, member] of Object.entries(value)) copy[key] = cloneDeep(member);
  return copy;
};
