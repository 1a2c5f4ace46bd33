package io.ambit.edge.decision;

import io.ambit.problem.Pointers;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** A check's request for a decision, read from its headers. */
public final class AskedHeaders {
  private AskedHeaders() {}

  /** Gives every value of a header, in order; none if it is not there. */
  @FunctionalInterface
  public interface Values {
    Iterator<String> of(String name);
  }

  /** Reads the request; throws {@link io.ambit.problem.ProblemException} for what is wrong. */
  public static Asked read(Values headers) {
    Checks checks = new Checks();
    Asked asked =
        new Asked(
            checks.tenant(at("Ambit-Tenant"), only(checks, headers, "Ambit-Tenant")),
            checks.operation(at("Ambit-Operation"), only(checks, headers, "Ambit-Operation")),
            checks.priority(at("Ambit-Priority"), only(checks, headers, "Ambit-Priority")),
            checks.costsText(at("Ambit-Cost"), only(checks, headers, "Ambit-Cost")),
            checks.pool(at("Ambit-Pool"), only(checks, headers, "Ambit-Pool")),
            requestId(checks, headers),
            checks.attemptText(at("Ambit-Attempt"), only(checks, headers, "Ambit-Attempt")),
            checks.routeKey(at("Ambit-Route-Key"), only(checks, headers, "Ambit-Route-Key")),
            checks.origin(at("Ambit-Origin"), only(checks, headers, "Ambit-Origin")));
    checks.pass();
    return asked;
  }

  /** The caller's own header, else the one that proxies set, if it can be one. */
  private static @Nullable String requestId(Checks checks, Values headers) {
    String own = only(checks, headers, "Ambit-Request-Id");
    if (own != null) {
      return checks.requestId(at("Ambit-Request-Id"), own);
    }
    Iterator<String> proxys = headers.of("X-Request-Id");
    String id = proxys.hasNext() ? proxys.next() : "";
    return !id.isEmpty() && id.length() <= Checks.LONGEST_REQUEST_ID ? id : null;
  }

  /** A header said twice may be one the client smuggled in beside the proxy's. */
  private static @Nullable String only(Checks checks, Values headers, String name) {
    Iterator<String> values = headers.of(name);
    if (!values.hasNext()) {
      return null;
    }
    String value = values.next();
    if (values.hasNext()) {
      checks.add(at(name), "duplicate_field", "is there twice");
    }
    return value;
  }

  private static String at(String name) {
    return Pointers.header(name);
  }
}
