package io.ambit.stack.drill;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Somebody who writes all the time for one tenant, as a gateway does it: asks an edge, follows it
 * to the region where writes belong, and hands the token on to the store. One thread.
 */
final class HomeWriter {
  /** Who waits longer is told of an error by whatever is in front of us. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final Pattern TOKEN = Pattern.compile("\"fencingToken\":(\\d+)");
  private static final Pattern REGION = Pattern.compile("\"route\":\\{\"region\":\"([-a-z0-9]+)\"");

  private final HttpClient http;
  private final SortedMap<String, URI> edges;
  private final String body;
  private final FencedStore store;
  private final Consumer<Write> told;
  private String region;

  /**
   * One write.
   *
   * @param region whose edge admitted it last; of one that failed, where it was asked for last
   * @param token what it was admitted under
   * @param beganNanos when it was first asked for
   * @param askedNanos when the edge that admitted it was asked
   * @param answeredNanos when its admission was here
   * @param stale how often the store turned it down for its token
   */
  record Write(
      String region,
      long token,
      long beganNanos,
      long askedNanos,
      long answeredNanos,
      int stale,
      boolean success) {}

  /**
   * Begins at {@code region}.
   *
   * @param edges one of each region
   */
  HomeWriter(
      HttpClient http,
      SortedMap<String, URI> edges,
      String tenant,
      String region,
      FencedStore store,
      Consumer<Write> told) {
    this.http = http;
    this.edges = edges;
    this.body = "{\"tenant\":\"%s\",\"operation\":\"write\"}".formatted(tenant);
    this.region = region;
    this.store = store;
    this.told = told;
  }

  /** One write, to its end. */
  void write() throws InterruptedException {
    long began = System.nanoTime();
    int stale = 0;
    while (System.nanoTime() - began < PATIENCE.toNanos()) {
      long asked = System.nanoTime();
      String said = ask();
      long answered = System.nanoTime();
      Matcher token = TOKEN.matcher(said);
      if (token.find()) {
        long number = Long.parseLong(token.group(1));
        if (store.write(number)) {
          told.accept(new Write(region, number, began, asked, answered, stale, true));
          return;
        }
        stale++;
      } else if (said.isEmpty()) {
        turnElsewhere();
      } else {
        follow(said);
      }
    }
    told.accept(new Write(region, 0, began, began, System.nanoTime(), stale, false));
  }

  /** Nobody answers there: the next region's edges know where writes belong. */
  private void turnElsewhere() throws InterruptedException {
    SortedMap<String, URI> after = edges.tailMap(region + "\0");
    region = after.isEmpty() ? edges.firstKey() : after.firstKey();
    TimeUnit.MILLISECONDS.sleep(1);
  }

  private void follow(String said) throws InterruptedException {
    Matcher route = REGION.matcher(said);
    if (route.find() && edges.containsKey(route.group(1)) && !route.group(1).equals(region)) {
      region = route.group(1);
    } else {
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  private String ask() throws InterruptedException {
    URI edge = edges.getOrDefault(region, edges.firstEntry().getValue());
    HttpRequest request =
        HttpRequest.newBuilder(edge.resolve("/v1/decide"))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    try {
      return http.send(request, BodyHandlers.ofString()).body();
    } catch (IOException lost) {
      return "";
    }
  }
}
