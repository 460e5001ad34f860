/**
 * What nodes tell each other: buses that carry hints of commits and presences, the check of the
 * heads that finds what a bus lost, and the circuit that says which bus is trusted.
 *
 * <p>Nothing here decides anything about content: the database does. Losing, repeating or
 * reordering every message costs time and nothing else. May depend on the documents and the
 * protocol; each bus on its own client library.
 *
 * <p>Not connected yet: nothing outside of this package makes a {@link
 * io.collabee.impl.cluster.Cluster}, and the live documents do not hear {@link
 * io.collabee.impl.document.Arrivals}.
 */
@NullMarked
package io.collabee.impl.cluster;

import org.jspecify.annotations.NullMarked;
