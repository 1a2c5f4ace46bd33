package io.ambit.runtime;

import io.ambit.lease.Boot;
import java.security.SecureRandom;

/** Draws the name of this incarnation of the process. */
public final class Boots {
  private Boots() {}

  public static Boot draw() {
    SecureRandom random = new SecureRandom();
    return Boot.of(random.nextLong(), random.nextLong());
  }
}
