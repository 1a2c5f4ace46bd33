package io.ambit.escrow;

import io.ambit.lease.Boot;
import io.ambit.lease.Share;
import io.ambit.model.Bounds;

/** A boot that is over spent no more than {@code spentMilli} of the account, and never will. */
public record Closing(Account account, Boot boot, long spentMilli) {
  public Closing {
    Bounds.require("spentMilli", spentMilli, 0, Share.MAX_MILLI);
  }
}
