/**
 * Who somebody is: people and their passwords, and the browsers they are signed in with. A real
 * application has this already, or leaves it to an identity provider. Knows nothing of documents
 * and pages.
 */
@NullMarked
package io.collabee.sample.people;

import org.jspecify.annotations.NullMarked;
