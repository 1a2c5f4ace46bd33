package io.ambit.edge.door.http;

import io.ambit.model.Words;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Enum constants as they are written outside, each spelt once instead of per request. */
final class Spelling {
  private static final Map<Enum<?>, String> WORDS = new ConcurrentHashMap<>();

  private Spelling() {}

  static String of(Enum<?> constant) {
    return WORDS.computeIfAbsent(constant, Words::of);
  }
}
