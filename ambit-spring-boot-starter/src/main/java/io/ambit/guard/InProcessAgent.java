package io.ambit.guard;

import io.ambit.edge.EdgeProperties;
import io.ambit.edge.EdgeProperties.Clusters;
import io.ambit.edge.EdgeProperties.HeaderStyle;
import io.ambit.edge.EmbeddedEdge;
import io.ambit.edge.decision.Decision;
import io.ambit.edge.decision.Refusal;
import io.ambit.guard.GuardProperties.Edge;
import io.ambit.guard.GuardProperties.Enforcement;
import io.ambit.problem.Problem;
import io.ambit.problem.ProblemException;
import io.ambit.problem.ProblemWriter;
import io.ambit.runtime.KafkaSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;

/**
 * Asks an edge in this process: a decision is a method call, and who asks learns what an agent
 * would have answered over HTTP. The only class here that knows the edge; it is loaded once it is
 * certain that the edge is there.
 */
final class InProcessAgent implements Agent {
  private static final Logger LOG = LoggerFactory.getLogger(InProcessAgent.class);
  private static final Answer NONE = new Answer.None();
  private static final byte[] NOTHING = {};

  /** How long a write may wait while its tenant's home moves; as at an agent's doors. */
  private static final Duration PARKING = Duration.ofMillis(500);

  private final EmbeddedEdge edge;
  private final AtomicBoolean told = new AtomicBoolean();

  private InProcessAgent(EmbeddedEdge edge) {
    this.edge = edge;
  }

  /** Starts the edge. As long as nobody is refused, nobody waits either. */
  static InProcessAgent open(Edge settings, Enforcement enforcement, MeterRegistry meters) {
    String node = settings.node() == null ? NodeNames.ofThisMachine() : settings.node();
    Path data =
        settings.dataDirectory() == null
            ? Path.of(System.getProperty("java.io.tmpdir"), "ambit-edge-" + node)
            : settings.dataDirectory();
    EdgeProperties properties =
        new EdgeProperties(
            node,
            settings.region(),
            "",
            data,
            HeaderStyle.DRAFT,
            enforcement == Enforcement.ENFORCE ? PARKING : Duration.ZERO,
            List.of(),
            new Clusters(
                new KafkaSettings(
                    settings.kafka(), settings.replicationFactor(), settings.kafkaProperties())));
    EmbeddedEdge edge = EmbeddedEdge.open(properties, meters);
    LOG.info("Edge {} of region {} decides in this process", node, settings.region());
    return new InProcessAgent(edge);
  }

  @Override
  public Answer ask(Question question) {
    try {
      return answer(
          edge.decide(
              question.tenant(), question.operation(), question.priority(), question.cost()));
    } catch (ProblemException wrong) {
      return answer(wrong.problem());
    } catch (RuntimeException bug) {
      // Ours, and no reason for anybody's request to fail; one that says it is enough.
      if (told.compareAndSet(false, true)) {
        LOG.error("The edge could not decide; more of this is counted, not logged", bug);
      }
      return NONE;
    }
  }

  private Answer answer(Decision decision) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    edge.tell(decision, (name, value) -> headers.put(name, List.of(value)));
    Answer.Ending ending = (tookNanos, success) -> edge.ended(decision, tookNanos, success);
    if (decision.admitted()) {
      Long token = decision.fencingToken();
      return new Answer.Decided(
          200,
          headers,
          null,
          NOTHING,
          token == null ? OptionalLong.empty() : OptionalLong.of(token),
          ending);
    }
    int status = Refusal.status(decision);
    return refusal(status, headers, Refusal.bytes(decision, status), ending);
  }

  /** What was asked is wrong, which a {@link QuestionReader} is to blame for. */
  private static Answer answer(Problem problem) {
    return refusal(
        problem.status().value(), Map.of(), ProblemWriter.bytes(problem), Answer.Ending.UNHEARD);
  }

  private static Answer refusal(
      int status, Map<String, List<String>> headers, byte[] body, Answer.Ending ending) {
    return new Answer.Decided(
        status,
        headers,
        MediaType.APPLICATION_PROBLEM_JSON_VALUE,
        body,
        OptionalLong.empty(),
        ending);
  }

  @Override
  public void close() {
    edge.close();
  }
}
