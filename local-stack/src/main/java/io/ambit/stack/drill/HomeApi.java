package io.ambit.stack.drill;

import io.ambit.stack.OperatorApi;
import io.ambit.stack.StackException;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The arbiter's homes, as drills ask for them. Whatever is refused ends the drill. */
final class HomeApi {
  private static final Duration ENDED_WITHIN = Duration.ofSeconds(60);
  private static final long LOOK_MILLIS = 20;
  private static final int PRECONDITION_REQUIRED = 428;
  private static final Pattern NAME = Pattern.compile("\"name\":\"([-a-z0-9]+)\"");
  private static final Pattern EPOCH = Pattern.compile("\"epoch\":(\\d+)");
  private static final Pattern PHASE = Pattern.compile("\"phase\":\"([a-z]+)\"");

  private final OperatorApi arbiter;

  HomeApi(OperatorApi arbiter) {
    this.arbiter = arbiter;
  }

  /** Puts it whatever is there. */
  void put(String path, String json) throws IOException, InterruptedException {
    HttpResponse<String> answer = arbiter.put(path, json);
    if (answer.statusCode() == PRECONDITION_REQUIRED) {
      answer = arbiter.put(path, json, "If-Match", "*");
    }
    require(answer);
  }

  String get(String path) throws IOException, InterruptedException {
    return require(arbiter.get(path));
  }

  /** Gives {@code tenant} a budget that is no limit. */
  void budget(String tenant) throws IOException, InterruptedException {
    put(
        "/api/v1/tenants/" + tenant + "/budget",
        "{\"spec\":{\"limits\":[{\"name\":\"requests\",\"unit\":\"requests\",\"quota\":50000}]},"
            + "\"reason\":\"drill\"}");
  }

  /** Where writes of {@code tenant} are at home, as the arbiter has it; an error if nowhere. */
  HttpResponse<String> home(String tenant) throws IOException, InterruptedException {
    return arbiter.get("/api/v1/tenants/" + tenant + "/home");
  }

  /** Under which writes of {@code tenant} are admitted by now. */
  long epoch(String tenant) throws IOException, InterruptedException {
    return Long.parseLong(find(EPOCH, require(home(tenant))));
  }

  /** Asks for a move of homes. */
  HttpResponse<String> ask(String spec) throws IOException, InterruptedException {
    return arbiter.post("/api/v1/failovers", spec);
  }

  /** How the move that was begun so ended, in the word the arbiter has for it. */
  String ended(HttpResponse<String> begun) throws IOException, InterruptedException {
    String name = find(NAME, require(begun));
    long until = System.nanoTime() + ENDED_WITHIN.toNanos();
    while (System.nanoTime() - until < 0) {
      String phase = phase(get("/api/v1/failovers/" + name));
      if (phase.equals("done") || phase.equals("aborted")) {
        return phase;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    throw new StackException(name + " did not end in " + ENDED_WITHIN.toSeconds() + " s");
  }

  /** How far a move is, by what the arbiter said of it. */
  static String phase(String failover) {
    return find(PHASE, failover);
  }

  static String find(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new StackException("expected %s in %s".formatted(pattern, text));
    }
    return matcher.group(1);
  }

  private static String require(HttpResponse<String> answer) {
    if (answer.statusCode() >= 300) {
      throw new StackException("answered %d: %s".formatted(answer.statusCode(), answer.body()));
    }
    return answer.body();
  }
}
