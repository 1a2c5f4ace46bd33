package io.ambit.stack.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What must not be broken once. A test of real processes that fails is tried again, because the
 * machine may have stood still; but a process of tests that saw too much admitted, or an
 * acknowledged write lost, fails to its end. Thread-safe.
 */
final class Contract {
  private static final List<String> BROKEN = new CopyOnWriteArrayList<>();

  private Contract() {}

  /** Fails now and ever after unless {@code holds}. */
  static void requires(boolean holds, String broken) {
    if (!holds) {
      BROKEN.add(broken);
    }
    assertThat(BROKEN).isEmpty();
  }
}
