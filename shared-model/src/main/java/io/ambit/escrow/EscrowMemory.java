package io.ambit.escrow;

import io.ambit.lease.Boot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a holder's disk remembers, so that a later boot can say what this one spent.
 *
 * @param boot who wrote it; null if what it may have spent since cannot be told
 * @param reserves by account, the most that boot may have spent
 * @param closings of the boots before it
 * @param version grows with every change
 */
public record EscrowMemory(
    @Nullable Boot boot, List<Reserve> reserves, List<Closing> closings, long version) {
  public static final EscrowMemory EMPTY = new EscrowMemory(null, List.of(), List.of(), 0);

  public EscrowMemory {
    reserves = List.copyOf(reserves);
    closings = List.copyOf(closings);
  }

  /** The most that may be spent of an account before the disk must be written again. */
  public record Reserve(Account account, long milli) {}
}
