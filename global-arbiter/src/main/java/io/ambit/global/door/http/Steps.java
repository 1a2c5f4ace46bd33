package io.ambit.global.door.http;

import java.util.ArrayList;
import java.util.List;

/** Ways through a body, as pointers are made of. */
final class Steps {
  private Steps() {}

  static List<Object> of(Object... steps) {
    return List.of(steps);
  }

  static List<Object> to(List<?> from, Object... steps) {
    List<Object> way = new ArrayList<>(from);
    way.addAll(List.of(steps));
    return way;
  }
}
