package io.ambit.wire;

import io.ambit.model.Bounds;
import java.util.List;
import java.util.function.Function;

/** Repeated fields, which are counted before they are read. */
final class Lists {
  /** The most limits one report or grant may speak of. */
  static final int MAX_LIMITS = 100_000;

  private Lists() {}

  static <W, T> List<T> read(String field, List<W> written, int most, Function<W, T> element) {
    Bounds.require(field, written.size(), 0, most);
    return written.stream().map(element).toList();
  }
}
