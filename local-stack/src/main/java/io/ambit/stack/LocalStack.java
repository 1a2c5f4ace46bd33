package io.ambit.stack;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Starts, watches and stops the processes of one site. What runs is known by pid files alone, so
 * any number of these can act on one site one after the other; calls that overlap on the same
 * process are the caller's mistake. Processes outlive this object unless it is closed. Every call
 * throws {@link StackException} when it cannot do what it says.
 */
public final class LocalStack implements AutoCloseable {
  private final Site site;
  private final Stack stack;
  private final Consumer<String> report;
  private final Launcher launcher;
  private final Map<String, ProcessControl> controls = new LinkedHashMap<>();
  private volatile boolean closed;

  /** The stack at a site, working silently. */
  public LocalStack(Site site) {
    this(site, Stack.of(site), line -> {});
  }

  /**
   * @param report told in a line for people what is being done
   */
  public LocalStack(Site site, Stack stack, Consumer<String> report) {
    this.site = site;
    this.stack = stack;
    this.report = report;
    this.launcher = new Launcher(site, report);
    Probe probe = new Probe();
    stack.processes().forEach(p -> controls.put(p.name(), new ProcessControl(site, p, probe)));
  }

  /** What this stack consists of. */
  public List<StackProcess> processes() {
    return stack.processes();
  }

  /** Where this stack lives. */
  public Site site() {
    return site;
  }

  /**
   * Starts what does not run yet, and returns when every process is ready. What was started stays
   * when one of them fails.
   */
  public void up() {
    prepare();
    List<ProcessControl> backing = in(EnumSet.of(Layer.BACKING));
    backing.forEach(this::launchUnlessRunning);
    backing.forEach(ProcessControl::awaitReady);
    // All at once: each spends its start computing, so taking turns gains nothing.
    List<ProcessControl> services = in(EnumSet.complementOf(EnumSet.of(Layer.BACKING)));
    services.forEach(this::launchUnlessRunning);
    services.forEach(ProcessControl::awaitReady);
  }

  /** Makes what every later start profits from, see {@link FastStart}. */
  public void prepare() {
    try (ExecutorService workers =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      stack.services().stream()
          .map(service -> CompletableFuture.runAsync(() -> launcher.prepare(service), workers))
          .toList()
          .forEach(CompletableFuture::join);
    }
  }

  /**
   * Stops every process we started, edges first, Kafka and Redis last. Strangers are left alone.
   */
  public void down() {
    for (Layer layer : List.of(Layer.values()).reversed()) {
      stop(in(EnumSet.of(layer)));
    }
  }

  /** Starts one process and returns when it is ready. */
  public void start(String name) {
    launch(name);
    awaitReady(name);
  }

  /** Starts one process and returns at once; nothing happens if it runs. */
  public void launch(String name) {
    launchUnlessRunning(control(name));
  }

  /** Returns when that process is ready. */
  public void awaitReady(String name) {
    control(name).awaitReady();
  }

  /** Asks one process to stop, and kills it if it does not. */
  public void stop(String name) {
    stop(List.of(control(name)));
  }

  /** Kills one process as {@code kill -9} does, and returns when it is gone. */
  public void kill(String name) {
    control(name).kill();
  }

  /**
   * Has one process stand still, as {@code kill -STOP} does; its threads do so within moments. A
   * paused process is deaf to being stopped, so resume it first or wait until it is killed.
   */
  public void pause(String name) throws InterruptedException {
    control(name).signal("STOP");
  }

  /** Lets a paused process go on. */
  public void resume(String name) throws InterruptedException {
    control(name).signal("CONT");
  }

  /** How every process is doing, in the order of starting. */
  public List<ProcessStatus> status() {
    return controls.values().stream().map(ProcessControl::status).toList();
  }

  /** Base address of a service's HTTP port. */
  public URI url(String name) {
    return URI.create(control(name).description().address());
  }

  /** Base addresses of the edges by name, as a load generator takes them. */
  public SequencedMap<String, URI> edges() {
    SequencedMap<String, URI> edges = new LinkedHashMap<>();
    in(EnumSet.of(Layer.EDGE))
        .forEach(edge -> edges.put(edge.description().name(), url(edge.description().name())));
    return edges;
  }

  /** The last lines of a process's log. */
  public List<String> log(String name, int lines) {
    return new LogFile(site.logFile(control(name).description().name())).lastLines(lines);
  }

  /** The bearer token of the operator API, once the arbiter has written it. */
  public String operatorToken() {
    try {
      return Files.readString(site.tokenFile()).strip();
    } catch (IOException e) {
      throw new StackException("%s cannot be read".formatted(site.tokenFile()), e);
    }
  }

  /** Stops everything, and keeps whoever is still starting something from going on. */
  @Override
  public void close() {
    closed = true;
    down();
  }

  private ProcessControl control(String name) {
    ProcessControl control = controls.get(name);
    if (control == null) {
      throw new StackException(
          "no process is called %s (there are: %s)"
              .formatted(name, String.join(", ", controls.keySet())));
    }
    return control;
  }

  private List<ProcessControl> in(Set<Layer> layers) {
    return controls.values().stream()
        .filter(control -> layers.contains(control.description().layer()))
        .toList();
  }

  private void launchUnlessRunning(ProcessControl control) {
    if (closed) {
      throw new StackException("the stack is being stopped");
    }
    if (!control.runs()) {
      report.accept("starting " + control.description().name());
      launcher.start(control.description());
    }
  }

  private void stop(List<ProcessControl> together) {
    for (ProcessControl control : together) {
      if (control.runs()) {
        report.accept("stopping " + control.description().name());
        control.terminate();
      }
    }
    together.forEach(ProcessControl::awaitStopped);
  }
}
