package io.ambit.edge;

import io.ambit.edge.backend.Outcome;
import io.ambit.edge.backend.Pools;
import io.ambit.edge.decision.Asked;
import io.ambit.edge.decision.Checks;
import io.ambit.edge.decision.Decider;
import io.ambit.edge.decision.Decision;
import io.ambit.edge.decision.DecisionHeaders;
import io.ambit.edge.decision.DecisionMeters;
import io.ambit.edge.decision.Route;
import io.ambit.edge.door.kafka.RegionalBus;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.BiConsumer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/**
 * An edge inside the process it decides for: leases, reports and state file as an agent has them,
 * and no doors. To its region it is one edge more.
 *
 * <p>It shares the process's meters and nothing else. It reads no settings but those it is given,
 * starts no web server, and its beans live in a context that is no relative of the host's.
 *
 * <p>What it decides about is served by this very process, which makes the process a pool of its
 * own ({@value #POOL}): backends that announce themselves to the region are not asked for it.
 *
 * <p>Thread-safe. A decision waits for nothing, but that a write whose home moves may be held up
 * for {@link EdgeProperties#writeParking}.
 */
public final class EmbeddedEdge implements AutoCloseable {
  /** What requests that are decided here are load of. */
  public static final String POOL = "self";

  private final AnnotationConfigApplicationContext context;
  private final String region;
  private final Decider decider;
  private final DecisionHeaders headers;
  private final DecisionMeters meters;
  private final Pools pools;

  private EmbeddedEdge(AnnotationConfigApplicationContext context, EdgeProperties properties) {
    this.context = context;
    this.region = properties.region();
    this.decider = context.getBean(Decider.class);
    this.headers = context.getBean(DecisionHeaders.class);
    this.meters = context.getBean(DecisionMeters.class);
    this.pools = context.getBean(Pools.class);
  }

  /**
   * Starts one; waits for no broker. Until its region has answered it decides as an agent would
   * that has just been started: by what its state file remembers.
   *
   * @param meters the process's own; the edge leaves them open
   * @throws org.springframework.beans.BeansException if it cannot start, such as for a data
   *     directory that another edge has
   */
  public static EmbeddedEdge open(EdgeProperties properties, MeterRegistry meters) {
    AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    context.setDisplayName("edge " + properties.node());
    context.getBeanFactory().registerSingleton("edgeProperties", properties);
    context.getBeanFactory().registerSingleton("meterRegistry", meters);
    context.register(
        EdgeWiring.class,
        Departure.class,
        EdgeMeters.class,
        OverloadMeters.class,
        RegionalBus.class,
        Decider.class,
        DecisionHeaders.class,
        DecisionMeters.class);
    context.refresh();
    return new EmbeddedEdge(context, properties);
  }

  /**
   * Decides about one request.
   *
   * @param tenant whose budget it takes from
   * @param operation {@code read} or {@code write}
   * @param priority as doors spell it, such as {@code critical}
   * @param cost a number of units, or by limit as in {@code requests=1, tokens=300}
   * @throws io.ambit.problem.ProblemException for what is wrong with these
   */
  public Decision decide(String tenant, String operation, String priority, String cost) {
    long startNanos = System.nanoTime();
    Checks checks = new Checks();
    Asked asked =
        new Asked(
            checks.tenant("#/tenant", tenant),
            checks.operation("#/operation", operation),
            checks.priority("#/priority", priority),
            checks.costsText("#/cost", cost),
            POOL,
            null,
            1,
            null,
            null);
    checks.pass();
    Decision decision = decider.decide(asked, decider.patience());
    meters.took(System.nanoTime() - startNanos);
    return decision;
  }

  /** What the client of a decision is told, header by header. */
  public void tell(Decision decision, BiConsumer<String, String> header) {
    headers.tell(decision, header);
  }

  /**
   * A request was served and is over, which overload is learned from. Of requests that were not
   * admitted, or belong to another region, nothing is learned: they were no load when they were
   * decided about.
   *
   * @param tookNanos since it was decided about, at least 0
   */
  public void ended(Decision decision, long tookNanos, boolean success) {
    Route route = decision.route();
    if (decision.admitted() && route != null && route.region().equals(region)) {
      boolean taken = pools.end(System.nanoTime(), new Outcome(POOL, null, tookNanos, success));
      meters.count(success, taken);
    }
  }

  /**
   * Gives its leases back and stops. Waits for the region's broker for 3 s at most; if that does
   * not answer, the region frees what was held once it has run out.
   */
  @Override
  public void close() {
    context.close();
  }
}
