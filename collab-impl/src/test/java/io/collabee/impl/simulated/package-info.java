/**
 * Clients without a browser, for tests: they keep the rules of the npm client {@code sharedb} 7 and
 * speak its protocol. Knows the types and the API; does no I/O but in {@link
 * io.collabee.impl.simulated.ClientSocket}.
 */
package io.collabee.impl.simulated;
