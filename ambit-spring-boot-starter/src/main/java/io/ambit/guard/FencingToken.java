package io.ambit.guard;

import jakarta.servlet.ServletRequest;
import java.util.OptionalLong;

/**
 * What the store has to check an admitted write by, where its tenant has a write home: the epoch of
 * that home, which only grows. A store that takes a write under an older one takes it from a region
 * that is no longer home.
 */
public final class FencingToken {
  private static final String ATTRIBUTE = FencingToken.class.getName();

  private FencingToken() {}

  /** The token of this request; empty for reads, and for tenants without a home. */
  public static OptionalLong of(ServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof Long token
        ? OptionalLong.of(token)
        : OptionalLong.empty();
  }

  static void put(ServletRequest request, OptionalLong token) {
    token.ifPresent(epoch -> request.setAttribute(ATTRIBUTE, epoch));
  }
}
