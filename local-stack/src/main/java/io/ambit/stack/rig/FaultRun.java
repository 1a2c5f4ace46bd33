package io.ambit.stack.rig;

import io.ambit.stack.Layer;
import io.ambit.stack.LocalStack;
import io.ambit.stack.proxy.FaultProxy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Breaks a linked stack, round by round, under {@link SteadyLoad}. When the faults of a round have
 * ended, everything must be there again by itself before the next. Not thread-safe.
 */
public final class FaultRun implements AutoCloseable {
  private static final Duration SETTLES_WITHIN = Duration.ofSeconds(60);

  private final LocalStack stack;
  private final Network network;
  private final Consumer<String> report;
  private final SteadyLoad load;
  private final List<Duration> convergence = new ArrayList<>();
  private final long beganNanos;
  private int faults;

  /** Something done at its time of a round. */
  private record Step(Duration after, Action action) {}

  private interface Action {
    void run() throws InterruptedException;
  }

  /**
   * Begins the load, and returns when it has settled.
   *
   * @param stack linked, and runs
   * @param network in its links
   * @param arbiters those of it that operators write to
   * @param report told in a line for people what is being done
   */
  public FaultRun(LocalStack stack, Network network, List<String> arbiters, Consumer<String> report)
      throws IOException, InterruptedException {
    this.stack = stack;
    this.network = network;
    this.report = report;
    this.load = new SteadyLoad(stack, stack.edges(), arbiters);
    load.awaitSettled(SETTLES_WITHIN);
    this.beganNanos = System.nanoTime();
    load.log().judgeFrom(beganNanos);
  }

  /**
   * Plays one round, and returns when the load has settled again.
   *
   * @throws io.ambit.stack.StackException if a process does not come back or the load not settle
   */
  public void round(List<ScheduledFault> round) throws InterruptedException {
    round.forEach(fault -> report.accept("  " + fault));
    faults += round.size();
    long startNanos = System.nanoTime();
    for (Step step : steps(round)) {
      TimeUnit.NANOSECONDS.sleep(startNanos + step.after().toNanos() - System.nanoTime());
      step.action().run();
    }
    stack.processes().forEach(process -> stack.awaitReady(process.name()));
    long readyNanos = System.nanoTime();
    excuse(round, startNanos, readyNanos);
    Duration took = load.awaitSettled(SETTLES_WITHIN);
    convergence.add(took);
    report.accept("  settled %.1f s after all was ready".formatted(took.toMillis() / 1000.0));
  }

  /** Ends the load and says what was kept. */
  public FaultFigures end() throws InterruptedException {
    long endedNanos = System.nanoTime();
    Writes writes = load.end();
    return new FaultFigures(
        faults, convergence, load.figures(beganNanos, endedNanos), writes, network.passedBytes());
  }

  @Override
  public void close() {
    load.close();
  }

  private List<Step> steps(List<ScheduledFault> round) {
    List<Step> steps = new ArrayList<>();
    for (ScheduledFault scheduled : round) {
      switch (scheduled.fault()) {
        case Fault.Cut cut -> {
          steps.add(
              new Step(
                  scheduled.after(),
                  () -> proxies(cut).forEach(proxy -> cut.ways().forEach(proxy::cut))));
          steps.add(healed(scheduled, cut));
        }
        case Fault.Late late -> {
          steps.add(
              new Step(
                  scheduled.after(), () -> proxies(late).forEach(proxy -> proxy.delay(late.by()))));
          steps.add(healed(scheduled, late));
        }
        case Fault.ResetStorm storm -> steps.addAll(resets(scheduled, storm));
        case Fault.Killed killed -> {
          steps.add(new Step(scheduled.after(), () -> stack.kill(killed.process())));
          steps.add(new Step(scheduled.end(), () -> stack.launch(killed.process())));
        }
        case Fault.StandsStill still -> {
          steps.add(new Step(scheduled.after(), () -> stack.pause(still.process())));
          steps.add(new Step(scheduled.end(), () -> stack.resume(still.process())));
        }
      }
    }
    steps.sort(Comparator.comparing(Step::after));
    return steps;
  }

  private Step healed(ScheduledFault scheduled, Fault.OfNetwork fault) {
    return new Step(scheduled.end(), () -> proxies(fault).forEach(FaultProxy::heal));
  }

  private List<Step> resets(ScheduledFault scheduled, Fault.ResetStorm storm) {
    List<Step> steps = new ArrayList<>();
    for (Duration at = scheduled.after();
        at.compareTo(scheduled.end()) < 0;
        at = at.plus(storm.every())) {
      steps.add(new Step(at, () -> proxies(storm).forEach(FaultProxy::reset)));
    }
    return steps;
  }

  private List<FaultProxy> proxies(Fault.OfNetwork fault) {
    return fault.links().stream().map(network::proxy).toList();
  }

  /** An edge that was killed or stood still could not decide until it was ready again. */
  private void excuse(List<ScheduledFault> round, long fromNanos, long toNanos) {
    for (ScheduledFault scheduled : round) {
      if (scheduled.fault() instanceof Fault.OfProcess fault && isEdge(fault.process())) {
        load.log().excuse(fault.process(), fromNanos + scheduled.after().toNanos(), toNanos);
      }
    }
  }

  private boolean isEdge(String process) {
    return stack.processes().stream()
        .anyMatch(p -> p.name().equals(process) && p.layer() == Layer.EDGE);
  }
}
