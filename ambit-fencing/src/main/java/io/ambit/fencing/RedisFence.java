package io.ambit.fencing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fences writes in Redis: a script that compares the token and writes in one step, for any client.
 * Run {@link #script} with {@link #keys} and {@link #arguments}; it returns 1 if the write was
 * made, 0 if the token was stale and nothing was.
 *
 * <p>In a cluster both keys must be of one slot; that of the fence is {@code ambit:fence:{tenant}},
 * so name the data with {@code {tenant}} too. Tokens are below 2^53, exact as Lua's numbers.
 */
public final class RedisFence {
  private static final String SCRIPT = read();

  private RedisFence() {}

  /** The script's source. */
  public static String script() {
    return SCRIPT;
  }

  /** The fence of {@code tenant}, then the key that is written to. */
  public static List<String> keys(String tenant, String key) {
    return List.of("ambit:fence:{" + tenant + "}", key);
  }

  /**
   * The token, the command that writes, and what follows the key in it.
   *
   * @param token null if the decision had none, which passes as long as none ever had
   * @param command one that takes its key first, as {@code SET} or {@code HSET}
   */
  public static List<String> arguments(@Nullable Long token, String command, String... rest) {
    List<String> arguments = new ArrayList<>();
    arguments.add(token == null ? "" : token.toString());
    arguments.add(command);
    arguments.addAll(List.of(rest));
    return arguments;
  }

  private static String read() {
    try (InputStream source = RedisFence.class.getResourceAsStream("fence.lua")) {
      if (source == null) {
        throw new IllegalStateException("fence.lua is missing");
      }
      return new String(source.readAllBytes(), UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
