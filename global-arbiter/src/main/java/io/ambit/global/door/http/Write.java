package io.ambit.global.door.http;

import io.ambit.model.Texts;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of a PUT: an object as a GET gave it, and why it is to change. What the server alone
 * says ({@code metadata}, {@code status}) may come back and is not read, but for the name.
 */
record Write<S>(
    @Nullable Map<String, Object> metadata,
    @Nullable S spec,
    @Nullable Object status,
    @Nullable String reason) {

  /** The spec, which must be there, of an object that the path calls {@code name}. */
  S spec(String name, Faults faults) {
    Object told = metadata == null ? null : metadata.get("name");
    if (told != null && !told.equals(name)) {
      faults.note(List.of("metadata", "name"), "contradiction", "expected: %s".formatted(name));
    }
    if (reason != null && reason.length() > Texts.MAX_LENGTH) {
      faults.note(List.of("reason"), "too_large", "expected: at most " + Texts.MAX_LENGTH);
    }
    if (spec == null) {
      faults.note(List.of("spec"), "required", "is missing");
      faults.end();
      throw new IllegalStateException("a fault was noted");
    }
    return spec;
  }

  String why() {
    return reason == null ? "" : reason;
  }
}
