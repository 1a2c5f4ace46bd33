package io.ambit.stack.rig;

import io.ambit.stack.Link;
import io.ambit.stack.proxy.Direction;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** One thing that goes wrong for a while. */
public sealed interface Fault {
  /** Processes and links it takes; no other fault of the same round takes any of them. */
  List<String> takes();

  /** For people. */
  String what();

  /** On links. */
  sealed interface OfNetwork extends Fault {
    List<Link> links();

    @Override
    default List<String> takes() {
      return links().stream().map(Link::name).toList();
    }

    default String where() {
      return links().stream().map(Link::name).collect(Collectors.joining(", "));
    }
  }

  /** On a process. */
  sealed interface OfProcess extends Fault {
    String process();

    @Override
    default List<String> takes() {
      return List.of(process());
    }
  }

  /** Nothing passes these ways; with both of them, a black hole. */
  record Cut(List<Link> links, List<Direction> ways) implements OfNetwork {
    public Cut {
      links = List.copyOf(links);
      ways = List.copyOf(ways);
    }

    @Override
    public String what() {
      return ways.size() > 1
          ? "black hole: " + where()
          : "%s cut: %s"
              .formatted(
                  ways.getFirst() == Direction.TO_SERVER ? "way to the server" : "way back",
                  where());
    }
  }

  /** Both ways are late. */
  record Late(List<Link> links, Duration by) implements OfNetwork {
    public Late {
      links = List.copyOf(links);
    }

    @Override
    public String what() {
      return "%d ms late: %s".formatted(by.toMillis(), where());
    }
  }

  /** All connections are reset, again and again. */
  record ResetStorm(List<Link> links, Duration every) implements OfNetwork {
    public ResetStorm {
      links = List.copyOf(links);
    }

    @Override
    public String what() {
      return "reset every %d ms: %s".formatted(every.toMillis(), where());
    }
  }

  /** Killed as {@code kill -9} does, and started again afterwards. */
  record Killed(String process) implements OfProcess {
    @Override
    public String what() {
      return "kill -9: " + process;
    }
  }

  /** Stands still as with SIGSTOP, and then goes on where it was. */
  record StandsStill(String process) implements OfProcess {
    @Override
    public String what() {
      return "SIGSTOP: " + process;
    }
  }
}
