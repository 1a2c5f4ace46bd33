package io.ambit.edge.admission;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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

  /** Takes all out, in order. Loop only. */
  List<Bucket> drain() {
    List<Bucket> drained = new ArrayList<>();
    Bucket next = newest.getAndSet(null);
    while (next != null) {
      drained.add(next);
      Bucket before = next.markedBefore;
      next.markedBefore = null;
      next = before;
    }
    drained.sort(Comparator.comparing(Bucket::key));
    return drained;
  }
}
