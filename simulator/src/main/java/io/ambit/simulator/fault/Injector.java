package io.ambit.simulator.fault;

import io.ambit.simulator.bus.Link;
import io.ambit.simulator.world.EdgeProcess;
import io.ambit.simulator.world.Process;
import io.ambit.simulator.world.RegionProcess;
import io.ambit.simulator.world.Site;
import io.ambit.simulator.world.World;
import java.util.List;
import java.util.stream.Stream;

/** Lets faults happen to a world, and takes them all back. */
public final class Injector {
  private static final long RETRY_NANOS = 200_000_000;
  private static final long SLOW_NANOS = 4_000_000_000L;

  private final World world;

  public Injector(World world) {
    this.world = world;
  }

  /** Puts them down; those whose time is over are left out. */
  public void plan(List<Fault> faults) {
    for (Fault fault : faults) {
      if (fault.atNanos() >= world.nowNanos()) {
        world.agenda().at(fault.atNanos(), () -> happen(fault));
      }
    }
  }

  /** From now on everything works again. */
  public void heal() {
    world.links().forEach(Link::heal);
    world.global().heal();
    world.sites().stream().map(Site::broker).forEach(broker -> broker.heal());
    processes().forEach(Process::wake);
    processes().forEach(Process::start);
  }

  private Stream<Process> processes() {
    return Stream.of(world.arbiters(), world.regions(), world.edges()).flatMap(List::stream);
  }

  private void happen(Fault fault) {
    long until = fault.atNanos() + fault.forNanos();
    String target = fault.target();
    switch (fault.kind()) {
      case CRASH -> crash(fault, false);
      case MOVE -> crash(fault, true);
      case PAUSE -> process(target).forEach(process -> process.pause(until));
      case STOP -> stop(fault);
      case CUT_UP -> link(target, true).forEach(link -> link.cut(until));
      case CUT_DOWN -> link(target, false).forEach(link -> link.cut(until));
      case CUT -> world.linksOf(target).forEach(link -> link.cut(until));
      case CUT_ROOT -> toRoot(target).forEach(link -> link.cut(until));
      case SLOW -> world.linksOf(target).forEach(link -> link.slow(until, SLOW_NANOS));
      case OUTAGE -> outage(target, until);
      case REWIND -> rewind(target);
      case CUT_PEERS -> toPeers(target).forEach(link -> link.cut(until));
    }
  }

  private void crash(Fault fault, boolean machine) {
    process(fault.target())
        .forEach(
            process -> {
              process.crash();
              if (machine) {
                process.loseMachine();
              }
              world.agenda().in(fault.forNanos(), process::start);
            });
  }

  private void stop(Fault fault) {
    process(fault.target())
        .forEach(
            process -> {
              if (process instanceof EdgeProcess edge) {
                edge.stop();
              } else {
                process.crash();
              }
              startOnceDown(process, fault.forNanos());
            });
  }

  private void startOnceDown(Process process, long nanos) {
    world
        .agenda()
        .in(
            nanos,
            () -> {
              if (process.isUp()) {
                startOnceDown(process, RETRY_NANOS);
              } else {
                process.start();
              }
            });
  }

  private void outage(String cluster, long untilNanos) {
    Stream.concat(Stream.of(world.global()), world.sites().stream().map(Site::broker))
        .filter(broker -> broker.name().equals(cluster))
        .forEach(broker -> broker.down(untilNanos));
  }

  private void rewind(String target) {
    for (Process process : process(target).toList()) {
      switch (process) {
        case EdgeProcess edge -> edge.rewind();
        case RegionProcess region -> region.rewind();
        default -> {}
      }
    }
  }

  private Stream<Process> process(String name) {
    return processes().filter(process -> process.name().equals(name));
  }

  private Stream<Link> toRoot(String process) {
    List<Link> root = world.linksOf(world.global().name());
    return world.linksOf(process).stream().filter(root::contains);
  }

  private Stream<Link> toPeers(String region) {
    return world.linksOf(region).stream()
        .filter(link -> Stream.of(link.name().split("→", -1)).allMatch(this::isRegion));
  }

  private boolean isRegion(String end) {
    return world.regions().stream().anyMatch(region -> region.name().equals(end));
  }

  private Stream<Link> link(String process, boolean up) {
    return world.linksOf(process).stream()
        .filter(link -> link.name().startsWith(process + "→") == up);
  }
}
