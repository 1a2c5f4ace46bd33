package io.ambit.edge.decision;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.ambit.backend.Backend;
import io.ambit.edge.admission.Bucket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decisions as JSON, written field by field: this is most of what a request costs here. */
public final class DecisionJson {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int USUAL_BYTES = 512;

  private DecisionJson() {}

  /** Writes part of an answer. */
  @FunctionalInterface
  public interface Part {
    void write(JsonGenerator json) throws IOException;
  }

  /** One decision. */
  public static byte[] bytes(Decision decision) {
    return bytes(json -> write(json, decision));
  }

  /** The answer to a batch. */
  public static byte[] bytes(List<Decision> decisions) {
    return bytes(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("decisions");
          for (Decision decision : decisions) {
            write(json, decision);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  /** Whatever {@code part} writes. */
  public static byte[] bytes(Part part) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_BYTES);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      part.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException("memory refuses bytes", e);
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator json, Decision decision) throws IOException {
    json.writeStartObject();
    json.writeStringField("verdict", Spelling.of(decision.ruling().verdict()));
    writeOutcome(json, decision);
    writeRoute(json, decision);
    writeNullable(json, "fencingToken", decision.fencingToken());
    writeEvidence(json, decision);
    json.writeEndObject();
  }

  /** Why, by which limit, and when to come back. */
  static void writeOutcome(JsonGenerator json, Decision decision) throws IOException {
    Bucket limit = decision.limit();
    json.writeStringField("reason", Spelling.of(decision.ruling().reason()));
    json.writeStringField("limit", limit == null ? null : limit.key().limit());
    json.writeNumberField("remaining", decision.remaining());
    json.writeNumberField("retryAfterMillis", decision.retryAfterMillis());
  }

  /** What the decision rests on. */
  static void writeEvidence(JsonGenerator json, Decision decision) throws IOException {
    json.writeStringField("mode", Spelling.of(decision.standing().mode()));
    json.writeStringField("enforcement", Spelling.of(decision.ruling().enforcement()));
    json.writeNumberField("policyRevision", decision.standing().policyRevision());
    writeNullable(json, "leaseAgeMillis", decision.leaseAgeMillis());
    json.writeStringField("decisionId", decision.id());
  }

  /** Where it goes, or has to go instead. */
  static void writeRoute(JsonGenerator json, Decision decision) throws IOException {
    Route route = decision.route();
    if (route == null) {
      json.writeNullField("route");
      return;
    }
    json.writeObjectFieldStart("route");
    json.writeStringField("region", route.region());
    Backend backend = route.backend();
    if (backend == null) {
      json.writeNullField("backend");
    } else {
      json.writeStringField("backend", backend.id());
      json.writeStringField("url", backend.url());
      json.writeBooleanField("retry", route.retry());
      json.writeNumberField("hedgeAfterMillis", route.hedgeAfterMillis());
    }
    json.writeEndObject();
  }

  private static void writeNullable(JsonGenerator json, String name, @Nullable Long value)
      throws IOException {
    if (value == null) {
      json.writeNullField(name);
    } else {
      json.writeNumberField(name, value);
    }
  }
}
