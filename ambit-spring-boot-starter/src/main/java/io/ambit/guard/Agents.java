package io.ambit.guard;

import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/** Chooses who is asked. */
final class Agents {
  private static final String EMBEDDED = "io.ambit.edge.EmbeddedEdge";

  private Agents() {}

  /**
   * The agent by its address, or the edge in this process.
   *
   * @throws GuardSettingsException if settings name neither or both, or the edge is not there
   */
  static Agent chosen(
      GuardProperties properties, MeterRegistry meters, @Nullable ClassLoader loader) {
    GuardProperties.Edge edge = properties.edge();
    if (properties.agent() != null && edge != null) {
      throw new GuardSettingsException(
          "ambit.guard.agent names an agent and ambit.guard.edge an edge in this process: only one"
              + " of them can be asked",
          "Remove one of them.");
    }
    if (properties.agent() != null) {
      return new RemoteAgent(properties.agent(), properties.within(), meters);
    }
    if (edge == null) {
      throw new GuardSettingsException(
          "ambit-spring-boot-starter is there, and no setting says who is asked",
          "Set ambit.guard.agent to the address of an edge agent, such as http://127.0.0.1:8080; or"
              + " ambit.guard.edge.region and ambit.guard.edge.kafka, to decide in this process; or"
              + " ambit.guard.enabled=false, to guard nothing.");
    }
    if (!ClassUtils.isPresent(EMBEDDED, loader)) {
      throw new GuardSettingsException(
          "ambit.guard.edge asks for an edge in this process, which is not on the class path",
          "Add the dependency io.ambit:edge-agent, of the version of ambit-spring-boot-starter.");
    }
    return InProcessAgent.open(edge, properties.enforcement(), meters);
  }
}
