package io.ambit.problem;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Bounds what a request may carry, before anybody reads it: a declared length is refused at once, a
 * chunked body as soon as it grows too long.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
final class BodyLimitFilter extends OncePerRequestFilter {
  private final BodyLimit limit;

  BodyLimitFilter(BodyLimit limit) {
    this.limit = limit;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (request.getContentLengthLong() > limit.bytes()) {
      ProblemWriter.write(request, response, limit.exceeded());
    } else {
      chain.doFilter(new BoundedRequest(request, limit), response);
    }
  }
}
