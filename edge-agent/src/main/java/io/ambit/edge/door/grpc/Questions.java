package io.ambit.edge.door.grpc;

import io.ambit.edge.admission.Costs;
import io.ambit.edge.decision.Asked;
import io.ambit.edge.decision.Checks;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What Envoy sends as named texts, whatever it calls them, read as a request for a decision. The
 * names are the same wherever an operator of Envoy writes them.
 */
final class Questions {
  static final String TENANT = "tenant";
  static final String OPERATION = "operation";
  static final String PRIORITY = "priority";
  static final String COST = "cost";
  static final String POOL = "pool";
  static final String REQUEST_ID = "request-id";
  static final String ATTEMPT = "attempt";
  static final String ROUTE_KEY = "route-key";
  static final String ORIGIN = "origin";

  private Questions() {}

  /** Gives the text that is called so. */
  @FunctionalInterface
  interface Texts {
    @Nullable String get(String name);
  }

  /**
   * Reads one request.
   *
   * @param pointer says where a text stands, for whoever has to mend it
   * @param unsaid what is taken if no text says it
   */
  static Asked read(Checks checks, Texts texts, UnaryOperator<String> pointer, Costs unsaid) {
    String cost = texts.get(COST);
    return new Asked(
        checks.tenant(pointer.apply(TENANT), texts.get(TENANT)),
        checks.operation(pointer.apply(OPERATION), texts.get(OPERATION)),
        checks.priority(pointer.apply(PRIORITY), texts.get(PRIORITY)),
        cost == null ? unsaid : checks.costsText(pointer.apply(COST), cost),
        checks.pool(pointer.apply(POOL), texts.get(POOL)),
        checks.requestId(pointer.apply(REQUEST_ID), texts.get(REQUEST_ID)),
        checks.attemptText(pointer.apply(ATTEMPT), texts.get(ATTEMPT)),
        checks.routeKey(pointer.apply(ROUTE_KEY), texts.get(ROUTE_KEY)),
        checks.origin(pointer.apply(ORIGIN), texts.get(ORIGIN)));
  }
}
