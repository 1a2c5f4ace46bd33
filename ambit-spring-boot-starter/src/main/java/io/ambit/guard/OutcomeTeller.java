package io.ambit.guard;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells an agent how requests ended that it had admitted, by {@code POST /v1/outcomes}, so that it
 * learns what the application gets done. Requests only leave a note: at most {@value #WAITING}
 * wait, and a thread of its own tells as many at once as have come since it last did, {@value
 * #MOST} at most. A note that finds no room, or whose telling fails or is not answered within
 * {@link #PATIENCE}, is dropped and counted in {@code ambit_guard_outcomes_total{result}}, {@code
 * told} or {@code dropped}; none is told again, since what is told twice counts twice. Thread-safe.
 */
final class OutcomeTeller implements AutoCloseable {
  /** How many wait to be told; the agent takes up to 1,000 at once. */
  static final int WAITING = 4_096;

  static final int MOST = 500;
  static final Duration PATIENCE = Duration.ofSeconds(1);

  /** After an agent that did not listen: what comes meanwhile is told, or dropped, together. */
  private static final Duration REST = Duration.ofMillis(250);

  private static final double NANOS_PER_MILLI = 1e6;
  private static final double LONGEST_MILLIS = 3_600_000;

  private static final Pattern REGION = Pattern.compile("\"region\":\"([-a-z0-9]+)\"");

  private final URI agent;
  private final HttpClient client;
  private final BlockingQueue<Ended> waiting = new ArrayBlockingQueue<>(WAITING);
  private final Counter told;
  private final Counter dropped;
  private final Thread thread;

  /** The agent's own, known once it has said so. Only the thread's. */
  private @Nullable String region;

  /**
   * How one request ended.
   *
   * @param region where the agent had sent it
   */
  private record Ended(String region, long tookNanos, boolean success) {}

  /**
   * Begins.
   *
   * @param client asks the agent; left open
   */
  OutcomeTeller(URI agent, HttpClient client, MeterRegistry meters) {
    this.agent = agent;
    this.client = client;
    this.told = counter(meters, "told");
    this.dropped = counter(meters, "dropped");
    this.thread = Thread.ofPlatform().daemon().name("ambit-outcomes").start(this::run);
  }

  private static Counter counter(MeterRegistry meters, String result) {
    return Counter.builder("ambit.guard.outcomes")
        .description("Ends of admitted requests that the agent was told of, or was not")
        .tag("result", result)
        .register(meters);
  }

  /**
   * A request that was admitted is over. Returns at once.
   *
   * @param region where the agent had sent it; of another than its own it learns nothing, since
   *     that was no load when it was decided about
   */
  void ended(String region, long tookNanos, boolean success) {
    if (!waiting.offer(new Ended(region, tookNanos, success))) {
      dropped.increment();
    }
  }

  private void run() {
    try {
      while (true) {
        List<Ended> batch = new ArrayList<>();
        batch.add(waiting.take());
        waiting.drainTo(batch, MOST - 1);
        if (isKnown()) {
          batch.removeIf(each -> !each.region().equals(region));
        }
        if (region != null && (batch.isEmpty() || tell(batch))) {
          told.increment(batch.size());
        } else {
          dropped.increment(batch.size());
          Thread.sleep(REST);
        }
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the agent has said which region it is of; asks it otherwise. */
  private boolean isKnown() throws InterruptedException {
    if (region == null) {
      HttpResponse<String> status =
          send(HttpRequest.newBuilder(agent.resolve("/v1/status")), BodyHandlers.ofString());
      Matcher said = REGION.matcher(status == null ? "" : status.body());
      region = said.find() ? said.group(1) : null;
    }
    return region != null;
  }

  private boolean tell(List<Ended> batch) throws InterruptedException {
    HttpResponse<Void> answer =
        send(
            HttpRequest.newBuilder(agent.resolve("/v1/outcomes"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json(batch))),
            BodyHandlers.discarding());
    return answer != null && answer.statusCode() == 200;
  }

  private <T> @Nullable HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> body)
      throws InterruptedException {
    try {
      return client.send(request.timeout(PATIENCE).build(), body);
    } catch (IOException silent) {
      return null;
    }
  }

  /** Of the pool that a check without one is about; which backend it named has served nothing. */
  private static String json(List<Ended> batch) {
    StringBuilder json = new StringBuilder("{\"outcomes\":[");
    String comma = "";
    for (Ended each : batch) {
      double millis = Math.clamp(each.tookNanos() / NANOS_PER_MILLI, 0, LONGEST_MILLIS);
      json.append(comma)
          .append(
              String.format(
                  Locale.ROOT, "{\"latencyMillis\":%.3f,\"success\":%b}", millis, each.success()));
      comma = ",";
    }
    return json.append("]}").toString();
  }

  /** What still waits is dropped: the application is going, and nothing is learned from it. */
  @Override
  public void close() {
    thread.interrupt();
  }
}
