package io.ambit.edge.decision;

import io.ambit.edge.EdgeProperties;
import io.ambit.edge.EdgeProperties.HeaderStyle;
import io.ambit.edge.admission.Bucket;
import io.ambit.model.Limit;
import java.util.function.BiConsumer;
import org.springframework.stereotype.Component;

/** What an answer's headers tell of a decision, for every protocol that has headers. */
@Component
public final class DecisionHeaders {
  private final boolean draft;
  private final boolean legacy;

  DecisionHeaders(EdgeProperties properties) {
    HeaderStyle style = properties.headers();
    this.draft = style == HeaderStyle.DRAFT || style == HeaderStyle.BOTH;
    this.legacy = style == HeaderStyle.LEGACY || style == HeaderStyle.BOTH;
  }

  /** What the caller's own client is told: the limit, and when to come back. */
  public void tell(Decision decision, BiConsumer<String, String> header) {
    Bucket limit = decision.limit();
    if (limit != null && draft) {
      tellDraft(decision, limit, header);
    }
    if (limit != null && legacy) {
      tellLegacy(decision, limit.limit(), header);
    }
    if (decision.retryAfterMillis() > 0) {
      header.accept("Retry-After", Long.toString(decision.retryAfterSeconds()));
    }
    header.accept("Ambit-Decision", summary(decision));
  }

  /** Where a request goes, or a write has to go instead: for whoever forwards it. */
  public void direct(Decision decision, BiConsumer<String, String> header) {
    Long token = decision.fencingToken();
    if (token != null) {
      header.accept("Ambit-Fencing-Token", token.toString());
    }
    Route route = decision.route();
    if (route == null) {
      return;
    }
    header.accept("Ambit-Route", route.text());
    if (route.backend() != null) {
      header.accept("Ambit-Backend-Url", route.backend().url());
      header.accept("Ambit-Retry", retry(route));
    }
  }

  /** {@code 0}, {@code 1}, or {@code 1;hedge=45} in milliseconds. */
  private static String retry(Route route) {
    String times = route.retry() ? "1" : "0";
    return route.hedgeAfterMillis() > 0 ? times + ";hedge=" + route.hedgeAfterMillis() : times;
  }

  private static void tellDraft(
      Decision decision, Bucket limit, BiConsumer<String, String> header) {
    String name = '"' + limit.key().toString() + '"';
    header.accept(
        "RateLimit-Policy",
        name + ";q=" + limit.limit().quota() + ";w=" + limit.limit().windowSeconds());
    header.accept(
        "RateLimit", name + ";r=" + decision.remaining() + ";t=" + decision.resetSeconds());
  }

  private static void tellLegacy(
      Decision decision, Limit limit, BiConsumer<String, String> header) {
    header.accept("X-RateLimit-Limit", Long.toString(limit.quota()));
    header.accept("X-RateLimit-Remaining", Long.toString(decision.remaining()));
    header.accept("X-RateLimit-Reset", Long.toString(decision.resetSeconds()));
  }

  private static String summary(Decision decision) {
    return Spelling.of(decision.ruling().verdict())
        + ";reason="
        + Spelling.of(decision.ruling().reason())
        + ";mode="
        + Spelling.of(decision.standing().mode())
        + ";id="
        + decision.id();
  }
}
