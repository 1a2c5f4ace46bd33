package io.ambit.stack.rig;

import io.ambit.stack.LocalStack;
import io.ambit.stack.StackException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The processes of which one owns a node at a time. */
record Replicas(LocalStack stack, String node, List<String> names) {
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofMillis(500))
          .build();
  private static final Duration TAKES_OVER_WITHIN = Duration.ofSeconds(30);
  private static final long POLL_MILLIS = 20;

  /** Returns when each of them owns the node or could take over. */
  void awaitReady() {
    names.forEach(stack::awaitReady);
  }

  /** Who owns the node now; waits until somebody does. */
  String owner() throws InterruptedException {
    long startNanos = System.nanoTime();
    while (true) {
      long waitedMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
      Optional<String> owner = successor("", waitedMillis);
      if (owner.isPresent()) {
        return owner.get();
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  /**
   * Who owns the node now, other than {@code old}.
   *
   * @throws StackException if nobody does, and was waited for too long already
   */
  Optional<String> successor(String old, long waitedMillis) {
    Optional<String> owner =
        names.stream().filter(name -> !name.equals(old) && leads(name)).findFirst();
    if (owner.isEmpty() && waitedMillis > TAKES_OVER_WITHIN.toMillis()) {
      throw new StackException("nobody owns %s after %d ms".formatted(node, waitedMillis));
    }
    return owner;
  }

  /** Whether it says that it leads. */
  boolean leads(String name) {
    URI status = stack.url(name).resolve("/v1/status");
    HttpRequest request = HttpRequest.newBuilder(status).timeout(Duration.ofMillis(500)).build();
    try {
      return HTTP.send(request, BodyHandlers.ofString()).body().contains("\"leading\":true");
    } catch (IOException notNow) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
