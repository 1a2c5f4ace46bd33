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
 * larger each time and on condition of the version last acknowledged, through one arbiter after the
 * other. So a write that is taken proves the one before it; one that is not is followed by a look,
 * and what was acknowledged must not be found smaller. Who answers with less may be an arbiter that
 * does not know yet that it is deposed; a write is lost if less is still there at the end.
 * Thread-safe.
 */
final class WriteChain implements Runnable, AutoCloseable {
  private static final Pattern QUOTA = Pattern.compile("\"quota\"\\s*:\\s*(\\d+)");
  private static final long PAUSE_MILLIS = 50;
  private static final int FIRST = 1_000;

  /** Enough for a take-over that is under way. */
  private static final int LAST_LOOKS = 200;

  private final List<OperatorApi> arbiters;
  private final String path;
  private volatile boolean ended;
  private String tag = "";
  private long acknowledged;
  private long writes;
  private long refused;
  private long stale;
  private long longestGapNanos;
  private long lastNanos = System.nanoTime();

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

  /** Reads the last state once more, from whoever leads, and returns the tally. */
  synchronized Writes tally() throws InterruptedException {
    long found = -1;
    for (int turn = 0; turn < LAST_LOOKS && found < 0; turn++) {
      found = quotaAt(arbiters.get(turn % arbiters.size()));
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
    long lost = Math.max(0, acknowledged - Math.max(found, 0));
    return new Writes(writes, refused, stale, lost, longestGapNanos / 1_000_000);
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
   * A write whose outcome was unknown may be there: only less than what was acknowledged is wrong,
   * and then the operator insists on what was acknowledged.
   */
  private void look(OperatorApi arbiter) throws InterruptedException {
    try {
      HttpResponse<String> found = arbiter.get(path);
      long quota = found.statusCode() == 200 ? quota(found.body()) : 0;
      if (quota >= acknowledged && found.statusCode() == 200) {
        acknowledged = quota;
        tag = found.headers().firstValue("ETag").orElse("");
      } else if (found.statusCode() == 200 || found.statusCode() == 404) {
        stale += acknowledged > 0 ? 1 : 0;
      }
    } catch (IOException nobodyThere) {
      refused++;
    }
  }

  /** What is there now, 0 if nothing is, or -1 if there is no answer. */
  private long quotaAt(OperatorApi arbiter) throws InterruptedException {
    try {
      HttpResponse<String> found = arbiter.get(path);
      return switch (found.statusCode()) {
        case 200 -> quota(found.body());
        case 404 -> 0;
        default -> -1;
      };
    } catch (IOException nobodyThere) {
      return -1;
    }
  }

  private static long quota(String body) {
    Matcher found = QUOTA.matcher(body);
    return found.find() ? Long.parseLong(found.group(1)) : 0;
  }
}
