package io.ambit.edge.admission;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The buckets that were asked for since the loop last looked, so that it need not look at all.
 * Linked through the buckets themselves: any thread adds and makes no object, the loop drains.
 */
final class Asked {
  private final AtomicReference<@Nullable Bucket> newest = new AtomicReference<>();

  /** Once per bucket and drain: who is in is marked. */
  void add(Bucket bucket) {
    Bucket before = newest.get();
    bucket.markedBefore = before;
    while (!newest.compareAndSet(before, bucket)) {
      before = newest.get();
      bucket.markedBefore = before;
    }
  }

  /** Takes all out, in order of their places. Loop only. */
  Bucket[] drain() {
    Bucket first = newest.getAndSet(null);
    int count = 0;
    for (Bucket each = first; each != null; each = each.markedBefore) {
      count++;
    }
    Bucket[] found = new Bucket[count];
    // Numbers are sorted without looking at the buckets again: who has which place, and is which.
    long[] places = new long[count];
    Bucket next = first;
    for (int i = 0; i < count && next != null; i++) {
      found[i] = next;
      places[i] = (long) next.order() << 32 | i;
      Bucket before = next.markedBefore;
      next.markedBefore = null;
      next = before;
    }
    Arrays.sort(places);
    Bucket[] drained = new Bucket[count];
    for (int i = 0; i < count; i++) {
      drained[i] = found[(int) places[i]];
    }
    return drained;
  }
}
