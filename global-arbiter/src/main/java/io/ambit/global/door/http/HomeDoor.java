package io.ambit.global.door.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ambit.global.core.Fleet.Edge;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.model.Words;
import io.ambit.model.WriteHome;
import io.ambit.problem.Problem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code GET /api/v1/tenants/acme/home}: where the tenant's writes belong, under which epoch, and
 * which edges do not know it yet. Homes are set and moved by {@link FailoverDoor}.
 */
@RestController
class HomeDoor {
  /** The most edges that are named. */
  private static final int MOST_NAMED = 100;

  private final Reads reads;

  HomeDoor(Reads reads) {
    this.reads = reads;
  }

  /** What was asked for: the region, and where writes are on their way to. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Spec(String home, @Nullable String target, String failover) {
    static Spec of(WriteHome home) {
      return new Spec(home.home(), home.target(), home.failover());
    }
  }

  /**
   * How it is.
   *
   * @param admitting the region whose edges are to admit writes; null while none is
   * @param since when the record that says so was written, by the writer's clock
   * @param waitsFor what a move waits for; null if nothing
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Status(
      String state,
      long epoch,
      @Nullable String admitting,
      Instant since,
      @Nullable String waitsFor,
      Evidence evidence) {}

  /**
   * Which edges know: those that are there, and of those that do not know the first {@value
   * #MOST_NAMED} by name. Silent ones admit nothing for longer than their lease.
   */
  record Evidence(long edges, long holding, List<String> lacking, List<String> silent) {}

  @GetMapping(path = "/api/v1/tenants/{tenant}/home", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<ApiObject<Spec, Status>> get(@PathVariable @ValidName String tenant) {
    return reads.ask(
        view ->
            view.policy()
                .live(PolicyKey.home(tenant))
                .map(record -> Answers.read(record, show(view, record)))
                .orElseThrow(() -> none(tenant).asException()));
  }

  private static Problem none(String tenant) {
    return Problem.of(
            HttpStatus.NOT_FOUND, "not-found", "Writes of %s belong anywhere.".formatted(tenant))
        .hint("POST /api/v1/failovers with kind move-home gives it a home.");
  }

  private static ApiObject<Spec, Status> show(View view, PolicyRecord record) {
    if (!(record.spec() instanceof WriteHome home)) {
      throw new IllegalStateException(record.key() + " is no home");
    }
    return new ApiObject<>(
        ApiObject.Metadata.of(record),
        Spec.of(home),
        new Status(
            Words.of(home.state()),
            home.epoch(),
            home.admits(home.owner()) ? home.owner() : null,
            Instant.ofEpochMilli(record.updateTimeMillis()),
            view.core().failovers().waitsFor(record.key().name()).orElse(null),
            evidence(view, record)));
  }

  private static Evidence evidence(View view, PolicyRecord record) {
    List<Edge> present = view.edges().stream().filter(Edge::isPresent).toList();
    List<Edge> lacking =
        present.stream().filter(e -> e.status().policyRevision() < record.revision()).toList();
    return new Evidence(
        present.size(),
        present.size() - lacking.size(),
        names(lacking),
        names(view.edges().stream().filter(Edge::isSilent).toList()));
  }

  private static List<String> names(List<Edge> edges) {
    return edges.stream().map(e -> e.status().node()).limit(MOST_NAMED).toList();
  }
}
