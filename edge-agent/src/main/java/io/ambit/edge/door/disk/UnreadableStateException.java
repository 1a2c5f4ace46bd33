package io.ambit.edge.door.disk;

/** The file is not one of ours, or not whole. */
final class UnreadableStateException extends Exception {
  private static final long serialVersionUID = 1;

  UnreadableStateException(String message) {
    super(message);
  }
}
