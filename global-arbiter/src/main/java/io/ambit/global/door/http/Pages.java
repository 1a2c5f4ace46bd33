package io.ambit.global.door.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ambit.problem.FieldFault;
import io.ambit.problem.Pointers;
import io.ambit.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Lists in pages: each begins behind the last key of the one before. */
final class Pages {
  static final int DEFAULT_SIZE = 50;
  static final int MAX_SIZE = 1_000;

  private Pages() {}

  /** One page; no token on the last. */
  record Page<T>(
      List<T> items, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String nextPageToken) {}

  /**
   * Which page is asked for.
   *
   * @param after the last key of the page before; empty for the first
   */
  record Ask(String after, int size) {
    static Ask of(@Nullable Integer pageSize, @Nullable String pageToken) {
      if (pageSize != null && pageSize < 1) {
        throw fault("pageSize", "too_small", "%d (expected: 1 or more)".formatted(pageSize));
      }
      int size = pageSize == null ? DEFAULT_SIZE : Math.min(pageSize, MAX_SIZE);
      return new Ask(pageToken == null || pageToken.isEmpty() ? "" : decode(pageToken), size);
    }

    private static String decode(String token) {
      try {
        return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      } catch (IllegalArgumentException notOurs) {
        throw fault("pageToken", "malformed", "expected: nextPageToken of an earlier answer");
      }
    }

    private static RuntimeException fault(String name, String code, String message) {
      return Problem.invalid(new FieldFault(Pointers.query(name), code, message)).asException();
    }
  }

  /**
   * Cuts a page.
   *
   * @param sorted everything there is, by rising key
   * @param show called for what is on the page alone
   */
  static <R, T> Page<T> cut(
      Ask ask, Stream<R> sorted, Function<R, String> key, Function<R, T> show) {
    List<R> next =
        sorted
            .filter(each -> key.apply(each).compareTo(ask.after()) > 0)
            .limit(ask.size() + 1L)
            .toList();
    boolean more = next.size() > ask.size();
    List<R> page = more ? next.subList(0, ask.size()) : next;
    return new Page<>(
        page.stream().map(show).toList(), more ? encode(key.apply(page.getLast())) : null);
  }

  private static String encode(String key) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }
}
