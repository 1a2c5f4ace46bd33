package io.ambit.global.core;

import io.ambit.failover.Proposal;
import io.ambit.model.PolicyBook;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.model.PolicySpec;
import io.ambit.model.RegionDeclaration;
import io.ambit.model.RegionDeclaration.AdminState;
import java.util.List;
import java.util.TreeSet;

/**
 * What an operator wants of one object.
 *
 * @param id carried back with the reply
 * @param dryRun decide and answer, store nothing
 * @param timeMillis wall clock when it arrived; only ever shown to people
 * @param request names it, so that it is done once however often it is asked for; empty if it has
 *     no name
 */
public record Command(
    long id,
    PolicyKey key,
    Change change,
    Precondition precondition,
    boolean dryRun,
    String actor,
    String reason,
    long timeMillis,
    String request) {

  /** A request without a name. */
  public Command(
      long id,
      PolicyKey key,
      Change change,
      Precondition precondition,
      boolean dryRun,
      String actor,
      String reason,
      long timeMillis) {
    this(id, key, change, precondition, dryRun, actor, reason, timeMillis, "");
  }

  /** The id of what the arbiter wants by itself; nobody waits for an answer. */
  static final long OWN = 0;

  /** What the arbiter wants by itself. */
  static Command own(PolicyBook book, OwnWish wish, long timeMillis) {
    return new Command(
        OWN,
        wish.key(),
        new Change.Put(wish.spec()),
        unchanged(book, wish.key()),
        false,
        PolicyRecord.ARBITER,
        wish.reason(),
        timeMillis);
  }

  /** The same as a change of a region's declaration, as it is now. */
  Command declaring(PolicyBook book, String region, AdminState state) {
    RegionDeclaration now = book.region(region);
    return declaring(book, region, now.as(state));
  }

  /** The same as a declaration of its region that is as it is now, but for the proposal. */
  Command turningDown(PolicyBook book, String region, String proposal) {
    return declaring(book, region, book.region(region).turningDown(proposal));
  }

  private Command declaring(PolicyBook book, String region, RegionDeclaration next) {
    PolicyKey declared = PolicyKey.region(region);
    return new Command(
        id,
        declared,
        new Change.Put(next),
        unchanged(book, declared),
        dryRun,
        actor,
        reason,
        timeMillis,
        request);
  }

  private static Precondition unchanged(PolicyBook book, PolicyKey key) {
    return book.live(key)
        .<Precondition>map(
            record -> new Precondition.AtRevision(new TreeSet<>(List.of(record.revision()))))
        .orElseGet(Precondition.Absent::new);
  }

  /** What is to become of the object. */
  public sealed interface Change {
    /** It reads like this from now on. */
    record Put(PolicySpec spec) implements Change {}

    /**
     * Traffic of a region leaves it or comes back, if the safety rules let it.
     *
     * @param basis what the plan rests on that is to be carried out, see {@link Plan#revision}; -1
     *     if there is no plan
     */
    record Shift(Proposal proposal, long basis) implements Change {}

    /**
     * Nobody wants what the arbiter proposed for a region, until that was well again.
     *
     * @param move the proposal's id
     */
    record TurnDown(String move) implements Change {}

    /** It is gone from now on. */
    record Delete() implements Change {}
  }
}
