package io.ambit.global.door.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ambit.failover.Proposal;
import io.ambit.global.core.BudgetFollow;
import io.ambit.global.core.Failover;
import io.ambit.global.core.FailoverSpec;
import io.ambit.global.core.Move;
import io.ambit.model.Words;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A failover as operators ask for it and as they see it. */
final class FailoverObject {
  private static final int PARTS_PER_PERCENT = 100;

  private FailoverObject() {}

  /**
   * What is asked for; each kind reads its own fields.
   *
   * @param kind {@code move-home}; {@code drain}, {@code evacuate} or {@code restore}
   * @param tenant and {@code tenants}: whose homes are to move
   * @param to the region they move to
   * @param unplanned the region they are in is lost
   * @param awaitsMarks the target is activated once marks say that it has all writes
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Spec(
      @Nullable String kind,
      @Nullable String tenant,
      @Nullable List<@Nullable String> tenants,
      @Nullable String to,
      @Nullable Boolean unplanned,
      @Nullable Boolean awaitsMarks,
      @Nullable String region,
      @Nullable Boolean acceptShed) {
    static final String MOVE_HOME = "move-home";

    static Spec of(FailoverSpec spec) {
      return switch (spec) {
        case FailoverSpec.MoveHome move -> of(move);
      };
    }

    private static Spec of(FailoverSpec.MoveHome move) {
      boolean one = move.tenants().size() == 1;
      return new Spec(
          MOVE_HOME,
          one ? move.tenants().first() : null,
          one ? null : List.copyOf(move.tenants()),
          move.to(),
          move.unplanned(),
          move.awaitsMarks(),
          null,
          null);
    }

    /** Traffic of a region. */
    static Spec of(Move move) {
      return new Spec(Words.of(move.kind()), null, null, null, null, null, move.region(), null);
    }

    /** Whether it is about the traffic of a region; then {@link #shift} says which. */
    boolean isShift() {
      return kind != null && ShiftSpec.KINDS.contains(kind);
    }

    ShiftSpec shift() {
      return new ShiftSpec(kind, region, acceptShed);
    }

    FailoverSpec read(Faults faults) {
      FailoverSpec read =
          switch (kind) {
            case MOVE_HOME -> moveHome(faults);
            case null -> unknown(faults, "required", "is missing");
            default ->
                unknown(
                    faults, "unknown_word", "expected: one of move-home, drain, evacuate, restore");
          };
      faults.end();
      if (read == null) {
        throw new IllegalStateException("a fault was noted");
      }
      return read;
    }

    private static @Nullable FailoverSpec unknown(Faults faults, String code, String message) {
      faults.note(Steps.of("spec", "kind"), code, message);
      return null;
    }

    private @Nullable FailoverSpec moveHome(Faults faults) {
      SortedSet<String> names = new TreeSet<>();
      if (tenant != null || tenants == null) {
        names.add(faults.name(Steps.of("spec", "tenant"), tenant));
      }
      if (tenants != null) {
        for (int i = 0; i < tenants.size(); i++) {
          names.add(faults.name(Steps.of("spec", "tenants", i), tenants.get(i)));
        }
        int most = FailoverSpec.MoveHome.MOST_TENANTS;
        if (names.isEmpty() || names.size() > most) {
          faults.note(
              Steps.of("spec", "tenants"),
              "out_of_range",
              "%d tenants (expected: 1 to %d)".formatted(names.size(), most));
        }
      }
      String region = faults.name(Steps.of("spec", "to"), to);
      boolean lost = Boolean.TRUE.equals(unplanned);
      boolean marks = Boolean.TRUE.equals(awaitsMarks);
      if (lost && marks) {
        faults.note(
            Steps.of("spec", "awaitsMarks"),
            "contradiction",
            "expected: false beside unplanned, since a region that is lost tells of none");
      }
      return faults.none() ? new FailoverSpec.MoveHome(names, region, lost, marks) : null;
    }
  }

  /**
   * How it is.
   *
   * @param phase {@code pending}, {@code proposed}, {@code running}, {@code done} or {@code
   *     aborted}
   * @param step what is being done, in a word of its kind
   * @param budget how far budgets have followed traffic; null of what moves none
   * @param durationMillis since it was asked for, to its end or till now
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Status(
      String phase,
      String step,
      @Nullable String waitsFor,
      Progress progress,
      @Nullable WriteBlock writeBlock,
      @Nullable BudgetView budget,
      long durationMillis,
      List<Event> timeline) {}

  /** Of how many things how many have ended, and how. */
  record Progress(int total, int done, int aborted) {}

  /** How long writes were held up, over what was moved; a little more than writers met. */
  record WriteBlock(long p50Millis, long p99Millis, long longestMillis) {}

  /**
   * How far budgets have followed the newest step of traffic.
   *
   * @param tableRevision the spill table by which both move; edges show it as {@code
   *     spill.tableRevision}
   * @param phase {@code following}, {@code followed}, or {@code given_up} after a minute
   * @param movedPerSecond demand that this step sends to other regions, of all limits together
   * @param missingPerSecond what receivers are still to be given of the limits that move most: it
   *     is in leases that have not ended or were not handed back
   * @param afterMillis since the table was read; how long it took, once it has followed
   */
  record BudgetView(
      long tableRevision,
      String phase,
      BigDecimal movedPerSecond,
      BigDecimal missingPerSecond,
      long afterMillis) {
    static @Nullable BudgetView of(@Nullable BudgetFollow follow) {
      return follow == null
          ? null
          : new BudgetView(
              follow.tableRevision(),
              Words.of(follow.phase()),
              Units.of(follow.movedMilli()),
              Units.of(follow.missingMilli()),
              follow.afterMillis());
    }
  }

  /** Something happened. */
  record Event(Instant time, String step, String message) {}

  /** Traffic of a region that moves; of a hundred parts those are done that have moved. */
  static ApiObject<Spec, Status> of(Move move) {
    Move.Event first = move.timeline().getFirst();
    Move.Event last = move.timeline().getLast();
    Move.Event step = move.step();
    boolean over = move.phase() == Move.Phase.DONE || move.phase() == Move.Phase.ABORTED;
    long end = over ? step.timeMillis() : System.currentTimeMillis();
    int away = last.awayPerTenThousand() / PARTS_PER_PERCENT;
    return new ApiObject<>(
        new ApiObject.Metadata(
            move.id(),
            null,
            null,
            Instant.ofEpochMilli(first.timeMillis()),
            Instant.ofEpochMilli(last.timeMillis()),
            move.actor(),
            move.reason().isEmpty() ? null : move.reason()),
        Spec.of(move),
        new Status(
            phase(move),
            step.what(),
            move.phase() == Move.Phase.PROPOSED ? "somebody to approve it" : null,
            new Progress(100, move.kind() == Proposal.Kind.RESTORE ? 100 - away : away, 0),
            null,
            BudgetView.of(move.budget()),
            Math.max(0, end - first.timeMillis()),
            move.timeline().stream().map(FailoverObject::event).toList()));
  }

  private static String phase(Move move) {
    return switch (move.phase()) {
      case PROPOSED -> "proposed";
      case MOVING -> "running";
      case DONE -> "done";
      case ABORTED -> "aborted";
    };
  }

  private static Event event(Move.Event event) {
    String away =
        "%s %% of its traffic is away"
            .formatted(event.awayPerTenThousand() / (double) PARTS_PER_PERCENT);
    String message = event.detail().isEmpty() ? away : event.detail();
    return new Event(Instant.ofEpochMilli(event.timeMillis()), event.what(), message);
  }

  static ApiObject<Spec, Status> of(Failover failover, @Nullable String waitsFor) {
    long end =
        failover.endTimeMillis() == null ? System.currentTimeMillis() : failover.endTimeMillis();
    Failover.Block block = failover.block();
    return new ApiObject<>(
        new ApiObject.Metadata(
            failover.name(),
            null,
            null,
            Instant.ofEpochMilli(failover.createTimeMillis()),
            null,
            failover.actor(),
            failover.reason().isEmpty() ? null : failover.reason()),
        Spec.of(failover.spec()),
        new Status(
            Words.of(failover.phase()),
            failover.step(),
            waitsFor,
            new Progress(failover.total(), failover.done(), failover.aborted()),
            block == null
                ? null
                : new WriteBlock(block.p50Millis(), block.p99Millis(), block.longestMillis()),
            null,
            Math.max(0, end - failover.createTimeMillis()),
            failover.timeline().stream()
                .map(e -> new Event(Instant.ofEpochMilli(e.timeMillis()), e.step(), e.message()))
                .toList()));
  }
}
