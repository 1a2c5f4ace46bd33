package io.ambit.guard;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** An application that is guarded, spoken to over HTTP. */
final class Shop implements AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final ConfigurableApplicationContext application;

  @Configuration(proxyBeanMethods = false)
  @ImportAutoConfiguration({
    ServletWebServerFactoryAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    GuardAutoConfiguration.class
  })
  static class Wiring {
    @Bean
    MeterRegistry meters() {
      return new SimpleMeterRegistry();
    }

    @Bean
    Counter counter() {
      return new Counter();
    }
  }

  @RestController
  static final class Counter {
    private final AtomicInteger served = new AtomicInteger();
    private final CountDownLatch held = new CountDownLatch(1);

    @RequestMapping("/orders")
    String orders() {
      return "order " + served.incrementAndGet();
    }

    @RequestMapping("/later")
    Callable<String> later() {
      return this::orders;
    }

    /** Says what a store would have to check. */
    @RequestMapping("/token")
    String token(HttpServletRequest request) {
      OptionalLong token = FencingToken.of(request);
      return token.isPresent() ? "epoch " + token.getAsLong() : "none";
    }

    /** Waits until {@link Shop#release} is called. */
    @RequestMapping("/held")
    String held() throws InterruptedException {
      held.await();
      return orders();
    }

    @RequestMapping("/broken")
    String broken() {
      throw new IllegalStateException("sold out");
    }
  }

  /** Asks an agent; settings as in {@code ambit.guard.within=1s}. */
  Shop(int agentPort, String... settings) {
    this(with("ambit.guard.agent=http://127.0.0.1:" + agentPort, settings));
  }

  /** Asks whom the settings say. */
  Shop(String... settings) {
    application = new SpringApplicationBuilder(Wiring.class).run(arguments(settings));
  }

  private static String[] with(String first, String... settings) {
    return Stream.concat(Stream.of(first), Stream.of(settings)).toArray(String[]::new);
  }

  private static String[] arguments(String... settings) {
    return Stream.concat(
            Stream.of("spring.main.banner-mode=off", "server.address=127.0.0.1", "server.port=0"),
            Stream.of(settings))
        .map(setting -> "--" + setting)
        .toArray(String[]::new);
  }

  HttpResponse<String> order(String... headers) throws IOException, InterruptedException {
    return get("/orders", headers);
  }

  HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    return client.send(request(path, headers), BodyHandlers.ofString());
  }

  private HttpRequest request(String path, String... headers) {
    int port = application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    return headers.length == 0 ? request.build() : request.headers(headers).build();
  }

  /** The token an order came with: {@code epoch 1}, or {@code none}. */
  String token(String method, String tenant) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(request("/token", "Ambit-Tenant", tenant), (name, value) -> true)
            .method(method, BodyPublishers.noBody())
            .build();
    return client.send(request, BodyHandlers.ofString()).body();
  }

  /** The answer is there once this lets go of what is held. */
  CompletableFuture<HttpResponse<String>> hold(String... headers) {
    return client.sendAsync(request("/held", headers), BodyHandlers.ofString());
  }

  void release() {
    application.getBean(Counter.class).held.countDown();
  }

  /** How many orders came through the guard. */
  int served() {
    return application.getBean(Counter.class).served.get();
  }

  /** How often asking had this outcome. */
  long asked(String outcome) {
    return meters().get("ambit.guard").tag("outcome", outcome).timer().count();
  }

  /** How many ends the agent was told of, or was not. */
  long outcomes(String result) {
    return (long) meters().get("ambit.guard.outcomes").tag("result", result).counter().count();
  }

  MeterRegistry meters() {
    return application.getBean(MeterRegistry.class);
  }

  ConfigurableApplicationContext application() {
    return application;
  }

  @Override
  public void close() {
    application.close();
    client.close();
  }
}
