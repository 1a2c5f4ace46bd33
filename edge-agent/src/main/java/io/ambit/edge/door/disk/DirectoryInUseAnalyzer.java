package io.ambit.edge.door.disk;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what to do instead of showing a stack. */
final class DirectoryInUseAnalyzer extends AbstractFailureAnalyzer<DirectoryInUseException> {
  @Override
  protected FailureAnalysis analyze(Throwable root, DirectoryInUseException cause) {
    return new FailureAnalysis(
        cause.getMessage(),
        "Stop the other one, or give this one a name and a directory of its own (AMBIT_NODE and"
            + " AMBIT_DATADIRECTORY; in a Spring application ambit.guard.edge.node).",
        cause);
  }
}
