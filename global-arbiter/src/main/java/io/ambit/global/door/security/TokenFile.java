package io.ambit.global.door.security;

import io.ambit.global.ArbiterProperties.Role;
import io.ambit.global.ArbiterProperties.Token;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The admin token of an arbiter that was given none: drawn once, kept in a file that its owner
 * alone can read, used again at the next start. The log says where it is, never what it is.
 */
final class TokenFile {
  static final String NAME = "generated";

  private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);
  private static final int RANDOM_BYTES = 32;

  private TokenFile() {}

  static Token readOrMake(Path file) {
    try {
      Path absolute = file.toAbsolutePath();
      if (Files.notExists(absolute)) {
        make(absolute);
      }
      LOG.info("Operator token is in {}", absolute);
      return new Token(NAME, Role.ADMIN, Files.readString(absolute).strip());
    } catch (IOException unusable) {
      throw new UncheckedIOException("ambit.security.token-file: " + file, unusable);
    }
  }

  /**
   * Whole or not at all: a reader never meets half a token, nor one that others can read. Of two
   * replicas that start together and share the file, one makes it and both use it.
   */
  private static void make(Path file) throws IOException {
    Path directory = file.getParent();
    Files.createDirectories(directory);
    Path fresh =
        Files.createTempFile(
            directory,
            ".token",
            null,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(fresh, draw() + System.lineSeparator());
    try {
      Files.createLink(file, fresh);
    } catch (FileAlreadyExistsException replicaWasFirst) {
      LOG.debug("Another process has just made {}", file);
    } finally {
      Files.delete(fresh);
    }
  }

  private static String draw() {
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }
}
