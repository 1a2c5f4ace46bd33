package io.ambit.edge.decision;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ambit.edge.admission.Bucket;
import io.ambit.edge.admission.Reason;
import io.ambit.edge.core.HomeRule;
import io.ambit.model.WriteHome;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A request that does not go, as a problem (RFC 9457) of IANA's registry. */
public final class Refusal {
  private static final String TYPES = "https://iana.org/assignments/http-problem-types#";

  private Refusal() {}

  /** 429 for a budget that is used up, 503 for capacity that is missing. */
  public static int status(Decision decision) {
    return decision.overQuota() ? 429 : 503;
  }

  /** The problem as JSON, for an answer with {@code status}. */
  public static byte[] bytes(Decision decision, int status) {
    return DecisionJson.bytes(json -> write(json, decision, status));
  }

  private static void write(JsonGenerator json, Decision decision, int status) throws IOException {
    boolean quota = decision.overQuota();
    json.writeStartObject();
    json.writeStringField(
        "type", TYPES + (quota ? "quota-exceeded" : "temporary-reduced-capacity"));
    json.writeStringField("title", quota ? "Quota exceeded" : "Temporarily reduced capacity");
    json.writeNumberField("status", status);
    json.writeStringField("detail", detail(decision));
    json.writeBooleanField("retryable", true);
    json.writeStringField("tenant", decision.asked().tenant());
    DecisionJson.writeOutcome(json, decision);
    if (decision.route() != null) {
      DecisionJson.writeRoute(json, decision);
    }
    DecisionJson.writeEvidence(json, decision);
    json.writeEndObject();
  }

  private static String detail(Decision decision) {
    return switch (decision.ruling().reason()) {
      case UNKNOWN_TENANT -> "Nobody has set a budget for this tenant, nor a default one.";
      case OVERLOAD ->
          "What is behind this edge has more to do than it can, and requests of priority '%s' wait."
              .formatted(Spelling.of(decision.asked().priority()));
      case NOT_HOME -> notHome(decision);
      case NO_BACKEND -> "No backend that could take the request is healthy.";
      default -> byLimit(decision, decision.limit());
    };
  }

  private static String notHome(Decision decision) {
    HomeRule home = decision.ruling().home();
    if (home == null || home.here()) {
      return "This edge has not heard for too long whether writes of this tenant still belong here.";
    }
    return home.state() == WriteHome.State.FENCING || home.state() == WriteHome.State.CATCHING_UP
        ? "Writes of this tenant are being moved to region '%s'.".formatted(home.region())
        : "Writes of this tenant belong to region '%s'.".formatted(home.region());
  }

  private static String byLimit(Decision decision, @Nullable Bucket limit) {
    boolean lost = decision.ruling().reason() == Reason.CONTROL_LOSS;
    if (limit == null) {
      return lost
          ? "This edge has not heard from its region yet."
          : "The tenant's first lease is on its way to this edge.";
    }
    if (limit.limit().isPeriodic()) {
      return "Of limit '%s' this edge has too little left in this period."
          .formatted(limit.key().limit());
    }
    return lost
        ? "The lease of limit '%s' has ended unrenewed, and the floor left of it is used up."
            .formatted(limit.key().limit())
        : "This edge has too little left of limit '%s' for now.".formatted(limit.key().limit());
  }
}
