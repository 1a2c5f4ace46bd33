package io.ambit.global.door.http;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.context.ApplicationContext;
import org.springframework.stereotype.Component;

/**
 * Ready once the logs are read back, as a part of the readiness group (Spring Boot itself declares
 * every started process ready); dead once a bug stopped the loop.
 */
@Component("leading")
public final class Readiness implements HealthIndicator {
  private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);

  private final ApplicationContext context;
  private volatile boolean leads;

  Readiness(ApplicationContext context) {
    this.context = context;
  }

  @Override
  public Health health() {
    return leads ? Health.up().build() : Health.outOfService().build();
  }

  /** The logs are read back: this arbiter leads under {@code epoch}. */
  public void leads(long epoch) {
    LOG.info("Leading under epoch {}", epoch);
    leads = true;
  }

  /** The loop stopped: whoever runs this process should start it anew. */
  public void broken() {
    leads = false;
    AvailabilityChangeEvent.publish(context, LivenessState.BROKEN);
  }
}
