package io.ambit.region.door.http;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Ready once the region's log is replayed; dead once a bug stopped the loop. */
@Component
public final class Readiness {
  private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);

  private final ApplicationContext context;
  private boolean started;
  private boolean leads;

  Readiness(ApplicationContext context) {
    this.context = context;
  }

  /** The log is replayed: this controller leads its region under {@code epoch}. */
  public synchronized void leads(long epoch) {
    LOG.info("Leading under epoch {}", epoch);
    leads = true;
    publish();
  }

  /** The loop stopped: whoever runs this process should start it anew. */
  public void broken() {
    AvailabilityChangeEvent.publish(context, LivenessState.BROKEN);
  }

  @EventListener(ApplicationReadyEvent.class)
  synchronized void started() {
    started = true;
    publish();
  }

  private void publish() {
    if (started) {
      AvailabilityChangeEvent.publish(
          context, leads ? ReadinessState.ACCEPTING_TRAFFIC : ReadinessState.REFUSING_TRAFFIC);
    }
  }
}
