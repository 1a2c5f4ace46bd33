package io.ambit.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;

/** What a process prints, over all its starts; one older file is kept. */
final class LogFile {
  /** Beyond this the file is put aside at the next start. */
  private static final long ROTATE_BYTES = 16L << 20;

  private static final int TAIL_BYTES = 256 << 10;

  private final Path path;

  LogFile(Path path) {
    this.path = path;
  }

  /** The file a process may append to from now on. */
  Path forAppending() throws IOException {
    Files.createDirectories(path.getParent());
    if (Files.exists(path) && Files.size(path) > ROTATE_BYTES) {
      Path older = path.resolveSibling(path.getFileName() + ".1");
      Files.move(path, older, StandardCopyOption.REPLACE_EXISTING);
    }
    return path;
  }

  /** The last {@code count} lines, fewer if there are fewer. */
  List<String> lastLines(int count) {
    try (var channel = Files.newByteChannel(path)) {
      channel.position(Math.max(0, channel.size() - TAIL_BYTES));
      byte[] tail = java.nio.channels.Channels.newInputStream(channel).readAllBytes();
      List<String> lines =
          new String(tail, StandardCharsets.UTF_8).lines().collect(Collectors.toList());
      return List.copyOf(lines.subList(Math.max(0, lines.size() - count), lines.size()));
    } catch (java.nio.file.NoSuchFileException neverStarted) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
