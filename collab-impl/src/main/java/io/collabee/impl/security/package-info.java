/** Who may do what, where the host does not say. Plain Java; depends on the API only. */
@NullMarked
package io.collabee.impl.security;

import org.jspecify.annotations.NullMarked;
