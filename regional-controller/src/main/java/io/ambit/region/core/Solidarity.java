package io.ambit.region.core;

import io.ambit.lease.Grants;
import io.ambit.lease.Oath;
import io.ambit.lease.Stamp;
import io.ambit.lease.Vows;
import io.ambit.lease.Witness;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a region vows to other regions and they to it, while none of them hears the arbiter, and
 * what it testifies to the arbiter otherwise: see {@link Witness} and {@link Vows}. Whatever it
 * says goes into the region's log first, since only the owner can write there.
 *
 * <p>Not thread-safe; part of the core, for one term of ownership.
 */
final class Solidarity {
  /** The most that may wait to be written; whoever asks beyond that is refused. */
  private static final int MOST_UNDER_WAY = 1_024;

  /**
   * What is being written.
   *
   * @param askedId who waits for a vow; null if nobody does
   */
  private record UnderWay(Oath oath, @Nullable Long askedId, long decidedNanos) {}

  private final String region;
  private final Witness witness;
  private final Vows vows;
  private final LinkedHashMap<Long, UnderWay> underWay = new LinkedHashMap<>();
  private long lastNumber;

  Solidarity(long nowNanos, String region) {
    this.region = region;
    this.witness = new Witness(nowNanos);
    this.vows = new Vows(region);
  }

  /** The arbiter answered. */
  void heard(long nowNanos, Grants grants) {
    witness.heard(nowNanos, grants.stamp());
    if (!grants.witnesses().isEmpty()) {
      vows.follow(nowNanos, grants.witnesses().getFirst());
    }
  }

  /** What is to be written down now, and who is to be asked for a vow. */
  List<RegionEffect> tick(long nowNanos) {
    List<RegionEffect> effects = new ArrayList<>();
    witness.toWrite(nowNanos).ifPresent(stamp -> effects.add(swear(nowNanos, region, stamp, null)));
    if (!witness.mayVow(nowNanos)) {
      return effects;
    }
    for (String peer : vows.toAsk(nowNanos)) {
      if (peer.equals(region)) {
        witness.vow(nowNanos);
        effects.add(swear(nowNanos, region, Stamp.NONE, null));
      } else {
        effects.add(new RegionEffect.AskVow(peer, nowNanos));
      }
    }
    return effects;
  }

  /** Another region asks for a vow. */
  List<RegionEffect> asked(long nowNanos, RegionInput.VowAsked asked) {
    if (!witness.mayVow(nowNanos) || underWay.size() >= MOST_UNDER_WAY) {
      return List.of(new RegionEffect.AnswerVow(asked.id(), false));
    }
    witness.vow(nowNanos);
    return List.of(swear(nowNanos, asked.region(), Stamp.NONE, asked.id()));
  }

  /** An oath is in the log, where the owner alone can have written it. */
  List<RegionEffect> sworn(long nowNanos, long number) {
    UnderWay done = underWay.remove(number);
    if (done == null) {
      return List.of();
    }
    if (!done.oath().heard().equals(Stamp.NONE)) {
      witness.written(done.oath().heard());
      return List.of();
    }
    if (done.askedId() != null) {
      return List.of(new RegionEffect.AnswerVow(done.askedId(), true));
    }
    vows.vowed(nowNanos, region, done.decidedNanos(), Witness.VOW_MILLIS);
    return List.of();
  }

  /** Another region has vowed. */
  void vowed(long nowNanos, RegionInput.Vowed vowed) {
    vows.vowed(nowNanos, vowed.region(), vowed.sentNanos(), vowed.vowMillis());
  }

  Stamp testimony(long nowNanos) {
    return witness.testimony(nowNanos);
  }

  Vows vows() {
    return vows;
  }

  private RegionEffect swear(long nowNanos, String to, Stamp heard, @Nullable Long askedId) {
    Oath oath = new Oath(region, to, heard);
    underWay.put(++lastNumber, new UnderWay(oath, askedId, nowNanos));
    return new RegionEffect.Swear(lastNumber, oath);
  }
}
