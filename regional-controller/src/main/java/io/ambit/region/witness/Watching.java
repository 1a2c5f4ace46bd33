package io.ambit.region.witness;

import io.ambit.failover.Earshot;
import io.ambit.failover.Reachability;
import io.ambit.region.door.kafka.ReachBus;
import io.ambit.region.door.peer.Prober;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * Probes all regions round by round, and tells the arbiter before each what came of those before.
 * Thread-safe.
 */
public class Watching {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Prober prober;
  private final ReachBus bus;
  private final Earshot earshot;

  Watching(String node, Prober prober, ReachBus bus) {
    this.prober = prober;
    this.bus = bus;
    this.earshot = new Earshot(node);
  }

  @Scheduled(fixedRate = Earshot.PROBE_MILLIS)
  void round() {
    long sentMillis = nowMillis();
    bus.tell(begin(sentMillis));
    prober.probe((region, answered) -> probed(region, sentMillis, answered));
  }

  private synchronized Reachability begin(long nowMillis) {
    earshot.begin(nowMillis);
    return earshot.tell(nowMillis);
  }

  private synchronized void probed(String region, long sentMillis, boolean answered) {
    if (answered) {
      earshot.answered(nowMillis(), region);
    } else {
      earshot.failed(nowMillis(), region, sentMillis);
    }
  }

  private static long nowMillis() {
    return System.nanoTime() / NANOS_PER_MILLI;
  }
}
