/**
 * The tables as entities, for a host that queries them: inject the read-only {@code EntityManager}
 * that {@link io.collabee.Collab @Collab} qualifies and ask in JPQL. {@code docs/schema.md}
 * describes every column and has examples.
 *
 * <p>Only the module writes them; their constructors are for it. Depends on Jakarta Persistence
 * only.
 */
@NullMarked
package io.collabee.entity;

import org.jspecify.annotations.NullMarked;
