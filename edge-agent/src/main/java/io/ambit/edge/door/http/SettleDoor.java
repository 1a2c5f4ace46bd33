package io.ambit.edge.door.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.ambit.edge.admission.Correction;
import io.ambit.edge.decision.Checks;
import io.ambit.edge.decision.DecisionJson;
import io.ambit.edge.decision.DecisionMeters;
import io.ambit.edge.settlement.Actual;
import io.ambit.edge.settlement.Receipt;
import io.ambit.edge.settlement.Receipts;
import io.ambit.edge.settlement.Settlement;
import io.ambit.edge.settlement.Settlements;
import io.ambit.model.Limit;
import io.ambit.problem.JsonBody;
import io.ambit.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** {@code POST /v1/settle}: what an admitted request took after all. */
final class SettleDoor extends Door {
  private static final long serialVersionUID = 1;

  private final transient Receipts receipts;
  private final transient Settlements settlements;
  private final transient DecisionMeters meters;
  private final transient ObjectReader reader;

  /** The body, as it came; one of the costs must be there. */
  record Body(
      @Nullable String decisionId,
      @Nullable Long actualCost,
      @Nullable SortedMap<String, @Nullable Long> actualCosts) {}

  SettleDoor(Receipts receipts, Settlements settlements, DecisionMeters meters, ObjectMapper json) {
    super(meters, List.of("POST"));
    this.receipts = receipts;
    this.settlements = settlements;
    this.meters = meters;
    this.reader = json.readerFor(Body.class);
  }

  @Override
  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Body body = JsonBody.read(request, reader, DecideDoor.LIMIT);
    Checks checks = new Checks();
    Actual actual = checked(checks, body);
    checks.pass();
    String id = String.valueOf(body.decisionId());
    Settlement settlement = settle(id, actual).orElseThrow(() -> unknown().asException());
    meters.count(settlement);
    JsonAnswer.send(
        response, "application/json", DecisionJson.bytes(json -> write(json, id, settlement)));
  }

  /** How long a decision takes is told of decisions alone. */
  @Override
  void took(long nanos) {}

  private Optional<Settlement> settle(String id, Actual actual) {
    Optional<Receipt> receipt = receipts.read(id);
    return receipt.flatMap(known -> settlements.settle(known, actual, System.nanoTime()));
  }

  private static Actual checked(Checks checks, Body body) {
    if (body.decisionId() == null) {
      checks.add("#/decisionId", "required", "is missing (expected: the id of a decision)");
    }
    if (body.actualCost() == null && body.actualCosts() == null) {
      checks.add("#/actualCost", "required", "is missing, and so is actualCosts");
    }
    Long others = body.actualCost();
    SortedMap<String, @Nullable Long> named = body.actualCosts();
    return new Actual(
        others == null ? null : checks.units("#/actualCost", others, 0),
        named == null ? new TreeMap<>() : checks.named("#/actualCosts", named));
  }

  private static Problem unknown() {
    return Problem.of(
            HttpStatus.NOT_FOUND, "unknown-decision", "No such decision can be settled here.")
        .at("#/decisionId", "unknown", "is of no admitted request of this agent, or too old")
        .hint(
            "Settle admitted requests, within ten minutes, at the agent that decided, which must"
                + " not have restarted since.");
  }

  private static void write(JsonGenerator json, String id, Settlement settlement)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("decisionId", id);
    json.writeStringField("tenant", settlement.tenant());
    json.writeArrayFieldStart("limits");
    for (Correction each : settlement.corrections()) {
      json.writeStartObject();
      json.writeStringField("limit", each.limit());
      json.writeNumberField("chargedCost", each.chargedMilli() / Limit.MILLI);
      json.writeNumberField("actualCost", each.actualMilli() / Limit.MILLI);
      writeUnits(json, "debited", each.debitedMilli());
      writeUnits(json, "writtenOff", each.writtenOffMilli());
      writeUnits(json, "refunded", each.refundedMilli());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** A debt may end between two units. */
  private static void writeUnits(JsonGenerator json, String name, long milli) throws IOException {
    if (milli % Limit.MILLI == 0) {
      json.writeNumberField(name, milli / Limit.MILLI);
    } else {
      json.writeNumberField(name, (double) milli / Limit.MILLI);
    }
  }
}
