package io.ambit.simulator.bus;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses who tries to own a node, as a consumer group assigns a partition: the member longest
 * there, until it has not been heard for a session. Only a hint: two members can believe it at
 * once, which is what the fence is for.
 */
public final class Group {
  public static final long HEARTBEAT_NANOS = 500_000_000;
  public static final long SESSION_NANOS = 3_000_000_000L;

  /** Somebody who would own the node. */
  public static final class Member {
    private final Client client;
    private final Runnable assigned;
    private final Runnable revoked;
    private long heardNanos;
    private boolean owner;
    private boolean left;

    private Member(Client client, Runnable assigned, Runnable revoked, long nowNanos) {
      this.client = client;
      this.assigned = assigned;
      this.revoked = revoked;
      this.heardNanos = nowNanos;
    }
  }

  private final Broker broker;
  private final List<Member> members = new ArrayList<>();

  public Group(Broker broker) {
    this.broker = broker;
    broker.agenda().in(HEARTBEAT_NANOS, this::review);
  }

  /**
   * Joins.
   *
   * @param assigned heard when this member is the one to try
   * @param revoked heard when it is not any more, if it hears anything
   */
  public Member join(Client client, Runnable assigned, Runnable revoked) {
    Member member = new Member(client, assigned, revoked, broker.agenda().nowNanos());
    members.add(member);
    beat(member);
    return member;
  }

  /** Leaves, as far as the broker hears; else its session ends by itself. */
  public void leave(Member member) {
    member.left = true;
    if (broker.hears(member.client)) {
      members.remove(member);
    }
  }

  private void beat(Member member) {
    if (!member.client.isAlive() || member.left) {
      return;
    }
    // A paused process sends no heartbeats.
    member.client.run(
        () -> {
          if (broker.hears(member.client)) {
            hear(member);
          }
          broker.agenda().in(HEARTBEAT_NANOS, () -> beat(member));
        });
  }

  private void hear(Member member) {
    member.heardNanos = broker.agenda().nowNanos();
    if (!members.contains(member)) {
      tell(member, member.revoked);
    } else if (member.owner) {
      // Told again and again: what was said before may not have been heard.
      tell(member, member.assigned);
    }
  }

  private void review() {
    broker.agenda().in(HEARTBEAT_NANOS, this::review);
    if (broker.isDown()) {
      return;
    }
    long now = broker.agenda().nowNanos();
    members.removeIf(member -> !member.client.isAlive() || now - member.heardNanos > SESSION_NANOS);
    Member owner = owner();
    if (owner == null && !members.isEmpty()) {
      Member next = members.getFirst();
      next.owner = true;
      tell(next, next.assigned);
    }
  }

  private @Nullable Member owner() {
    return members.stream().filter(member -> member.owner).findFirst().orElse(null);
  }

  private void tell(Member member, Runnable news) {
    long delay = member.client.down().delayNanos(broker.agenda().nowNanos());
    broker
        .agenda()
        .in(
            delay,
            () -> {
              if (broker.reaches(member.client) && !member.left) {
                member.client.run(news);
              }
            });
  }
}
