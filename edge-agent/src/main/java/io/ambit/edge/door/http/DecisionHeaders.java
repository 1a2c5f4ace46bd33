package io.ambit.edge.door.http;

import io.ambit.edge.EdgeProperties;
import io.ambit.edge.EdgeProperties.HeaderStyle;
import io.ambit.edge.admission.Bucket;
import io.ambit.model.Limit;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Component;

/** What an answer's headers tell of a decision. */
@Component
final class DecisionHeaders {
  private final boolean draft;
  private final boolean legacy;

  DecisionHeaders(EdgeProperties properties) {
    HeaderStyle style = properties.headers();
    this.draft = style == HeaderStyle.DRAFT || style == HeaderStyle.BOTH;
    this.legacy = style == HeaderStyle.LEGACY || style == HeaderStyle.BOTH;
  }

  void write(HttpServletResponse response, Decision decision) {
    Bucket limit = decision.limit();
    if (limit != null && draft) {
      writeDraft(response, decision, limit);
    }
    if (limit != null && legacy) {
      writeLegacy(response, decision, limit.limit());
    }
    if (decision.retryAfterMillis() > 0) {
      response.setHeader("Retry-After", Long.toString(decision.retryAfterSeconds()));
    }
    if (decision.admitted()) {
      response.setHeader("Ambit-Route", decision.region());
    }
    response.setHeader("Ambit-Decision", summary(decision));
  }

  private static void writeDraft(HttpServletResponse response, Decision decision, Bucket limit) {
    String name = '"' + limit.key().toString() + '"';
    response.setHeader(
        "RateLimit-Policy",
        name + ";q=" + limit.limit().quota() + ";w=" + limit.limit().windowSeconds());
    response.setHeader(
        "RateLimit", name + ";r=" + decision.remaining() + ";t=" + decision.resetSeconds());
  }

  private static void writeLegacy(HttpServletResponse response, Decision decision, Limit limit) {
    response.setHeader("X-RateLimit-Limit", Long.toString(limit.quota()));
    response.setHeader("X-RateLimit-Remaining", Long.toString(decision.remaining()));
    response.setHeader("X-RateLimit-Reset", Long.toString(decision.resetSeconds()));
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
