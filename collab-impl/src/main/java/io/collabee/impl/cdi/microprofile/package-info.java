/**
 * What is offered where the server has MicroProfile Health. Not there for a server without it: see
 * {@code META-INF/beans.xml}.
 */
@NullMarked
package io.collabee.impl.cdi.microprofile;

import org.jspecify.annotations.NullMarked;
