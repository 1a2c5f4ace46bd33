package io.ambit.edge.backend;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The pools there are. A pool is known from the first outcome that names it; the default one always
 * is. At most {@value #MOST}. Requests for a pool that is not known go to a place that nothing is
 * ever told of, and that sheds nothing.
 *
 * <p>Thread-safe; readers wait for nobody.
 */
public final class Pools {
  public static final String DEFAULT = "default";

  /** The most pools there are at once. */
  public static final int MOST = 256;

  private final Pool byDefault;
  private final Pool elsewhere;
  private volatile Map<String, Pool> known;

  public Pools(long nowNanos) {
    byDefault = new Pool(DEFAULT, nowNanos);
    elsewhere = new Pool("", nowNanos);
    known = Map.of(DEFAULT, byDefault);
  }

  /** The pool called {@code name}; the default one for null. */
  public Pool of(@Nullable String name) {
    return name == null ? byDefault : known.getOrDefault(name, elsewhere);
  }

  /** All pools, in no order. */
  public Collection<Pool> all() {
    return Collections.unmodifiableCollection(known.values());
  }

  /** A request came back; returns whether its pool is known now. */
  public boolean end(long nowNanos, Outcome outcome) {
    Pool pool = outcome.pool() == null ? byDefault : knowing(nowNanos, outcome.pool());
    pool.end(nowNanos, outcome);
    return pool != elsewhere;
  }

  /** Learns from what was told since the last call. The loop's. */
  public void learn(long nowNanos) {
    known.values().forEach(pool -> pool.learn(nowNanos));
    elsewhere.learn(nowNanos);
  }

  private Pool knowing(long nowNanos, String name) {
    Pool pool = known.get(name);
    return pool == null ? add(nowNanos, name) : pool;
  }

  private synchronized Pool add(long nowNanos, String name) {
    Map<String, Pool> more = new TreeMap<>(known);
    if (!more.containsKey(name) && more.size() >= MOST) {
      return elsewhere;
    }
    Pool pool = more.computeIfAbsent(name, same -> new Pool(same, nowNanos));
    known = more;
    return pool;
  }
}
