package io.ambit.region.door.http;

import io.ambit.lease.NodeStatus;
import io.ambit.lease.Removal;
import io.ambit.model.Names;
import io.ambit.model.Words;
import io.ambit.problem.FieldFault;
import io.ambit.problem.Problem;
import io.ambit.problem.ProblemException;
import io.ambit.region.core.RegionCore;
import io.ambit.region.core.RegionEffect;
import io.ambit.region.core.RegionInput;
import io.ambit.runtime.Loop;
import io.ambit.runtime.Questions;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /v1/edges}: the edges of the region, and the operator's word that one is gone for good. An
 * edge that stops says goodbye by itself and is charged nothing; one that vanished stays charged
 * for its floors until somebody says this. The answer waits until that is in the region's log.
 * Thread-safe.
 */
@RestController
@RequestMapping("/v1/edges")
public final class EdgesDoor {
  private static final Logger LOG = LoggerFactory.getLogger(EdgesDoor.class);
  private static final int MOST = 64;
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final long PATIENCE_MILLIS = 1_000;

  private final Loop<RegionInput, RegionEffect, RegionCore> loop;
  private final RosterView roster;
  private final Operators operators;
  private final Questions<Removal> questions = new Questions<>(MOST, PATIENCE);

  EdgesDoor(
      Loop<RegionInput, RegionEffect, RegionCore> loop, RosterView roster, Operators operators) {
    this.loop = loop;
    this.roster = roster;
    this.operators = operators;
  }

  /** One edge. */
  record Edge(String node, String mode, long policyRevision, long reportAgeMillis, boolean left) {}

  /**
   * All edges.
   *
   * @param edges as this owner heard them
   * @param unheard those that are charged for something, and that this owner never heard
   * @param roster the names every replica can see in Redis
   */
  record Edges(List<Edge> edges, List<String> unheard, List<String> roster) {}

  /**
   * An edge that is taken for gone.
   *
   * @param leaseMillis for how long what it may still be using stays charged; 0 if nothing is
   */
  record Gone(String edge, long leaseMillis) {}

  @GetMapping
  Edges edges() throws Exception {
    List<String> names = roster.names().get();
    return loop.ask(core -> edges(core, System.nanoTime(), names))
        .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
  }

  @DeleteMapping("/{edge}")
  Gone remove(@PathVariable String edge, HttpServletRequest request) throws InterruptedException {
    operators.require(request);
    if (!Names.isValid(edge)) {
      throw Problem.invalid(
              new FieldFault("/path/edge", "invalid", "expected: the name of an edge"))
          .asException();
    }
    Removal removal =
        questions
            .ask(id -> loop.offer(new RegionInput.EdgeGone(id, edge)))
            .orElseThrow(EdgesDoor::silent);
    return switch (removal) {
      case Removal.Unknown unknown -> throw unknown(edge);
      case Removal.Present present -> throw present(edge, present.silentMillis());
      case Removal.Gone gone -> {
        LOG.info("Edge {} is gone for good, said {}", edge, request.getRemoteAddr());
        yield new Gone(edge, gone.leaseMillis());
      }
    };
  }

  /** Tells the operator who waits. Called on any thread; returns at once. */
  public void answer(long id, Removal removal) {
    questions.answer(id, removal);
  }

  private static Edges edges(RegionCore core, long now, List<String> names) {
    List<Edge> heard = core.edges().roster(now).stream().map(EdgesDoor::edge).toList();
    return new Edges(heard, core.edges().unheard(), names);
  }

  private static Edge edge(NodeStatus status) {
    return new Edge(
        status.node(),
        Words.of(status.mode()),
        status.policyRevision(),
        status.reportAgeMillis(),
        status.left());
  }

  private static ProblemException unknown(String edge) {
    return Problem.of(
            HttpStatus.NOT_FOUND, "unknown-edge", "Nothing is charged to an edge " + edge + ".")
        .asException();
  }

  private static ProblemException present(String edge, long silentMillis) {
    long leftMillis = Removal.SILENT_MILLIS - silentMillis;
    return Problem.of(
            HttpStatus.CONFLICT,
            "edge-is-there",
            "Edge %s was heard of %d ms ago.".formatted(edge, silentMillis))
        .hint(
            "Stop it, and it says goodbye by itself; one that is silent for %d s is taken for gone."
                .formatted(Removal.SILENT_MILLIS / 1_000))
        .retryAfter((leftMillis + 999) / 1_000)
        .asException();
  }

  private static ProblemException silent() {
    return Problem.of(
            HttpStatus.SERVICE_UNAVAILABLE,
            "no-answer",
            "This controller does not own the region, or cannot write to its log.")
        .hint("Ask the one whose /v1/status says leading; asking again does no harm.")
        .retryAfter(1)
        .asException();
  }
}
