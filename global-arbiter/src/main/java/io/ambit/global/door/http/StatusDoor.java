package io.ambit.global.door.http;

import io.ambit.global.ArbiterProperties;
import io.ambit.global.core.ArbiterCore;
import io.ambit.global.core.Fleet;
import io.ambit.lease.Durations;
import io.ambit.lease.NodeStatus;
import io.ambit.model.Words;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/status}: how this process is, and how old what it knows is. Names no tenant. */
@RestController
class StatusDoor {
  private final String node;
  private final Reads reads;

  StatusDoor(ArbiterProperties properties, Reads reads) {
    this.node = properties.node();
    this.reads = reads;
  }

  /**
   * How the arbiter is.
   *
   * @param kafkaAgeMillis how long ago everything in the log was read; null before the first time
   */
  record Status(
      String node,
      String mode,
      String reason,
      boolean leading,
      long epoch,
      long policyRevision,
      String kafka,
      @Nullable Long kafkaAgeMillis,
      String redis,
      List<Region> regions,
      long edgesPresent,
      long edgesSilent) {}

  /** One region. */
  record Region(
      String name, String mode, long policyRevision, long reportAgeMillis, boolean left) {}

  @GetMapping(path = "/v1/status", produces = MediaType.APPLICATION_JSON_VALUE)
  Status status() {
    return reads.ask(this::status);
  }

  private Status status(View view) {
    ArbiterCore core = view.core();
    OptionalLong age = core.logAgeNanos(view.nowNanos());
    return new Status(
        node,
        Words.of(core.mode().mode()),
        core.mode().reason(),
        core.leading(),
        core.epoch(),
        core.policy().revision(),
        core.isLogSilent(view.nowNanos()) ? "gone" : "there",
        age.isPresent() ? Durations.toMillis(age.getAsLong()) : null,
        core.redisThere() ? "there" : "gone",
        view.regions().stream().map(StatusDoor::region).toList(),
        view.edges().stream().filter(Fleet.Edge::isPresent).count(),
        view.edges().stream().filter(Fleet.Edge::isSilent).count());
  }

  private static Region region(NodeStatus status) {
    return new Region(
        status.node(),
        Words.of(status.mode()),
        status.policyRevision(),
        status.reportAgeMillis(),
        status.left());
  }
}
