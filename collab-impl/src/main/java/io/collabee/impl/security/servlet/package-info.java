/** What the servlet container remembers of a login. The only part of security that knows it. */
@NullMarked
package io.collabee.impl.security.servlet;

import org.jspecify.annotations.NullMarked;
