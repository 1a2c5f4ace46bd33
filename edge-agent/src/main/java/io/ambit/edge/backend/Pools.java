package io.ambit.edge.backend;

import io.ambit.backend.Backend;
import io.ambit.backend.BackendBook;
import io.ambit.backend.Sighting;
import io.ambit.failover.Demand;
import io.ambit.failover.Traffic;
import io.ambit.model.Priority;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The pools there are, at most {@value #MOST}, and who is in them: backends that are configured,
 * that announced themselves here, and that the region tells of. A pool is known from the first
 * backend or outcome that names it; the default one always is. Requests for a pool that is not
 * known go to a place that nothing is ever told of, and that sheds nothing.
 *
 * <p>Thread-safe; who asks where to go waits for nobody.
 */
public final class Pools {
  public static final String DEFAULT = "default";

  /** The most pools there are at once. */
  public static final int MOST = 256;

  private final String zone;
  private final List<Backend> configured;
  private final Pool byDefault;
  private final Pool elsewhere;
  private final BackendBook book = new BackendBook();

  /** What was said here, to be passed on; the rest is only heard of. */
  private final BackendBook announced = new BackendBook();

  private volatile Map<String, Pool> known;
  private long toldSucceeded;
  private long toldFailed;

  /**
   * The pools of one edge.
   *
   * @param zone the edge's own; empty if it has none
   * @param configured backends that are always there
   */
  public Pools(long nowNanos, String zone, List<Backend> configured) {
    this.zone = zone;
    this.configured = List.copyOf(configured);
    byDefault = new Pool(DEFAULT, zone, nowNanos);
    elsewhere = new Pool("", zone, nowNanos);
    known = Map.of(DEFAULT, byDefault);
    people(nowNanos);
  }

  /** The pool called {@code name}; the default one for null. */
  public Pool of(@Nullable String name) {
    return name == null ? byDefault : known.getOrDefault(name, elsewhere);
  }

  /** All pools, by name. */
  public Collection<Pool> all() {
    return Collections.unmodifiableCollection(known.values());
  }

  /**
   * A backend says that it is there.
   *
   * @return false if there is no room for it
   */
  public synchronized boolean announce(long nowNanos, Sighting news) {
    Backend backend = news.backend();
    boolean room =
        !book.isFullFor(backend)
            && !announced.isFullFor(backend)
            && knowing(nowNanos, backend.pool()) != elsewhere;
    if (room) {
      var unused = announced.take(nowNanos, news);
      if (book.take(nowNanos, news)) {
        people(nowNanos);
      }
    }
    return room;
  }

  /** A backend says that it goes; returns whether it was there. */
  public synchronized boolean leave(long nowNanos, String pool, String id) {
    Optional<Sighting> gone =
        book.leave(nowNanos, pool, id)
            ? book.sightings(nowNanos).stream()
                .filter(each -> each.backend().key().equals(pool + "/" + id))
                .findFirst()
            : Optional.empty();
    gone.ifPresent(
        news -> {
          var unused = announced.take(nowNanos, news);
          people(nowNanos);
        });
    return gone.isPresent();
  }

  /** The region tells of backends. */
  public synchronized void hear(long nowNanos, List<Sighting> told) {
    boolean changed = false;
    for (Sighting news : told) {
      changed |= book.take(nowNanos, news);
    }
    if (changed) {
      people(nowNanos);
    }
  }

  /** What the region is to be told of now: all that was said here, if any of that is news. */
  public synchronized Optional<List<Sighting>> takeDue(long nowNanos) {
    announced.evaporate(nowNanos);
    return announced.takeDue(nowNanos);
  }

  /** Everything that was announced, here or elsewhere in the region. */
  public synchronized List<Sighting> sightings(long nowNanos) {
    return book.sightings(nowNanos);
  }

  /** A request that was to go to {@code backend} since {@code beganNanos} does not go after all. */
  public void withdraw(
      long nowNanos,
      @Nullable String pool,
      @Nullable String backend,
      Priority priority,
      long beganNanos) {
    Pool where = of(pool);
    where.overload().withdraw(priority, beganNanos, nowNanos);
    Member member = backend == null ? null : where.member(backend);
    if (member != null) {
      member.withdraw(beganNanos, nowNanos);
    }
  }

  /** A probe of {@code member} showed this. */
  public void probed(Member member, Member.Probed showed) {
    of(member.backend().pool()).probed(member, showed);
  }

  /** A request came back; returns whether its pool is known now. */
  public boolean end(long nowNanos, Outcome outcome) {
    Pool pool = pool(nowNanos, outcome);
    pool.end(nowNanos, outcome);
    return pool != elsewhere;
  }

  /** Learns from what was told since the last call, and lets evaporate. The loop's. */
  public void learn(long nowNanos) {
    evaporate(nowNanos);
    known.values().forEach(pool -> pool.learn(nowNanos));
    elsewhere.learn(nowNanos);
  }

  /** What all pools together do, beside what is asked; the results since the last call. */
  Traffic traffic(String node, Demand demand) {
    long succeeded = 0;
    long failed = 0;
    long well = 0;
    long members = 0;
    long proven = 0;
    boolean idle = false;
    for (Pool pool : known.values()) {
      succeeded += pool.succeeded();
      failed += pool.failed();
      well += pool.well();
      members += pool.members().size();
      if (!pool.members().isEmpty()) {
        idle |= !pool.learned().saturated();
        proven += (long) pool.learned().capacityPerSecond();
      }
    }
    Traffic traffic =
        new Traffic(
            node,
            demand,
            idle ? 0 : proven,
            succeeded - toldSucceeded,
            failed - toldFailed,
            well,
            members);
    toldSucceeded = succeeded;
    toldFailed = failed;
    return traffic;
  }

  private synchronized void evaporate(long nowNanos) {
    if (book.evaporate(nowNanos)) {
      people(nowNanos);
    }
  }

  private Pool pool(long nowNanos, Outcome outcome) {
    String backend = outcome.backend();
    if (outcome.pool() != null) {
      return knowing(nowNanos, outcome.pool());
    }
    if (backend == null || byDefault.member(backend) != null) {
      return byDefault;
    }
    for (Pool pool : known.values()) {
      if (pool.member(backend) != null) {
        return pool;
      }
    }
    return byDefault;
  }

  private Pool knowing(long nowNanos, String name) {
    Pool pool = known.get(name);
    return pool == null ? add(nowNanos, name) : pool;
  }

  private synchronized Pool add(long nowNanos, String name) {
    SortedMap<String, Pool> more = new TreeMap<>(known);
    if (!more.containsKey(name) && more.size() >= MOST) {
      return elsewhere;
    }
    Pool pool = more.computeIfAbsent(name, same -> new Pool(same, zone, nowNanos));
    known = more;
    return pool;
  }

  /** What is configured stays as it is configured, whatever is announced under its name. */
  private synchronized void people(long nowNanos) {
    SortedMap<String, Backend> all = new TreeMap<>();
    book.present().forEach(each -> all.put(each.key(), each));
    configured.forEach(each -> all.put(each.key(), each));
    Map<String, List<Backend>> byPool =
        all.values().stream().collect(Collectors.groupingBy(Backend::pool));
    for (String pool : new TreeMap<>(byPool).keySet()) {
      var unused = knowing(nowNanos, pool);
    }
    for (Pool pool : new ArrayList<>(known.values())) {
      pool.people(nowNanos, byPool.getOrDefault(pool.name(), List.of()));
    }
  }
}
