package io.ambit.global.door.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets in who brings a known bearer token (RFC 6750); one that is not known is refused at once. */
final class BearerFilter extends OncePerRequestFilter {
  private static final String SCHEME = "bearer ";

  private final Tokens tokens;

  BearerFilter(Tokens tokens) {
    this.tokens = tokens;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (authorization != null) {
      Optional<Tokens.Holder> holder = bearer(authorization).flatMap(tokens::find);
      if (holder.isEmpty()) {
        AccessProblems.unknownToken(request, response);
        return;
      }
      admit(holder.get());
    }
    chain.doFilter(request, response);
  }

  private static void admit(Tokens.Holder holder) {
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(
        UsernamePasswordAuthenticationToken.authenticated(
            holder.name(),
            null,
            List.of(new SimpleGrantedAuthority("ROLE_" + holder.role().name()))));
    SecurityContextHolder.setContext(context);
  }

  private static Optional<String> bearer(String authorization) {
    return authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)
        ? Optional.of(authorization.substring(SCHEME.length()).strip())
        : Optional.empty();
  }
}
