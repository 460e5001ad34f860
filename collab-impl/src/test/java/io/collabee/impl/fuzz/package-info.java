/**
 * What makes random input for the fuzz targets, which are beside what they are about, and runs
 * them: briefly with the other tests, for long by command. See ADR 18.
 */
@NullMarked
package io.collabee.impl.fuzz;

import org.jspecify.annotations.NullMarked;
