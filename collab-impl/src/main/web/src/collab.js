/** The browser half of CollabEE. What it offers is described in collab.d.ts. */
export { connect } from './connection.js';
export { forgetKept } from './keep.js';
export { colorOf } from './color.js';
