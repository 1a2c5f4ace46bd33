package io.ambit.edge.door.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.ambit.backend.Backend;
import io.ambit.backend.BackendBook;
import io.ambit.backend.Sighting;
import io.ambit.edge.backend.Member;
import io.ambit.edge.backend.Pool;
import io.ambit.edge.backend.Pools;
import io.ambit.edge.decision.BackendChecks;
import io.ambit.edge.decision.Spelling;
import io.ambit.edge.overload.Learned;
import io.ambit.problem.JsonBody;
import io.ambit.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /v1/backends}: backends announce themselves here, renew that before it evaporates, and
 * leave; and whoever asks is shown all that are known, with what that rests on.
 */
@RestController
final class BackendsDoor {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final long DEFAULT_TTL_MILLIS = 10_000;

  private final Pools pools;
  private final ObjectReader reader;

  BackendsDoor(Pools pools, ObjectMapper json) {
    this.pools = pools;
    this.reader = json.readerFor(BackendChecks.Body.class);
  }

  /** All pools, and all backends. */
  record Listing(List<PoolView> pools, List<BackendView> backends) {}

  /**
   * A pool as a resource.
   *
   * @param pressure 0 for none, 1 when everybody is shed
   * @param limit requests that may be under way; null as long as there was no need of a limit
   * @param counted false if callers tell too little of what becomes of requests to count
   * @param capacityPerSecond what it got done when it last had enough to do; 0 if it never had
   * @param panic so many are ejected that all are sent requests
   */
  record PoolView(
      String pool,
      double pressure,
      @Nullable Double limit,
      double underWay,
      boolean counted,
      double capacityPerSecond,
      boolean saturated,
      boolean panic,
      boolean retry,
      double hedgeAfterMillis) {}

  /**
   * One backend.
   *
   * @param state {@code healthy}, {@code proving}, {@code ejected} or {@code down}
   * @param probed what probes show: {@code up}, {@code down} or {@code unknown}
   * @param underWay requests sent to it from here that nobody told the end of
   * @param latencyMillis of its requests from here lately; 0 if nobody told
   * @param failureRatio of its requests in the last second or so
   * @param source {@code configured}, or {@code announced} here or elsewhere in the region
   * @param ageMillis since it was last renewed; null if it is configured, as is {@code ttlMillis}
   */
  record BackendView(
      String pool,
      String id,
      String url,
      String zone,
      long capacityPerSecond,
      String probePath,
      String state,
      String probed,
      long underWay,
      double latencyMillis,
      double failureRatio,
      int ejections,
      long ejectedForMillis,
      String source,
      @Nullable Long ageMillis,
      @Nullable Long ttlMillis) {}

  @GetMapping("/v1/backends")
  Listing list() {
    long now = System.nanoTime();
    Map<String, Sighting> sightings =
        pools.sightings(now).stream()
            .collect(Collectors.toMap(each -> each.backend().key(), Function.identity()));
    return new Listing(
        pools.all().stream().map(BackendsDoor::view).toList(),
        pools.all().stream()
            .flatMap(pool -> pool.members().stream())
            .map(member -> view(member, sightings.get(member.backend().key()), now))
            .toList());
  }

  @PutMapping("/v1/backends/{pool}/{id}")
  ResponseEntity<BackendView> announce(
      @PathVariable String pool, @PathVariable String id, HttpServletRequest request)
      throws IOException {
    BackendChecks.Body body = JsonBody.read(request, reader, DecideDoor.LIMIT);
    Sighting news = new BackendChecks().sighting(pool, id, body, DEFAULT_TTL_MILLIS);
    long now = System.nanoTime();
    boolean known = pools.of(pool).member(id) != null;
    if (!pools.announce(now, news)) {
      throw Problem.of(
              HttpStatus.SERVICE_UNAVAILABLE, "too-many-backends", "There is no room for another.")
          .hint(
              "An edge knows at most %d pools and %d announced backends."
                  .formatted(Pools.MOST, BackendBook.MOST))
          .retryAfter(10)
          .asException();
    }
    Member member = pools.of(pool).member(id);
    return ResponseEntity.status(known ? HttpStatus.OK : HttpStatus.CREATED)
        .body(member == null ? null : view(member, news, now));
  }

  @DeleteMapping("/v1/backends/{pool}/{id}")
  ResponseEntity<Void> leave(@PathVariable String pool, @PathVariable String id) {
    if (!pools.leave(System.nanoTime(), pool, id)) {
      throw Problem.of(
              HttpStatus.NOT_FOUND, "unknown-backend", "No such backend has announced itself.")
          .asException();
    }
    return ResponseEntity.noContent().build();
  }

  private static PoolView view(Pool pool) {
    Learned learned = pool.learned();
    return new PoolView(
        pool.name(),
        pool.overload().pressure(),
        Double.isInfinite(learned.limit()) ? null : learned.limit(),
        learned.underWay(),
        learned.counted(),
        learned.capacityPerSecond(),
        learned.saturated(),
        pool.isPanicking(),
        pool.hasRetry(),
        pool.hedgeAfterNanos() / NANOS_PER_MILLI);
  }

  private static BackendView view(Member member, @Nullable Sighting sighting, long now) {
    Backend backend = member.backend();
    boolean ejected = member.state() == Member.State.EJECTED;
    return new BackendView(
        backend.pool(),
        backend.id(),
        backend.url(),
        backend.zone(),
        backend.capacityPerSecond(),
        backend.probePath(),
        Spelling.of(member.state()),
        Spelling.of(member.probed()),
        member.underWay(),
        member.latencyNanos() / NANOS_PER_MILLI,
        member.failureShare(),
        member.ejections(),
        ejected ? Math.max(0, member.ejectedUntilNanos() - now) / 1_000_000 : 0,
        sighting == null ? "configured" : "announced",
        sighting == null ? null : sighting.ageMillis(),
        sighting == null ? null : sighting.ttlMillis());
  }
}
