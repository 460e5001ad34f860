/** An application that adds the jars and configures nothing. */
@NullMarked
package io.collabee.dropin;

import org.jspecify.annotations.NullMarked;
