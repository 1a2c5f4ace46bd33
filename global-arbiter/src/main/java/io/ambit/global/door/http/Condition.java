package io.ambit.global.door.http;

import io.ambit.failover.LossVote;
import io.ambit.global.core.Fleet.Edge;
import io.ambit.global.core.Propagation.Version;
import io.ambit.model.FailoverPolicy;
import io.ambit.model.PolicyRecord;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * One thing that is so, is not so, or is not known of an object.
 *
 * @param status {@code True}, {@code False} or {@code Unknown}
 * @param reason one CamelCase word for programs
 */
record Condition(
    String type, String status, String reason, String message, long observedGeneration) {
  private static final String PROPAGATED = "Propagated";

  /** Whether every edge that is there enforces {@code record}: "is my change live?". */
  static Condition propagated(View view, PolicyRecord record) {
    List<Edge> edges = view.edges();
    List<Edge> present = edges.stream().filter(Edge::isPresent).toList();
    List<Edge> behind =
        present.stream().filter(e -> e.status().policyRevision() < record.revision()).toList();
    String silent = silent(edges.stream().filter(Edge::isSilent).count());
    if (present.isEmpty()) {
      return of(record, "Unknown", "NoEdges", "no edge reports" + silent);
    }
    String holding =
        "%d of %d edges hold generation %d"
            .formatted(present.size() - behind.size(), present.size(), record.generation());
    return behind.isEmpty()
        ? of(record, "True", "AllEdgesHold", holding + silent)
        : of(record, "False", "EdgesBehind", holding + oldest(view, record, behind) + silent);
  }

  /** Whether homes would leave a region that is lost by themselves, and if not, why. */
  static Condition homesTakenOver(View view, PolicyRecord record) {
    FailoverPolicy.Homes homes = view.policy().failoverPolicy().homes();
    SortedSet<String> members = view.core().failovers().takeovers().members();
    String who = String.join(", ", members);
    int needed = LossVote.needed(members.size());
    String type = "HomesTakenOver";
    long generation = record.generation();
    if (!homes.automatic()) {
      return new Condition(
          type,
          "False",
          "NotAutomatic",
          "homes.automatic is false: only a person moves them",
          generation);
    }
    return needed < members.size()
        ? new Condition(
            type,
            "True",
            "EnoughMembers",
            "%d of %d members have to lose sight of a region: %s"
                .formatted(needed, members.size(), who),
            generation)
        : new Condition(
            type,
            "False",
            "TooFewMembers",
            ("%d of %d members would have to lose sight of a region, itself among them: %s."
                    + " A third is needed: name a witness in homes.witnesses")
                .formatted(needed, members.size(), who),
            generation);
  }

  private static String oldest(View view, PolicyRecord record, List<Edge> behind) {
    Edge oldest =
        behind.stream()
            .min(Comparator.comparingLong(e -> e.status().policyRevision()))
            .orElseThrow();
    Optional<Version> held =
        view.core().propagation().at(record.key(), oldest.status().policyRevision());
    String generation = held.map(v -> Long.toString(v.generation())).orElse("an older one");
    long seconds =
        view.core()
                .propagation()
                .newest(record.key())
                .map(v -> view.nowNanos() - v.readNanos())
                .orElse(0L)
            / 1_000_000_000;
    return "; oldest is %s at %s for %d s"
        .formatted(generation, oldest.status().node(), Math.max(0, seconds));
  }

  private static String silent(long edges) {
    return edges == 0 ? "" : "; %d silent, not counted".formatted(edges);
  }

  private static Condition of(PolicyRecord record, String status, String reason, String message) {
    return new Condition(PROPAGATED, status, reason, message, record.generation());
  }
}
