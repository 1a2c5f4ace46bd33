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
 * Ready from when this arbiter first leads or stands by for whoever does, as a part of the
 * readiness group (Spring Boot itself declares every started process ready); dead once a bug
 * stopped the loop. Knows, too, whether it leads now.
 */
@Component("replica")
public final class Readiness implements HealthIndicator {
  private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);

  private final ApplicationContext context;
  private volatile boolean ready;
  private volatile boolean leads;
  private volatile boolean led;

  Readiness(ApplicationContext context) {
    this.context = context;
  }

  @Override
  public Health health() {
    return ready ? Health.up().build() : Health.outOfService().build();
  }

  /** The logs are read back: this arbiter leads under {@code epoch}. */
  public void leads(long epoch) {
    LOG.info("Leading under epoch {}", epoch);
    led = true;
    leads = true;
    ready = true;
  }

  /** A core sits in the loop that knows nothing, or nothing yet. */
  public void knowsNothing() {
    led = false;
  }

  /** Somebody else may lead from now on. */
  public void stepsDown() {
    leads = false;
  }

  /** Another replica leads; this one would take over. */
  public void standsBy() {
    ready = true;
  }

  boolean isLeading() {
    return leads;
  }

  /** Whether there is anything to read here, however old. */
  boolean hasLed() {
    return led;
  }

  /** The loop stopped: whoever runs this process should start it anew. */
  public void broken() {
    ready = false;
    leads = false;
    AvailabilityChangeEvent.publish(context, LivenessState.BROKEN);
  }
}
