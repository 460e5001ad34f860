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
 * is a read-only entity manager over the entities of {@link io.collabee.entity}. Every statement
 * that writes or locks throws, and changed entities are not stored; it takes no part in the host's
 * transactions. It queries the database that {@code collab.datasource} names, and no other that a
 * {@link io.collabee.spi.DocumentPlacement} names.
 *
 * <p>It is request-scoped: each request has one of its own, which is closed with it. So it may be
 * injected into beans of any scope, but works only where a request context is active: in servlets
 * and REST resources, say, and not on threads that the application starts or in observers of {@link
 * io.collabee.event.OperationsCommitted}, unless the method has {@code @ActivateRequestContext}.
 * Entities that a query found stay in its memory until the request ends; what a later query finds
 * changed shows in them after {@code clear()} only.
 */
@Qualifier
@Documented
@Retention(RUNTIME)
@Target({FIELD, METHOD, PARAMETER, TYPE})
public @interface Collab {}
