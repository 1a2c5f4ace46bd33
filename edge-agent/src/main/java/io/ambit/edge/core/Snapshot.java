package io.ambit.edge.core;

import io.ambit.escrow.EscrowMemory;
import io.ambit.lease.HeldLease;
import io.ambit.lease.Stamp;
import io.ambit.model.PolicyRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a restarted edge goes on from. Lease ends and {@code answeredNanos} are on the monotonic
 * clock of this machine's current boot.
 *
 * @param stamp the grant that {@code leases} come from
 * @param durableVersion grows when policy or floors change: what must survive the machine, where
 *     leases need only survive the process
 * @param escrow what a later boot must know of period budgets
 * @param leafTenants of whom leaves may be using something
 */
public record Snapshot(
    List<PolicyRecord> policy,
    Stamp stamp,
    List<HeldLease> leases,
    @Nullable Long answeredNanos,
    long durableVersion,
    EscrowMemory escrow,
    List<String> leafTenants) {

  public Snapshot {
    leafTenants = List.copyOf(leafTenants);
    policy = List.copyOf(policy);
    leases = List.copyOf(leases);
  }

  /** Policy alone: no lease, nothing of period budgets or leaves. */
  public static Snapshot ofPolicy(List<PolicyRecord> policy) {
    return new Snapshot(policy, Stamp.NONE, List.of(), null, 0, EscrowMemory.EMPTY, List.of());
  }

  /** Nothing to go on from. */
  public static Snapshot empty() {
    return ofPolicy(List.of());
  }
}
