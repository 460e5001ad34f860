package io.collabee.sample;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Who runs the application: whom {@code minutes.operators} names, separated by commas. By default
 * nobody. They see how the servers are doing, and may end anybody's logins.
 */
@ApplicationScoped
public class Operators {
  @Inject
  @ConfigProperty(name = "minutes.operators")
  @SuppressWarnings("NullAway.Init")
  private Optional<String> names;

  /** Whether somebody is one of them. */
  public boolean include(String user) {
    return Arrays.asList(names.orElse("").split("[, ]+")).contains(user);
  }
}
