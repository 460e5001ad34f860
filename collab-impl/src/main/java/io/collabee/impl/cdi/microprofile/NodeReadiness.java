package io.collabee.impl.cdi.microprofile;

import io.collabee.impl.cdi.Collaboration;
import io.collabee.impl.cdi.Health;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Tells MicroProfile Health whether this node can serve. */
@Readiness
@ApplicationScoped
public class NodeReadiness implements HealthCheck {
  private final Collaboration collaboration;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected NodeReadiness() {
    this(null);
  }

  /** Asks this node. */
  @Inject
  public NodeReadiness(Collaboration collaboration) {
    this.collaboration = collaboration;
  }

  @Override
  public HealthCheckResponse call() {
    Health health = collaboration.health();
    HealthCheckResponseBuilder response =
        HealthCheckResponse.named("collabee").status(health.isReady());
    health.texts().forEach(response::withData);
    health.numbers().forEach(response::withData);
    return response.build();
  }
}
