package io.ambit.simulator.world;

import io.ambit.simulator.bus.Broker;
import io.ambit.simulator.bus.Client;
import io.ambit.simulator.bus.Link;
import io.ambit.simulator.engine.DriftingClock;

/**
 * A process with a clock of its own. It can be killed, paused and started again; whatever an
 * earlier incarnation had asked for dies with it.
 */
public abstract class Process {
  private final String name;
  private final World world;
  private DriftingClock clock;
  private boolean up;
  private int incarnation;
  private long pausedUntilNanos;

  Process(String name, World world) {
    this.name = name;
    this.world = world;
    this.clock = world.newClock(name);
  }

  public String name() {
    return name;
  }

  public boolean isUp() {
    return up;
  }

  /** Up and not paused. */
  final boolean isRunning() {
    return up && world.nowNanos() >= pausedUntilNanos;
  }

  final World world() {
    return world;
  }

  /** The process's own monotonic clock. */
  final long now() {
    return clock.at(world.nowNanos());
  }

  /** How much faster this clock runs than true time, as a factor. */
  final double pace() {
    return 1 + clock.partsPerMillion() / 1e6;
  }

  public final void start() {
    if (!up) {
      up = true;
      incarnation++;
      pausedUntilNanos = 0;
      begin();
    }
  }

  /** Kills it: memory is gone, no last words. */
  public final void crash() {
    up = false;
    incarnation++;
  }

  /** Stops it from running until then; its clock goes on. */
  public final void pause(long untilNanos) {
    pausedUntilNanos = Math.max(pausedUntilNanos, untilNanos);
  }

  public final void wake() {
    pausedUntilNanos = 0;
  }

  /** Its machine is lost: the next start is on another one, with another clock. */
  public void loseMachine() {
    clock = world.newClock(name, clock);
  }

  abstract void begin();

  /** Runs {@code action} now, or when a pause is over. */
  final void soon(Runnable action) {
    if (up) {
      run(incarnation, action);
    }
  }

  /** Runs {@code action} after a time on this process's clock, if it lives so long. */
  final void after(long nanos, Runnable action) {
    int mine = incarnation;
    world.agenda().in(clock.trueSpan(nanos), () -> run(mine, action));
  }

  final void every(long nanos, Runnable action) {
    after(
        nanos,
        () -> {
          action.run();
          every(nanos, action);
        });
  }

  final Client client(Broker broker) {
    int mine = incarnation;
    Link up = world.link(name, broker.name());
    Link down = world.link(broker.name(), name);
    return new Client() {
      @Override
      public Link up() {
        return up;
      }

      @Override
      public Link down() {
        return down;
      }

      @Override
      public boolean isAlive() {
        return mine == incarnation;
      }

      @Override
      public void run(Runnable action) {
        Process.this.run(mine, action);
      }
    };
  }

  private void run(int mine, Runnable action) {
    if (mine != incarnation) {
      return;
    }
    if (world.nowNanos() < pausedUntilNanos) {
      world.agenda().at(pausedUntilNanos, () -> run(mine, action));
    } else {
      action.run();
    }
  }
}
