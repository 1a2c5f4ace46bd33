package io.ambit.region.door.http;

import io.ambit.problem.Pointers;
import io.ambit.problem.Problem;
import io.ambit.region.RegionProperties;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Who may change something at a regional controller: whoever brings the operator token it was
 * given, and without one only callers on this machine. Thread-safe.
 */
@Component
final class Operators {
  private static final String SCHEME = "bearer ";

  private final byte[] token;

  Operators(RegionProperties properties) {
    this.token = properties.operatorToken().getBytes(StandardCharsets.UTF_8);
  }

  /** Refuses anybody else. */
  void require(HttpServletRequest request) {
    if (token.length == 0 ? !isHere(request.getRemoteAddr()) : !bringsToken(request)) {
      throw Problem.of(HttpStatus.FORBIDDEN, "not-allowed", "This is for operators.")
          .at(Pointers.header(HttpHeaders.AUTHORIZATION), "required", "expected: Bearer <token>")
          .hint("The token is ambit.operator-token; without one, ask from the machine itself.")
          .asException();
    }
  }

  private boolean bringsToken(HttpServletRequest request) {
    String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      return false;
    }
    String brought = authorization.substring(SCHEME.length()).strip();
    return MessageDigest.isEqual(token, brought.getBytes(StandardCharsets.UTF_8));
  }

  /** The container gives addresses, so that no name is looked up. */
  private static boolean isHere(String address) {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException noAddress) {
      return false;
    }
  }
}
