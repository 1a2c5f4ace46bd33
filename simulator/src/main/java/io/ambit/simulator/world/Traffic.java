package io.ambit.simulator.world;

import io.ambit.lease.Grants;
import io.ambit.lease.Report;
import io.ambit.wire.Wire;

/** Counts the control traffic, in records and, where asked to, in bytes as they would be sent. */
public final class Traffic {
  private final boolean bytes;
  private long reports;
  private long reportBytes;
  private long grants;
  private long grantBytes;

  Traffic(boolean bytes) {
    this.bytes = bytes;
  }

  void up(Report report) {
    reports++;
    reportBytes += bytes ? Wire.encode(report).length : 0;
  }

  void down(Grants given) {
    grants++;
    grantBytes += bytes ? Wire.encode(given).length : 0;
  }

  public long messages() {
    return reports + grants;
  }

  public long bytes() {
    return reportBytes + grantBytes;
  }
}
