package io.ambit.edge.decision;

import io.ambit.model.Words;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Enum constants as they are written outside, each spelt once instead of per request. */
public final class Spelling {
  private static final Map<Enum<?>, String> WORDS = new ConcurrentHashMap<>();

  private Spelling() {}

  public static String of(Enum<?> constant) {
    return WORDS.computeIfAbsent(constant, Words::of);
  }
}
