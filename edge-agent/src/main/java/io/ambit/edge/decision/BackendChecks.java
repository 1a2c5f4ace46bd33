package io.ambit.edge.decision;

import io.ambit.backend.Backend;
import io.ambit.backend.Sighting;
import io.ambit.model.Limit;
import io.ambit.model.Names;
import io.ambit.problem.FieldFault;
import io.ambit.problem.Pointers;
import io.ambit.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks what a backend says of itself. */
public final class BackendChecks {
  private final List<FieldFault> faults = new ArrayList<>();

  /** The body, as it came; only the address must be there. */
  public record Body(
      @Nullable String url,
      @Nullable String zone,
      @Nullable Long capacityPerSecond,
      @Nullable String probePath,
      @Nullable Long ttlMillis) {}

  /**
   * Reads a backend with its time to live.
   *
   * @throws io.ambit.problem.ProblemException naming every fault, if there is one
   */
  public Sighting sighting(String pool, String id, Body body, long unsaidTtlMillis) {
    name(Pointers.path("pool"), pool);
    name(Pointers.path("id"), id);
    String url = url(body.url());
    String zone = body.zone() == null ? "" : body.zone();
    if (!zone.isEmpty()) {
      name("#/zone", zone);
    }
    String probePath = body.probePath() == null ? "" : body.probePath();
    if (!Backend.isProbePath(probePath)) {
      add("#/probePath", "pattern", "expected: a path from / of printable characters");
    }
    long capacity = body.capacityPerSecond() == null ? 0 : body.capacityPerSecond();
    range("#/capacityPerSecond", capacity, 0, Limit.MAX_UNITS);
    long ttlMillis = body.ttlMillis() == null ? unsaidTtlMillis : body.ttlMillis();
    range("#/ttlMillis", ttlMillis, Sighting.LEAST_TTL_MILLIS, Sighting.LONGEST_TTL_MILLIS);
    if (!faults.isEmpty()) {
      throw Problem.invalid(faults.toArray(FieldFault[]::new)).asException();
    }
    return Sighting.now(new Backend(pool, id, url, zone, capacity, probePath), ttlMillis);
  }

  private String url(@Nullable String url) {
    if (url == null) {
      add("#/url", "required", "is missing (expected: as http://10.0.0.7:8080)");
      return "";
    }
    if (!Backend.isUrl(url)) {
      add("#/url", "pattern", "expected: http or https, a host, perhaps a port and a path");
    }
    return url;
  }

  private void name(String pointer, String name) {
    if (!Names.isValid(name)) {
      add(pointer, "pattern", "expected: " + Names.PATTERN);
    }
  }

  private void range(String pointer, long value, long least, long most) {
    if (value < least || value > most) {
      add(
          pointer,
          value < least ? "too_small" : "too_large",
          "%d (expected: %d to %d)".formatted(value, least, most));
    }
  }

  private void add(String pointer, String code, String message) {
    faults.add(new FieldFault(pointer, code, message));
  }
}
