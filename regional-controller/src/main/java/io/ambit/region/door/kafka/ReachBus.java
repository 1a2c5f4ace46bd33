package io.ambit.region.door.kafka;

import io.ambit.failover.Reachability;
import io.ambit.runtime.Contact;
import io.ambit.runtime.KafkaSettings;
import io.ambit.runtime.RecordWriter;
import io.ambit.runtime.Topic;
import io.ambit.wire.Wire;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;

/** A witness's way to the arbiter. Thread-safe. */
public final class ReachBus implements AutoCloseable {
  private static final Duration DELIVERY = Duration.ofSeconds(2);

  private final RecordWriter writer;

  /**
   * @param kafka the cluster shared with the arbiter
   */
  public ReachBus(String node, KafkaSettings kafka, MeterRegistry meters) {
    Contact contact = Contact.withKafka("The global Kafka");
    this.writer = new RecordWriter(kafka, node, DELIVERY, contact, meters, "up");
  }

  /** Says which regions are reached. What cannot be sent is dropped: the next says more. */
  public void tell(Reachability reach) {
    var unused =
        writer.append(Topic.GLOBAL_SUMMARIES, Wire.reachKey(reach.node()), Wire.encode(reach));
  }

  @Override
  public void close() {
    writer.close();
  }
}
