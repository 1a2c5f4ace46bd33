package io.ambit.global.core;

import io.ambit.failover.Reachability;
import io.ambit.global.core.FailoverReply.Why;
import io.ambit.lease.Report;
import io.ambit.model.PolicyBook;
import io.ambit.model.PolicyRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everything under {@code /failovers}: hands each command to whoever carries its kind out, and
 * knows what there is of all kinds. Not thread-safe; part of the core.
 */
public final class Failovers {
  private final Homes homes;
  private final Takeovers takeovers;

  Failovers(PolicyBook book) {
    this.homes = new Homes(book);
    this.takeovers = new Takeovers(book, homes);
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

  /** Which regions are thought to be lost, and whose homes are moved for that. */
  public Takeovers takeovers() {
    return takeovers;
  }

  /** Regions are about to be given leave to admit writes for so long. */
  void give(long millis) {
    homes.give(millis);
  }

  /** Somebody says which regions it reaches. */
  void take(long nowNanos, Reachability what) {
    takeovers.take(nowNanos, what);
  }

  /** A region reports. */
  List<ArbiterEffect> heard(long nowNanos, Report region) {
    takeovers.heard(nowNanos, region.node());
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
              ? abort(nowNanos, abort)
              : refuse(command, Why.NOT_FOUND, "There is no failover %s.".formatted(abort.name()));
    };
  }

  /** What the arbiter began by itself it does not begin again until the region was there. */
  private List<ArbiterEffect> abort(long nowNanos, FailoverCommand.Abort abort) {
    homes.leftBy(abort.name()).forEach(takeovers::turnDown);
    return homes.abort(nowNanos, abort);
  }

  /** The log holds {@code record}. */
  List<ArbiterEffect> read(long nowNanos, PolicyRecord record) {
    takeovers.read(record);
    return homes.read(nowNanos, record);
  }

  /** Goes on with what a predecessor began. */
  void lead(long nowNanos) {
    homes.lead(nowNanos);
    takeovers.lead(nowNanos);
  }

  /**
   * Goes on.
   *
   * @param lateMillis by how much this tick is late
   * @param quiet nothing new may begin by itself
   */
  List<ArbiterEffect> tick(long nowNanos, long wallMillis, long lateMillis, boolean quiet) {
    List<ArbiterEffect> effects = new ArrayList<>(homes.tick(nowNanos, wallMillis));
    effects.addAll(takeovers.tick(nowNanos, wallMillis, lateMillis, quiet));
    return effects;
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
