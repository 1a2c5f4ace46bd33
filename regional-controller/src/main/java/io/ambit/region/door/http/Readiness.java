package io.ambit.region.door.http;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.context.ApplicationContext;
import org.springframework.stereotype.Component;

/**
 * Ready from when this controller first leads its region or stands by for it, as a part of the
 * readiness group (Spring Boot itself declares every started process ready); dead once a bug
 * stopped the loop.
 */
@Component("replica")
public final class Readiness implements HealthIndicator {
  private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);

  private final ApplicationContext context;
  private volatile boolean ready;

  Readiness(ApplicationContext context) {
    this.context = context;
  }

  @Override
  public Health health() {
    return ready ? Health.up().build() : Health.outOfService().build();
  }

  /** The log is replayed: this controller leads its region under {@code epoch}. */
  public void leads(long epoch) {
    LOG.info("Leading under epoch {}", epoch);
    ready = true;
  }

  /** Another replica owns the region; this one would take over. */
  public void standsBy() {
    ready = true;
  }

  /** The loop stopped: whoever runs this process should start it anew. */
  public void broken() {
    ready = false;
    AvailabilityChangeEvent.publish(context, LivenessState.BROKEN);
  }
}
