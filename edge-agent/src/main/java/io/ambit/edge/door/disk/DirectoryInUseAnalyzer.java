package io.ambit.edge.door.disk;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what to do instead of showing a stack. */
final class DirectoryInUseAnalyzer extends AbstractFailureAnalyzer<DirectoryInUseException> {
  @Override
  protected FailureAnalysis analyze(Throwable root, DirectoryInUseException cause) {
    return new FailureAnalysis(
        cause.getMessage(),
        "Stop the other one, or give this one a directory of its own (AMBIT_DATADIRECTORY).",
        cause);
  }
}
