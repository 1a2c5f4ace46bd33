package io.ambit.global.core;

import io.ambit.global.core.Command.Change;
import io.ambit.global.core.Reply.Refusal;
import io.ambit.model.PolicyBook;
import io.ambit.model.PolicyKey.Kind;
import io.ambit.model.PolicyRecord;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What to do about a command, given operator intent as it is. Pure. */
sealed interface Decision {
  /** Write this record; it is the answer once it is read back. */
  record Write(PolicyRecord record, boolean created) implements Decision {}

  /** Answer at once. */
  record Say(Reply reply) implements Decision {}

  /**
   * Decides.
   *
   * @param underWay how many objects may still come into being
   */
  static Decision of(PolicyBook book, int underWay, Command command) {
    Optional<PolicyRecord> held = book.live(command.key());
    if (held.isPresent() && held.get().isWantedBy(command.request())) {
      return new Say(new Reply.Unchanged(held.get()));
    }
    Refusal refusal =
        held.isPresent()
            ? refusalOf(command.precondition(), held.get())
            : refusalWithout(command, book, underWay);
    if (refusal != null) {
      return new Say(new Reply.Refused(refusal, held.orElse(null)));
    }
    return switch (command.change()) {
      case Change.Delete delete -> new Write(next(held, command, null), false);
      case Change.Shift shift -> throw new IllegalStateException("a shift is a put by now");
      case Change.TurnDown down -> throw new IllegalStateException("turning down is a put by now");
      case Change.Put put ->
          held.isPresent()
                  && put.spec().equals(held.get().spec())
                  && !takesOver(held.get(), command)
              ? new Say(new Reply.Unchanged(held.get()))
              : new Write(next(held, command, put), held.isEmpty());
    };
  }

  /** What the arbiter declared of a region by itself, a person may declare as well: to keep it. */
  private static boolean takesOver(PolicyRecord held, Command command) {
    return held.key().kind() == Kind.REGION
        && held.isArbiters()
        && !command.actor().equals(PolicyRecord.ARBITER);
  }

  private static @Nullable Refusal refusalOf(Precondition precondition, PolicyRecord held) {
    return switch (precondition) {
      case Precondition.None none -> Refusal.PRECONDITION_REQUIRED;
      case Precondition.Absent absent -> Refusal.EXISTS;
      case Precondition.Present present -> null;
      case Precondition.AtRevision at ->
          at.revisions().contains(held.revision()) ? null : Refusal.STALE;
    };
  }

  private static @Nullable Refusal refusalWithout(Command command, PolicyBook book, int underWay) {
    if (command.change() instanceof Change.Delete) {
      return Refusal.NOT_FOUND;
    }
    return switch (command.precondition()) {
      case Precondition.Present present -> Refusal.ABSENT;
      case Precondition.AtRevision at -> Refusal.ABSENT;
      case Precondition.None none -> refusalOfOneMore(command.key().kind(), book, underWay);
      case Precondition.Absent absent -> refusalOfOneMore(command.key().kind(), book, underWay);
    };
  }

  private static @Nullable Refusal refusalOfOneMore(Kind kind, PolicyBook book, int underWay) {
    long there = book.records().stream().filter(r -> isLive(r, kind)).count() + underWay;
    return switch (kind) {
      case BUDGET -> there < ArbiterCore.MAX_TENANTS ? null : Refusal.TOO_MANY_TENANTS;
      case REGION -> there < ArbiterCore.MAX_REGIONS ? null : Refusal.TOO_MANY_REGIONS;
      case DEFAULT_BUDGET, FAILOVER_POLICY, SAFETY_RULES, SPILL_TABLE, HOME -> null;
    };
  }

  private static boolean isLive(PolicyRecord record, Kind kind) {
    return record.key().kind() == kind && !record.deleted();
  }

  private static PolicyRecord next(
      Optional<PolicyRecord> held, Command command, Change.@Nullable Put put) {
    return new PolicyRecord(
        command.key(),
        0,
        held.map(PolicyRecord::generation).orElse(0L) + 1,
        put == null ? null : put.spec(),
        held.map(PolicyRecord::createTimeMillis).orElse(command.timeMillis()),
        command.timeMillis(),
        command.actor(),
        command.reason(),
        command.request());
  }
}
