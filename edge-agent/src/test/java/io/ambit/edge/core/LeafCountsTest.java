package io.ambit.edge.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.edge.core.leaf.LeafId;
import io.ambit.edge.core.leaf.LeafReport;
import io.ambit.model.Limit;
import io.ambit.model.LimitKey;
import io.ambit.usage.Usage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeafCountsTest {
  private static final long MILLI = 1_000_000;
  private static final LimitKey KEY = new LimitKey("acme", "requests");
  private static final List<Limit> LIMITS = List.of(Limit.perSecond("requests", 100, 10));

  private final LeafCounts counts = new LeafCounts();
  private final Map<LimitKey, Usage> newest = new HashMap<>();

  @Test
  void aLumpIsCountedEvenlyOverTheTimeItTookToGather() {
    say(0, 0, 0);
    merge(0);
    merge(999);
    say(1_000, 80, 20);
    merge(1_000);
    long before = offered();
    merge(1_500);
    assertThat(offered() - before).isBetween(45_000L, 55_000L);
    merge(2_000);

    assertThat(newest).containsEntry(KEY, new Usage(KEY, 100_000, 80_000));
    assertThat(counts.merge(3_000 * MILLI, List.of(), newest::get)).isEmpty();
  }

  @Test
  void whatTheGateCountedIsAddedWhicheverChanges() {
    merge(0, new Usage(KEY, 7_000, 5_000, 1_000));
    say(100, 10, 0);
    merge(200);
    assertThat(newest).containsEntry(KEY, new Usage(KEY, 17_000, 15_000, 1_000));

    merge(250, new Usage(KEY, 8_000, 5_000, 1_000));
    assertThat(newest).containsEntry(KEY, new Usage(KEY, 18_000, 15_000, 1_000));
  }

  private void say(long millis, long allowed, long denied) {
    counts.count(millis * MILLI, new LeafReport(new LeafId(1, 1), "acme", allowed, denied), LIMITS);
  }

  private void merge(long millis, Usage... gate) {
    counts
        .merge(millis * MILLI, List.of(gate), newest::get)
        .forEach(usage -> newest.put(usage.key(), usage));
  }

  private long offered() {
    return newest.getOrDefault(KEY, new Usage(KEY, 0, 0)).offeredMilli();
  }
}
