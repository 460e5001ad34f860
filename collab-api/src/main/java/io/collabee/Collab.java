package io.collabee;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.PARAMETER;
import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.inject.Qualifier;
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Marks what belongs to this module where the host has its own of the kind:
 *
 * <pre>{@code
 * @Inject @Collab EntityManager documents;
 * }</pre>
 *
 * is a read-only entity manager over the entities of {@link io.collabee.entity}. Every attempt to
 * write through it throws; it takes no part in the host's transactions.
 */
@Qualifier
@Documented
@Retention(RUNTIME)
@Target({FIELD, METHOD, PARAMETER, TYPE})
public @interface Collab {}
