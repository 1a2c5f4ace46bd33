package io.ambit.stack;

import java.net.URI;

/** The question whose answer says that a process does its work. */
public sealed interface Readiness {
  /** Ready when this answers 200. */
  record Http(URI readyz) implements Readiness {}

  /** Ready when the broker names itself a live member of its cluster. */
  record KafkaCluster(String bootstrapServers) implements Readiness {}

  /** Ready when Redis answers PING. */
  record RedisPing(int port) implements Readiness {}
}
