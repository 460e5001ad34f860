package io.collabee.impl;

import java.util.Hashtable;
import java.util.Map;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.spi.InitialContextFactory;
import org.jspecify.annotations.Nullable;

/** What JNDI finds while a test runs. One at a time. */
public final class JndiDirectory implements AutoCloseable {
  private static volatile Map<String, Object> entries = Map.of();

  private final @Nullable String before;

  private JndiDirectory(@Nullable String before) {
    this.before = before;
  }

  /** Opens a directory of these entries, by their names. */
  public static JndiDirectory of(Map<String, Object> entries) {
    JndiDirectory.entries = Map.copyOf(entries);
    return new JndiDirectory(
        System.setProperty(Context.INITIAL_CONTEXT_FACTORY, Factory.class.getName()));
  }

  @Override
  public void close() {
    if (before == null) {
      System.clearProperty(Context.INITIAL_CONTEXT_FACTORY);
    } else {
      System.setProperty(Context.INITIAL_CONTEXT_FACTORY, before);
    }
  }

  /** For JNDI, which makes one by its name. */
  public static final class Factory implements InitialContextFactory {
    @Override
    public Context getInitialContext(Hashtable<?, ?> environment) throws NamingException {
      return new InitialContext(true) {
        @Override
        public Object lookup(String name) throws NamingException {
          Object entry = entries.get(name);
          if (entry == null) {
            throw new NameNotFoundException(name);
          }
          return entry;
        }
      };
    }
  }
}
