package io.ambit.fencing;

/**
 * A write came under a token that the store has seen a higher one than: the tenant's writes belong
 * elsewhere by now. It must be rolled back, and asking an edge again says where it has to go.
 */
public final class StaleTokenException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String tenant;

  StaleTokenException(String tenant, String token) {
    super("%s: token %s (expected: the highest seen, or higher)".formatted(tenant, token));
    this.tenant = tenant;
  }

  /** Whose write it was. */
  public String tenant() {
    return tenant;
  }
}
