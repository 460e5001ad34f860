/**
 * The bus over PostgreSQL's LISTEN and NOTIFY. The only package that knows the driver, which may be
 * absent or be another class than ours: then there is no such bus. Depends on the package above.
 */
@NullMarked
package io.collabee.impl.cluster.postgres;

import org.jspecify.annotations.NullMarked;
