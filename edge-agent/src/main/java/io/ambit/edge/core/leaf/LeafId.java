package io.ambit.edge.core.leaf;

import java.util.Comparator;

/**
 * One leaf: a bucket of one stream.
 *
 * @param stream numbers the streams of this process; none is used twice
 * @param bucket numbers the buckets of the stream
 */
public record LeafId(long stream, int bucket) implements Comparable<LeafId> {
  private static final Comparator<LeafId> ORDER =
      Comparator.comparingLong(LeafId::stream).thenComparingInt(LeafId::bucket);

  @Override
  public int compareTo(LeafId other) {
    return ORDER.compare(this, other);
  }
}
