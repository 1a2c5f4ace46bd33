package io.ambit.global.core;

import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far each change has come: which generation an edge holds that says it holds a revision, and
 * how long the last change took to be everywhere. Not thread-safe. Remembers {@value #VERSIONS}
 * versions of an object and {@value #MOST_UNDER_WAY} changes under way.
 */
public final class Propagation {
  static final int VERSIONS = 8;
  static final int MOST_UNDER_WAY = 1_024;

  private final SortedMap<PolicyKey, Deque<Version>> versions = new TreeMap<>();
  private final Deque<Version> underWay = new ArrayDeque<>();

  /** One version of one object, and when it was read from the log. */
  public record Version(long revision, long generation, long readNanos) {}

  /** A record was read from the log. */
  void read(long nowNanos, PolicyRecord record) {
    Version version = new Version(record.revision(), record.generation(), nowNanos);
    Deque<Version> known = versions.computeIfAbsent(record.key(), key -> new ArrayDeque<>());
    known.addLast(version);
    if (known.size() > VERSIONS) {
      known.removeFirst();
    }
    underWay.addLast(version);
    if (underWay.size() > MOST_UNDER_WAY) {
      underWay.removeFirst();
    }
  }

  void forget(PolicyKey key) {
    versions.remove(key);
  }

  /** Nothing that was read so far counts as a change: the edges may have had it for days. */
  void startHere() {
    underWay.clear();
  }

  /** The newest version of the object. */
  public Optional<Version> newest(PolicyKey key) {
    return Optional.ofNullable(versions.get(key)).map(Deque::peekLast);
  }

  /** The version an edge holds that is at {@code revision}; empty if older than remembered. */
  public Optional<Version> at(PolicyKey key, long revision) {
    Version held = null;
    for (Version each : versions.getOrDefault(key, new ArrayDeque<>())) {
      held = each.revision() <= revision ? each : held;
    }
    return Optional.ofNullable(held);
  }

  boolean isUnderWay() {
    return !underWay.isEmpty();
  }

  /** Ends the changes that every edge holds; {@code least} is what the last of them holds. */
  List<ArbiterEffect> arrived(long nowNanos, long least) {
    List<ArbiterEffect> effects = new ArrayList<>();
    while (!underWay.isEmpty() && underWay.getFirst().revision() <= least) {
      Version version = underWay.removeFirst();
      effects.add(new ArbiterEffect.Propagated(version.revision(), nowNanos - version.readNanos()));
    }
    return effects;
  }
}
