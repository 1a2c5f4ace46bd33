package io.ambit.edge.admission.offender;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An offender: writes a log line, in a package that says nothing of null. */
public final class LoggingGate {
  private LoggingGate() {}

  public static Logger log() {
    return LoggerFactory.getLogger(LoggingGate.class);
  }
}
