package io.ambit.global.door.http;

import io.ambit.global.ArbiterProperties;
import io.ambit.model.Leader;
import io.ambit.problem.Problem;
import io.ambit.problem.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Sends whoever asks a standby for the operator API on to the leader, method and body preserved;
 * with no leader, says when to come back. An arbiter that led until now and knows of no successor
 * still answers reads, with how old what it knows is. Comes after access control: who may not ask
 * is not told where the leader is.
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
final class StandbyFilter extends OncePerRequestFilter {
  private final String node;
  private final LeaderView view;
  private final Readiness readiness;

  StandbyFilter(ArbiterProperties properties, LeaderView view, Readiness readiness) {
    this.node = properties.node();
    this.view = view;
    this.readiness = readiness;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !request.getRequestURI().startsWith("/api/") || readiness.isLeading();
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Optional<Leader> other = view.current().get().filter(leader -> !leader.node().equals(node));
    if (other.isPresent()) {
      response.setHeader(HttpHeaders.LOCATION, other.get().url() + pathAndQuery(request));
      response.setStatus(HttpStatus.TEMPORARY_REDIRECT.value());
    } else if (readiness.hasLed()) {
      chain.doFilter(request, response);
    } else {
      ProblemWriter.write(request, response, noLeader());
    }
  }

  private static String pathAndQuery(HttpServletRequest request) {
    String query = request.getQueryString();
    return request.getRequestURI() + (query == null ? "" : "?" + query);
  }

  private static Problem noLeader() {
    return Problem.of(
            HttpStatus.SERVICE_UNAVAILABLE,
            "no-leader",
            "No arbiter leads at the moment; nothing was stored.")
        .retryAfter(1);
  }
}
