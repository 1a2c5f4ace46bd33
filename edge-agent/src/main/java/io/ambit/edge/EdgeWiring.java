package io.ambit.edge;

import io.ambit.edge.admission.Gate;
import io.ambit.edge.backend.Pools;
import io.ambit.edge.backend.Spillway;
import io.ambit.edge.backend.TrafficMeter;
import io.ambit.edge.core.EdgeCore;
import io.ambit.edge.core.EdgeEffect;
import io.ambit.edge.core.EdgeInput;
import io.ambit.edge.core.leaf.LeafTeller;
import io.ambit.edge.decision.Parking;
import io.ambit.edge.door.disk.StateFile;
import io.ambit.edge.door.kafka.RegionalBus;
import io.ambit.edge.settlement.Receipts;
import io.ambit.edge.settlement.Settlements;
import io.ambit.lease.Boot;
import io.ambit.runtime.Boots;
import io.ambit.runtime.Lateness;
import io.ambit.runtime.Loop;
import io.ambit.runtime.ModeMeters;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.Consumer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Ties the core to its gate and doors. Inputs go through the loop, effects are carried out here.
 */
@Configuration(proxyBeanMethods = false)
class EdgeWiring {
  private static final Duration TICK = Duration.ofMillis(50);

  @Bean
  Boot boot() {
    return Boots.draw();
  }

  @Bean
  Gate gate() {
    return new Gate();
  }

  @Bean
  Pools pools(EdgeProperties properties) {
    return new Pools(
        System.nanoTime(),
        properties.zone(),
        properties.backends().stream().map(EdgeProperties.Configured::backend).toList());
  }

  @Bean
  Spillway spillway(EdgeProperties properties) {
    return new Spillway(properties.region());
  }

  @Bean
  TrafficMeter trafficMeter(EdgeProperties properties) {
    return new TrafficMeter(properties.node(), System.nanoTime());
  }

  @Bean
  Parking parking() {
    return new Parking();
  }

  @Bean
  Receipts receipts(Boot boot) {
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    return new Receipts(boot, secret, System.nanoTime());
  }

  @Bean
  Settlements settlements(Gate gate) {
    return new Settlements(gate);
  }

  @Bean
  ModeMeters modeMeters(MeterRegistry meters) {
    return new ModeMeters(meters);
  }

  @Bean(destroyMethod = "close")
  StateFile stateFile(
      EdgeProperties properties, ObjectProvider<Loop<EdgeInput, EdgeEffect, EdgeCore>> loop) {
    return new StateFile(
        properties.dataDirectory(),
        properties.node(),
        System::nanoTime,
        input -> {
          // A full loop takes the next one; what is on disk only matters once it is known.
          var unused = loop.getObject().offer(input);
        });
  }

  @Bean(destroyMethod = "close")
  Loop<EdgeInput, EdgeEffect, EdgeCore> loop(
      EdgeProperties properties,
      Boot boot,
      Gate gate,
      Pools pools,
      Spillway spillway,
      TrafficMeter traffic,
      StateFile stateFile,
      MeterRegistry meters,
      ObjectProvider<Effects> effects,
      ApplicationEventPublisher events) {
    Loop<EdgeInput, EdgeEffect, EdgeCore> loop =
        new Loop<>(
            new EdgeCore(properties.node(), properties.region(), boot),
            new Loop.Settings<>(
                "edge-loop",
                System::nanoTime,
                TICK,
                () -> tick(gate, pools, spillway, traffic, effects.getObject().bus()),
                step -> step.forEach(effects.getObject()),
                new Lateness(meters),
                bug -> AvailabilityChangeEvent.publish(events, this, LivenessState.BROKEN)));
    if (!loop.offer(new EdgeInput.Resumed(stateFile.read()))) {
      throw new IllegalStateException("the loop takes nothing in");
    }
    return loop;
  }

  /** What the gate counted; and what is behind the edge is looked at as often. */
  private static EdgeInput tick(
      Gate gate, Pools pools, Spillway spillway, TrafficMeter traffic, RegionalBus bus) {
    long now = System.nanoTime();
    pools.learn(now);
    spillway.learn(now);
    pools.takeDue(now).ifPresent(bus::tell);
    traffic.takeDue(now, pools).ifPresent(bus::tell);
    return new EdgeInput.Tick(
        gate.readUsage(now), gate.drainStrangers(), gate.readSpent(), System.currentTimeMillis());
  }

  @Bean
  Effects effects(
      Gate gate,
      Spillway spillway,
      Parking parking,
      RegionalBus bus,
      ObjectProvider<LeafTeller> leaves,
      StateFile stateFile,
      ModeMeters modeMeters,
      EdgeMeters edgeMeters,
      Departure departure) {
    return new Effects(
        gate,
        spillway,
        parking,
        bus,
        leaves.getIfAvailable(() -> LeafTeller.NOBODY),
        stateFile,
        modeMeters,
        edgeMeters,
        departure);
  }

  /** Carries effects out, none of them waiting for anything. */
  record Effects(
      Gate gate,
      Spillway spillway,
      Parking parking,
      RegionalBus bus,
      LeafTeller leaves,
      StateFile stateFile,
      ModeMeters modeMeters,
      EdgeMeters edgeMeters,
      Departure departure)
      implements Consumer<EdgeEffect> {
    @Override
    public void accept(EdgeEffect effect) {
      switch (effect) {
        case EdgeEffect.PublishTable publish -> {
          gate.publish(System.nanoTime(), publish.table());
          spillway.publish(publish.table().spill());
          parking.wake();
        }
        case EdgeEffect.SendReport send -> bus.report(send.report());
        case EdgeEffect.ReportEscrow send -> bus.report(send.report());
        case EdgeEffect.TellLeaves tell -> leaves.tell(tell.actions());
        case EdgeEffect.Persist persist -> stateFile.write(persist.snapshot());
        case EdgeEffect.ChangeMode change -> modeMeters.changed(change.change());
        case EdgeEffect.CountEnded ended -> edgeMeters.ended(ended.leases());
        case EdgeEffect.Finish finish -> departure.finish(finish.last());
      }
    }
  }
}
