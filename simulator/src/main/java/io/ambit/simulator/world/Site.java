package io.ambit.simulator.world;

import io.ambit.simulator.bus.Broker;
import io.ambit.simulator.bus.Group;

/** One region: its cluster, and who may own it. */
public record Site(String region, Broker broker, Group owners) {
  String grantsTopic() {
    return "ambit." + region + ".grants";
  }

  String policyTopic() {
    return "ambit." + region + ".policy";
  }

  String summariesTopic() {
    return "ambit." + region + ".summaries";
  }
}
