package io.ambit.edge.backend;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may be sent a request, and whom to send it to: of two backends drawn at random the one with
 * less latency × requests under way (Mitzenmacher's power of two choices), in the edge's own zone
 * unless another is that much better although a request that leaves counts as ten under way.
 * Immutable; choosing makes no object.
 *
 * <p>In panic all are alike, whatever zone they are in: one that fails at once has nothing under
 * way and so looks idle, and would be sent more than its part by any comparison.
 *
 * @param near in the edge's zone; all of them if it has no zone or nobody is in it
 * @param far in other zones
 * @param unknownNanos the latency of one that nobody told of yet
 * @param panic too many are ejected, so that all are here
 */
record Choice(Member[] near, Member[] far, double unknownNanos, boolean panic) {
  static final Choice NOBODY = new Choice(new Member[0], new Member[0], 0, false);

  static Choice of(List<Member> candidates, String zone, double unknownNanos, boolean panic) {
    List<Member> near =
        candidates.stream().filter(each -> each.backend().zone().equals(zone)).toList();
    if (panic || zone.isEmpty() || near.isEmpty()) {
      return new Choice(candidates.toArray(Member[]::new), new Member[0], unknownNanos, panic);
    }
    List<Member> far = candidates.stream().filter(each -> !near.contains(each)).toList();
    return new Choice(near.toArray(Member[]::new), far.toArray(Member[]::new), unknownNanos, panic);
  }

  /** One of them, or nobody if there is none. */
  @Nullable Member pick(long draw) {
    Member home = better(near, draw);
    if (far.length == 0) {
      return home;
    }
    Member away = better(far, Long.rotateLeft(draw, 29));
    if (home == null || away == null) {
      return home == null ? away : home;
    }
    return away.farCost(unknownNanos) < home.cost(unknownNanos) ? away : home;
  }

  private @Nullable Member better(Member[] members, long draw) {
    int count = members.length;
    if (count == 0) {
      return null;
    }
    int first = index(draw, count);
    int second = count == 1 ? 0 : (first + 1 + index(draw >>> 32, count - 1)) % count;
    boolean firstOpen = members[first].isOpen();
    boolean secondOpen = members[second].isOpen();
    if (firstOpen && panic) {
      return members[first];
    }
    if (firstOpen && secondOpen) {
      return members[first].cost(unknownNanos) <= members[second].cost(unknownNanos)
          ? members[first]
          : members[second];
    }
    if (firstOpen || secondOpen) {
      return firstOpen ? members[first] : members[second];
    }
    return firstOpenAfter(members, second);
  }

  private static @Nullable Member firstOpenAfter(Member[] members, int index) {
    for (int i = 1; i < members.length; i++) {
      Member next = members[(index + i) % members.length];
      if (next.isOpen()) {
        return next;
      }
    }
    return null;
  }

  /** Even, by the high bits of a product. */
  private static int index(long draw, int count) {
    return (int) ((draw & 0x7fffffffL) * count >>> 31);
  }
}
