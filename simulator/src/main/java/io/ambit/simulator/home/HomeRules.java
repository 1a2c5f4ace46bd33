package io.ambit.simulator.home;

/**
 * Which rules are in force. Taking one away must make a check fail, or the checks see nothing.
 *
 * @param storeChecks the store refuses tokens lower than it has seen
 * @param fenceWaits the target is not activated before no edge of the source admits
 * @param freshEpochs a move that is given up goes back under an epoch of its own
 * @param leasesBind a lease of writes counts only for who knows the homes it was given after
 * @param marksAwaited where it is asked for, the target is activated once it has all writes
 * @param readsBack an arbiter decides nothing more before it has read what it wrote
 * @param leasesAwaited where nobody says that the source knows, its leases must have ended
 * @param predecessorsCounted those that a former arbiter gave among them
 */
public record HomeRules(
    boolean storeChecks,
    boolean fenceWaits,
    boolean freshEpochs,
    boolean leasesBind,
    boolean marksAwaited,
    boolean readsBack,
    boolean leasesAwaited,
    boolean predecessorsCounted) {
  /** All of them. */
  public static final HomeRules REAL =
      new HomeRules(true, true, true, true, true, true, true, true);
}
