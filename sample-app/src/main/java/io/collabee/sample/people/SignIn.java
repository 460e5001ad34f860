package io.collabee.sample.people;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Checks passwords, and slows down who guesses: so many wrong ones for a name, and so many from an
 * address, then none is looked at for some minutes. Each node counts for itself.
 */
@ApplicationScoped
public class SignIn {
  private static final Duration WITHIN = Duration.ofMinutes(5);

  @Inject
  @SuppressWarnings("NullAway.Init")
  private Users users;

  private final Tries byName = new Tries(10, WITHIN, Clock.systemUTC());
  private final Tries byAddress = new Tries(50, WITHIN, Clock.systemUTC());
  private final Tries registrations = new Tries(20, WITHIN, Clock.systemUTC());

  /** There were too many wrong passwords; whether this one is right was not looked at. */
  public static final class TooManyTries extends Exception {
    private static final long serialVersionUID = 1;

    private TooManyTries() {
      super("Too many tries");
    }
  }

  /**
   * The one of that name, if it is their password.
   *
   * @param address whence it comes
   */
  public Optional<User> check(String name, String password, String address) throws TooManyTries {
    if (!byAddress.use(address) || !byName.use(name)) {
      throw new TooManyTries();
    }
    Optional<User> user = users.find(name, password);
    if (user.isPresent()) {
      byName.forget(name);
      byAddress.giveBack(address);
    }
    return user;
  }

  /**
   * Adds somebody who comes from this address.
   *
   * @return empty if there is one of that name already
   */
  public Optional<User> register(String name, String shownName, String password, String address)
      throws TooManyTries {
    if (!registrations.use(address)) {
      throw new TooManyTries();
    }
    if (users.find(name).isPresent()) {
      return Optional.empty();
    }
    try {
      return Optional.of(users.add(name, shownName, password));
    } catch (RuntimeException e) {
      if (users.find(name).isPresent()) {
        // Somebody was faster, in the same moment.
        return Optional.empty();
      }
      throw e;
    }
  }
}
