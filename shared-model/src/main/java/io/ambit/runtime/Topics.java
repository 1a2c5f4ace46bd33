package io.ambit.runtime;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes topics that are not there; leaves those that are there alone, settings and all. */
final class Topics {
  private Topics() {}

  /**
   * Makes what is missing.
   *
   * @return the names of all topics that were there before, ours and others'
   */
  static Set<String> make(Admin admin, KafkaSettings kafka, List<Topic> topics, long timeoutSeconds)
      throws InterruptedException, ExecutionException, TimeoutException {
    Set<String> there = admin.listTopics().names().get(timeoutSeconds, TimeUnit.SECONDS);
    List<NewTopic> missing =
        topics.stream()
            .filter(topic -> !there.contains(topic.name()))
            .map(topic -> topic.request(kafka.replicationFactor()))
            .toList();
    if (missing.isEmpty()) {
      return there;
    }
    try {
      admin.createTopics(missing).all().get(timeoutSeconds, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
    return there;
  }
}
