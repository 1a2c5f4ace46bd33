package io.ambit.simulator.search;

import io.ambit.simulator.bus.Fates;
import io.ambit.simulator.bus.Link;
import io.ambit.simulator.fault.Fault;
import io.ambit.simulator.fault.Fault.Kind;
import io.ambit.simulator.fault.Injector;
import io.ambit.simulator.invariant.Violation;
import io.ambit.simulator.world.EdgeProcess;
import io.ambit.simulator.world.World;
import java.util.ArrayList;
import java.util.List;

/** One schedule, played; and every place at which it could have departed once more. */
final class Attempt implements Fates {
  private static final long MILLI = 1_000_000;
  private static final long CHECK_NANOS = 50 * MILLI;
  private static final long SLOT_NANOS = 250 * MILLI;
  private static final long SHORT = 200 * MILLI;

  /** Longer than a lease of an edge, and than a session of an owner. */
  private static final long LONG = 4_000 * MILLI;

  private final Schedule schedule;
  private final World world;
  private final List<Deviation> next = new ArrayList<>();
  private int happened;

  private Attempt(Schedule schedule) {
    this.schedule = schedule;
    this.world = schedule.situation().world();
  }

  /**
   * Plays it.
   *
   * @return places after the last deviation at which a schedule may depart once more
   * @throws Violation if something does not hold
   */
  static List<Deviation> play(Schedule schedule) {
    return new Attempt(schedule).play();
  }

  private List<Deviation> play() {
    world.follow(this);
    List<Fault> faults = new ArrayList<>();
    for (Deviation each : schedule.deviations()) {
      if (each instanceof Deviation.Mishap mishap) {
        faults.add(mishap.fault());
        world.agenda().at(mishap.atNanos(), () -> happened++);
      }
    }
    new Injector(world).plan(faults);
    check();
    world.run(schedule.situation().endNanos());
    next.addAll(mishaps());
    return next;
  }

  private void check() {
    world
        .agenda()
        .in(
            CHECK_NANOS,
            () -> {
              world.checkLeases();
              world.checkTokens();
              check();
            });
  }

  @Override
  public Fate of(Link link, long number) {
    long now = world.nowNanos();
    boolean fromBroker = link.name().startsWith("kafka");
    if (!fromBroker || now < Situation.FROM || now >= Situation.TO) {
      return Fate.ARRIVES;
    }
    for (Deviation each : schedule.deviations()) {
      if (each instanceof Deviation.Message chosen
          && chosen.number() == number
          && chosen.link().equals(link.name())) {
        happened++;
        return chosen.fate();
      }
    }
    if (happened == schedule.deviations().size()) {
      for (Fate fate : Fate.values()) {
        if (fate != Fate.ARRIVES) {
          next.add(new Deviation.Message(now, link.name(), number, fate));
        }
      }
    }
    return Fate.ARRIVES;
  }

  /** Those that come after the last deviation, in an order that is the same for all schedules. */
  private List<Deviation> mishaps() {
    List<Deviation> all = new ArrayList<>();
    for (long at = Situation.FROM; at < Situation.TO; at += SLOT_NANOS) {
      for (Fault fault : faults(at)) {
        all.add(new Deviation.Mishap(fault));
      }
    }
    if (schedule.deviations().isEmpty()) {
      return all;
    }
    Deviation last = schedule.deviations().getLast();
    int known = all.indexOf(last);
    return known >= 0
        ? all.subList(known + 1, all.size())
        : all.stream().filter(each -> each.atNanos() > last.atNanos()).toList();
  }

  private List<Fault> faults(long at) {
    List<Fault> faults = new ArrayList<>();
    faults.add(new Fault(at, Kind.CRASH, "arbiter-1", SHORT));
    faults.add(new Fault(at, Kind.PAUSE, "arbiter-1", LONG));
    for (int i = 0; i < world.sites().size(); i++) {
      String owner = "region-" + world.sites().get(i).region() + "-1";
      faults.add(new Fault(at, Kind.CRASH, owner, SHORT));
      faults.add(new Fault(at, Kind.PAUSE, owner, LONG));
      faults.add(new Fault(at, Kind.CUT_UP, owner, LONG));
      faults.add(new Fault(at, Kind.CUT_DOWN, owner, LONG));
    }
    for (EdgeProcess edge : world.edges()) {
      for (Kind kind : List.of(Kind.CRASH, Kind.MOVE, Kind.STOP)) {
        faults.add(new Fault(at, kind, edge.name(), SHORT));
      }
      for (Kind kind : List.of(Kind.PAUSE, Kind.CUT_UP, Kind.CUT_DOWN)) {
        faults.add(new Fault(at, kind, edge.name(), LONG));
      }
    }
    return faults;
  }
}
