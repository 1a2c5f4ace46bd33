package io.ambit.simulator.world;

import io.ambit.global.core.Command;
import io.ambit.global.core.Precondition;
import io.ambit.global.core.Reply;
import io.ambit.model.Budget;
import io.ambit.model.Limit;
import io.ambit.model.PolicyKey;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * People who set budgets, and set them again until somebody says it is done. What the world may
 * admit follows from what they were told, and when.
 */
public final class Operators {
  private static final long RETRY_NANOS = 500_000_000;
  private static final long PATIENCE_NANOS = 5_000_000_000L;

  private record Wish(String tenant, Budget budget) {}

  private final World world;
  private final SortedMap<Long, Wish> asked = new TreeMap<>();
  private final SortedMap<String, Long> current = new TreeMap<>();
  private final SortedSet<String> there = new TreeSet<>();
  private long lastId;
  private long acknowledged;

  Operators(World world) {
    this.world = world;
  }

  /** How many writes were acknowledged. */
  public long acknowledged() {
    return acknowledged;
  }

  /** Sets a tenant's budget of one limit, unless an earlier change of it is under way. */
  public void put(String tenant, Budget budget) {
    if (current.containsKey(tenant)) {
      return;
    }
    Wish wish = new Wish(tenant, budget);
    Limit next = budget.limits().getFirst();
    world.allowed(tenant, next, budget);
    ask(wish);
  }

  /** Asks once for something that is no budget; whoever wants to know looks what came of it. */
  public void ask(PolicyKey key, Command.Change change) {
    var unused =
        world.request(
            new Command(
                ++lastId,
                key,
                change,
                new Precondition.None(),
                false,
                "operator",
                "simulated",
                world.nowNanos() / 1_000_000));
  }

  /** Whether every change so far is acknowledged. */
  public boolean allSettled() {
    return current.isEmpty();
  }

  void hear(long commandId, Reply reply) {
    Wish wish = asked.remove(commandId);
    if (wish == null) {
      return;
    }
    switch (reply) {
      case Reply.Committed committed -> {
        world.intent().acknowledged(world.nowNanos(), committed.record());
        settle(wish);
      }
      case Reply.Unchanged unchanged -> settle(wish);
      case Reply.Blocked blocked -> throw new IllegalStateException("nobody drains here");
      case Reply.WouldCommit would -> throw new IllegalStateException("nobody rehearses here");
      case Reply.Refused refused -> {
        if (refused.refusal() == Reply.Refusal.PRECONDITION_REQUIRED) {
          there.add(wish.tenant());
        }
        world.agenda().in(RETRY_NANOS, () -> ask(wish));
      }
    }
  }

  private void settle(Wish wish) {
    acknowledged++;
    there.add(wish.tenant());
    current.remove(wish.tenant());
    world.settled(wish.tenant());
  }

  private void ask(Wish wish) {
    long id = ++lastId;
    asked.put(id, wish);
    current.put(wish.tenant(), id);
    boolean known = there.contains(wish.tenant());
    Command command =
        new Command(
            id,
            PolicyKey.budget(wish.tenant()),
            new Command.Change.Put(wish.budget()),
            known ? new Precondition.Present() : new Precondition.None(),
            false,
            "operator",
            "simulated",
            world.nowNanos() / 1_000_000);
    boolean heard = world.request(command);
    world
        .agenda()
        .in(
            heard ? PATIENCE_NANOS : RETRY_NANOS,
            () -> {
              if (asked.remove(id) != null) {
                ask(wish);
              }
            });
  }
}
