package io.collabee.impl.document;

import java.util.concurrent.atomic.LongAdder;

/** Counts what was committed. Thread-safe. */
final class CommitCount {
  private final LongAdder operations = new LongAdder();
  private final LongAdder transactions = new LongAdder();

  /** A transaction with so many operations was committed. */
  void transaction(int size) {
    operations.add(size);
    transactions.increment();
  }

  long operations() {
    return operations.sum();
  }

  long transactions() {
    return transactions.sum();
  }
}
