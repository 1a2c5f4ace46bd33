package io.ambit.global.core;

import io.ambit.global.core.FailoverReply.Why;
import io.ambit.lease.Report;
import io.ambit.model.PolicyBook;
import io.ambit.model.PolicyRecord;
import java.util.List;
import java.util.Optional;

/**
 * Everything under {@code /failovers}: hands each command to whoever carries its kind out, and
 * knows what there is of all kinds. Not thread-safe; part of the core.
 */
public final class Failovers {
  private final Homes homes;

  Failovers(PolicyBook book) {
    this.homes = new Homes(book);
  }

  /** The newest of all kinds, newest first. */
  public List<Failover> list() {
    return homes.list();
  }

  /** One by its name. */
  public Optional<Failover> find(String name) {
    return homes.find(name);
  }

  /** What the move of a tenant's writes waits for; empty if nothing, or there is none. */
  public Optional<String> waitsFor(String tenant) {
    return homes.waitsFor(tenant);
  }

  /** A region reports. */
  List<ArbiterEffect> heard(long nowNanos, Report region) {
    return homes.heard(nowNanos, region);
  }

  List<ArbiterEffect> take(long nowNanos, FailoverCommand command) {
    return switch (command) {
      case FailoverCommand.Start start ->
          switch (start.spec()) {
            case FailoverSpec.MoveHome move -> homes.take(nowNanos, start, move);
          };
      case FailoverCommand.Abort abort ->
          homes.find(abort.name()).isPresent()
              ? homes.abort(nowNanos, abort)
              : refuse(command, Why.NOT_FOUND, "There is no failover %s.".formatted(abort.name()));
    };
  }

  /** The log holds {@code record}. */
  List<ArbiterEffect> read(long nowNanos, PolicyRecord record) {
    return homes.read(nowNanos, record);
  }

  /** Goes on with what a predecessor began. */
  void lead(long nowNanos) {
    homes.lead(nowNanos);
  }

  List<ArbiterEffect> tick(long nowNanos, long wallMillis) {
    return homes.tick(nowNanos, wallMillis);
  }

  /** Answers everybody for the last time. */
  List<ArbiterEffect> close() {
    return homes.close();
  }

  static List<ArbiterEffect> refuse(FailoverCommand command, Why why, String detail) {
    return List.of(
        new ArbiterEffect.AnswerFailover(command.id(), new FailoverReply.Refused(why, detail)));
  }
}
