package io.collabee.history;

import java.util.Optional;

/**
 * Whose a stretch of the content is.
 *
 * @param from where it starts, in the unit of the type: code points of a {@code text-unicode}
 *     document, UTF-16 code units of a {@code rich-text} one, where an embed counts 1
 * @param to where it ends; greater than {@code from}
 * @param contribution the operations that inserted it; empty if it was there at {@link Blame#since}
 */
public record Attribution(int from, int to, Optional<Contribution> contribution) {}
