/**
 * Documents, history and secrets in a relational database, through Jakarta Persistence with
 * Hibernate: {@link io.collabee.impl.store.JpaStore} starts it, {@link
 * io.collabee.impl.store.JpaOperationLog} is the log. {@code docs/schema.md} describes the tables.
 *
 * <p>May depend on {@code config} for the schema's mode, on {@code document} for the port, on
 * {@code json}, and on Hibernate. It is plain Java otherwise: no CDI, and no JNDI but in {@link
 * io.collabee.impl.store.JndiDataSource}.
 */
@NullMarked
package io.collabee.impl.store;

import org.jspecify.annotations.NullMarked;
