/** What the module tells a host by CDI events. Depends on {@code io.collabee} only. */
@NullMarked
package io.collabee.event;

import org.jspecify.annotations.NullMarked;
