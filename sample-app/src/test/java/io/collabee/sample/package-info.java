/** The sample application in a real server, seen by real browsers and other clients. */
@NullMarked
package io.collabee.sample;

import org.jspecify.annotations.NullMarked;
