package io.ambit.stack.cli;

import io.ambit.stack.LocalStack;
import java.io.PrintWriter;
import java.net.URI;

/** What to look at once the stack runs: addresses, and commands that can be pasted. */
final class Signpost {
  private static final String EDGE = "edge-eu-1";
  private static final String BUDGET = "/api/v1/tenants/acme/budget";

  private Signpost() {}

  static void addresses(LocalStack stack, PrintWriter out) {
    stack.processes().forEach(p -> out.printf("  %-11s %s%n", p.name(), p.address()));
    out.println(
        "  console: %s (sign in with the token in %s)"
            .formatted(stack.url("arbiter-1").resolve("/"), stack.site().tokenFile()));
  }

  static void commands(LocalStack stack, PrintWriter out) {
    URI budget = stack.url("arbiter-1").resolve(BUDGET);
    String token = "-H \"Authorization: Bearer $(cat %s)\"".formatted(stack.site().tokenFile());
    out.printf(
        """
        ask an edge:
          curl -s %s -H 'Content-Type: application/json' -d '{"tenant":"acme"}'
        read the budget and what has become of it:
          curl -s %s %s
        change it:
          curl -s -X PUT %s %s -H 'Content-Type: application/json' \\
            -H "If-Match: $(curl -s -o /dev/null -w '%%header{etag}' %s %s)" \\
            -d '%s'
        kill a piece, watch, bring it back:
          ./dev stop kafka --kill; ./dev status; ./dev start kafka
        """,
        stack.url(EDGE).resolve("/v1/decide"),
        budget,
        token,
        budget,
        token,
        budget,
        token,
        Tenant.ACME.budget(2 * Tenant.ACME.quota()));
    out.flush();
  }
}
