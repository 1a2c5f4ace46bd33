package io.ambit.stack.rig;

import io.ambit.stack.OperatorApi;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One operator who counts: the budget of one tenant is replaced again and again, its quota one
 * larger each time, through one arbiter after the other. What was acknowledged must never be found
 * smaller again. Thread-safe.
 */
final class WriteChain implements Runnable, AutoCloseable {
  private static final Pattern QUOTA = Pattern.compile("\"quota\"\\s*:\\s*(\\d+)");
  private static final long PAUSE_MILLIS = 50;
  private static final int FIRST = 1_000;

  private final List<OperatorApi> arbiters;
  private final String path;
  private volatile boolean ended;
  private String tag = "";
  private long acknowledged;
  private long writes;
  private long refused;
  private long lost;
  private long longestGapNanos;
  private long lastNanos = System.nanoTime();

  /**
   * What has become of it.
   *
   * @param writes acknowledged
   * @param refused answered otherwise, or not at all
   * @param lost acknowledged, and not there when read again
   * @param longestGapMillis between two acknowledgements
   */
  record Tally(long writes, long refused, long lost, long longestGapMillis) {}

  WriteChain(List<OperatorApi> arbiters, String tenant) {
    this.arbiters = List.copyOf(arbiters);
    this.path = "/api/v1/tenants/%s/budget".formatted(tenant);
  }

  @Override
  public void run() {
    try {
      for (int turn = 0; !ended; turn++) {
        step(arbiters.get(turn % arbiters.size()));
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException stopped) {
      ended = true;
    }
  }

  /** Reads the last state once more, and returns the tally. */
  synchronized Tally tally() throws InterruptedException {
    look(arbiters.getFirst());
    return new Tally(writes, refused, lost, longestGapNanos / 1_000_000);
  }

  @Override
  public void close() {
    ended = true;
  }

  private synchronized void step(OperatorApi arbiter) throws InterruptedException {
    try {
      HttpResponse<String> answer = write(arbiter, Math.max(FIRST, acknowledged + 1));
      if (answer.statusCode() == 200 || answer.statusCode() == 201) {
        taken(answer);
      } else {
        refused++;
        look(arbiter);
      }
    } catch (IOException nobodyThere) {
      refused++;
    }
  }

  private HttpResponse<String> write(OperatorApi arbiter, long quota)
      throws IOException, InterruptedException {
    String body =
        """
        {"spec":{"limits":[{"name":"requests","quota":%d,"burst":100}]},"reason":"one more"}"""
            .formatted(quota);
    return tag.isEmpty()
        ? arbiter.put(path, body, "If-None-Match", "*")
        : arbiter.put(path, body, "If-Match", tag);
  }

  private void taken(HttpResponse<String> answer) {
    long now = System.nanoTime();
    longestGapNanos = Math.max(longestGapNanos, now - lastNanos);
    lastNanos = now;
    writes++;
    acknowledged = quota(answer.body());
    tag = answer.headers().firstValue("ETag").orElse("");
  }

  /**
   * A write whose outcome was unknown may be there: only less than what was acknowledged is wrong.
   */
  private void look(OperatorApi arbiter) throws InterruptedException {
    try {
      HttpResponse<String> found = arbiter.get(path);
      if (found.statusCode() == 200) {
        long quota = quota(found.body());
        lost += quota < acknowledged ? 1 : 0;
        acknowledged = quota;
        tag = found.headers().firstValue("ETag").orElse("");
      } else if (found.statusCode() == 404 && acknowledged > 0) {
        lost++;
      }
    } catch (IOException nobodyThere) {
      refused++;
    }
  }

  private static long quota(String body) {
    Matcher found = QUOTA.matcher(body);
    return found.find() ? Long.parseLong(found.group(1)) : 0;
  }
}
