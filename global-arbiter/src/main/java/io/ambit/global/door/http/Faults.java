package io.ambit.global.door.http;

import io.ambit.model.Names;
import io.ambit.model.Words;
import io.ambit.problem.FieldFault;
import io.ambit.problem.Pointers;
import io.ambit.problem.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is wrong with one body, so that an operator hears of all of it at once. A value
 * that is wrong is noted and stood in for; {@link #end} throws if anything was noted.
 */
final class Faults {
  /** The most faults one answer tells. */
  private static final int MOST = 50;

  private final List<FieldFault> faults = new ArrayList<>();

  void note(List<?> where, String code, String message) {
    if (faults.size() < MOST) {
      faults.add(new FieldFault(Pointers.body(where), code, message));
    }
  }

  /** A whole number in [least, most]; {@code otherwise} where none is given. */
  long number(List<?> where, @Nullable Long given, long otherwise, long least, long most) {
    if (given == null) {
      return otherwise;
    }
    if (given < least || given > most) {
      note(where, "out_of_range", "%d (expected: %d to %d)".formatted(given, least, most));
      return least;
    }
    return given;
  }

  /** The same for a number that must be given. */
  long required(List<?> where, @Nullable Long given, long least, long most) {
    if (given == null) {
      note(where, "required", "is missing (expected: %d to %d)".formatted(least, most));
      return least;
    }
    return number(where, given, least, least, most);
  }

  String name(List<?> where, @Nullable String given) {
    if (given == null) {
      note(where, "required", "is missing (expected: a name)");
      return "missing";
    }
    if (!Names.isValid(given)) {
      note(where, "pattern", "expected: " + Names.PATTERN);
      return "invalid";
    }
    return given;
  }

  <E extends Enum<E>> E word(List<?> where, Class<E> type, @Nullable String given, E otherwise) {
    if (given == null) {
      return otherwise;
    }
    return Words.find(type, given)
        .orElseGet(
            () -> {
              note(where, "unknown_word", "expected: one of " + words(type));
              return otherwise;
            });
  }

  void addAll(Faults more) {
    more.faults.stream().limit(MOST - faults.size()).forEach(faults::add);
  }

  boolean none() {
    return faults.isEmpty();
  }

  /** Throws a problem if anything is wrong. */
  void end() {
    if (!faults.isEmpty()) {
      throw Problem.invalid(faults.toArray(FieldFault[]::new)).asException();
    }
  }

  private static <E extends Enum<E>> String words(Class<E> type) {
    return Arrays.stream(type.getEnumConstants()).map(Words::of).collect(Collectors.joining(", "));
  }
}
