package io.ambit.stack.drill;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOReactorConfig;

/**
 * Asks a door for checks of one tenant, over kept connections and on one I/O thread, so that the
 * other processor is the server's. One caller at a time.
 */
final class DoorLoad implements AutoCloseable {
  private static final int MOST_AT_ONCE = 256;
  private static final long LONGEST_MICROS = TimeUnit.SECONDS.toMicros(60);

  private final String tenant;
  private final CloseableHttpAsyncClient client;

  /**
   * What asking came to.
   *
   * @param otherwise requests that were not answered with success
   */
  record Lap(Duration took, int otherwise) {}

  /** One door that is asked. */
  @FunctionalInterface
  interface Asking {
    /** Asks {@code count} times, {@code atOnce} at a time, each as soon as another is answered. */
    Lap ask(int count, int atOnce) throws InterruptedException;
  }

  DoorLoad(String tenant) {
    this.tenant = tenant;
    this.client =
        HttpAsyncClients.custom()
            .setConnectionManager(
                PoolingAsyncClientConnectionManagerBuilder.create()
                    .setMaxConnPerRoute(MOST_AT_ONCE)
                    .setMaxConnTotal(MOST_AT_ONCE * 4)
                    .build())
            .setIOReactorConfig(IOReactorConfig.custom().setIoThreadCount(1).build())
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableAuthCaching()
            .build();
    client.start();
  }

  /** Asks as {@link Asking} says. */
  Lap ask(URI door, int count, int atOnce) throws InterruptedException {
    AtomicInteger left = new AtomicInteger(count);
    AtomicInteger otherwise = new AtomicInteger();
    CountDownLatch answered = new CountDownLatch(count);
    FutureCallback<SimpleHttpResponse> next =
        new Told() {
          @Override
          void told(boolean success) {
            otherwise.addAndGet(success ? 0 : 1);
            answered.countDown();
            if (left.getAndDecrement() > 0) {
              var unused = client.execute(request(door), this);
            }
          }
        };
    long began = System.nanoTime();
    left.addAndGet(-atOnce);
    for (int i = 0; i < atOnce; i++) {
      var unused = client.execute(request(door), next);
    }
    answered.await();
    return new Lap(Duration.ofNanos(System.nanoTime() - began), otherwise.get());
  }

  /**
   * Asks so often a second, whatever becomes of earlier requests.
   *
   * @return microseconds from when each was due to its answer; of those that failed the longest
   */
  Histogram offer(URI door, int perSecond, Duration length) throws InterruptedException {
    Histogram micros = new ConcurrentHistogram(LONGEST_MICROS, 3);
    long count = perSecond * length.toSeconds();
    CountDownLatch answered = new CountDownLatch((int) count);
    long gap = TimeUnit.SECONDS.toNanos(1) / perSecond;
    long began = System.nanoTime();
    for (int i = 0; i < count; i++) {
      long due = began + i * gap;
      for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
        LockSupport.parkNanos(wait);
      }
      var unused =
          client.execute(
              request(door),
              new Told() {
                @Override
                void told(boolean success) {
                  long took = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - due);
                  micros.recordValue(
                      success ? Math.clamp(took, 0, LONGEST_MICROS) : LONGEST_MICROS);
                  answered.countDown();
                }
              });
    }
    answered.await();
    return micros;
  }

  @Override
  public void close() {
    client.close(CloseMode.IMMEDIATE);
  }

  private SimpleHttpRequest request(URI door) {
    return SimpleRequestBuilder.get(door).addHeader("Ambit-Tenant", tenant).build();
  }

  /** What became of one request. */
  private abstract static class Told implements FutureCallback<SimpleHttpResponse> {
    abstract void told(boolean success);

    @Override
    public final void completed(SimpleHttpResponse response) {
      told(response.getCode() / 100 == 2);
    }

    @Override
    public final void failed(Exception failure) {
      told(false);
    }

    @Override
    public final void cancelled() {
      told(false);
    }
  }
}
