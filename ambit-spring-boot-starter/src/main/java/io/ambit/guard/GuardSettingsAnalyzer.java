package io.ambit.guard;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what to do instead of showing a stack. */
final class GuardSettingsAnalyzer extends AbstractFailureAnalyzer<GuardSettingsException> {
  @Override
  protected FailureAnalysis analyze(Throwable root, GuardSettingsException cause) {
    return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
  }
}
