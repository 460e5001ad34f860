package io.collabee.impl.security;

/** Where connections are entered whose sessions are to be kept. Thread-safe; never blocks. */
@FunctionalInterface
public interface SessionRegister {

  /** Keeps none. */
  SessionRegister NONE = connection -> Entry.NONE;

  /** Enters a connection. */
  Entry enter(Connected connection);

  /** That of one connection. */
  interface Entry {

    /** Of a connection whose session is not kept. */
    Entry NONE =
        new Entry() {
          @Override
          public void renewed() {}

          @Override
          public void left() {}
        };

    /** Its caller has come with a younger login. */
    void renewed();

    /** It is closed. */
    void left();
  }
}
