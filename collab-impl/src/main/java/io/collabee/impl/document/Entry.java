package io.collabee.impl.document;

/**
 * A committed operation in a document's memory.
 *
 * @param committed as it is logged and sent
 * @param operation as its type understands it, to transform others over
 */
record Entry(Committed committed, TypedOperation operation) {
  long version() {
    return committed.version();
  }
}
