package io.ambit.guard;

/** The application cannot start guarded as it is set. */
final class GuardSettingsException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String action;

  /**
   * What is wrong.
   *
   * @param action what has to be done about it
   */
  GuardSettingsException(String message, String action) {
    super(message);
    this.action = action;
  }

  String action() {
    return action;
  }
}
