package io.ambit.edge.door.disk;

import java.nio.file.Path;

/** Another edge agent has the data directory: two would undo each other's memory. */
public final class DirectoryInUseException extends RuntimeException {
  private static final long serialVersionUID = 1;

  DirectoryInUseException(Path directory) {
    super(
        "ambit.data-directory: '%s' is in use by another edge agent".formatted(directory),
        null,
        false,
        false);
  }
}
