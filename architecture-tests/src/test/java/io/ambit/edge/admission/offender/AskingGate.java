package io.ambit.edge.admission.offender;

import io.ambit.edge.core.EdgeCore;

/** An offender: asks the core. */
public final class AskingGate {
  private AskingGate() {}

  public static long revision(EdgeCore core) {
    return core.policy().revision();
  }
}
