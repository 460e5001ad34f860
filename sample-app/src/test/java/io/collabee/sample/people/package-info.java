/** Tests of who somebody is. */
@NullMarked
package io.collabee.sample.people;

import org.jspecify.annotations.NullMarked;
