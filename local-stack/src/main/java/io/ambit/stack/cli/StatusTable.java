package io.ambit.stack.cli;

import io.ambit.stack.Port;
import io.ambit.stack.ProcessStatus;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** One line per process: name, pid, state, ports, uptime. */
final class StatusTable {
  private static final String ROW = "%-11s %8s  %-11s  %-36s  %s%n";

  private StatusTable() {}

  static void print(List<ProcessStatus> all, PrintWriter out) {
    out.printf(ROW, "NAME", "PID", "STATE", "PORTS", "UPTIME");
    for (ProcessStatus status : all) {
      out.printf(
          ROW,
          status.process().name(),
          status.pid().map(String::valueOf).orElse("-"),
          status.state().name().toLowerCase(Locale.ROOT).replace('_', ' '),
          status.process().ports().stream().map(StatusTable::text).collect(Collectors.joining(" ")),
          status.uptime().map(StatusTable::text).orElse("-"));
    }
  }

  private static String text(Port port) {
    return port.use() + ":" + port.number();
  }

  private static String text(Duration uptime) {
    return "%d:%02d:%02d"
        .formatted(uptime.toHours(), uptime.toMinutesPart(), uptime.toSecondsPart());
  }
}
