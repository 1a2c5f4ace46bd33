package io.ambit.edge.door.http;

import io.ambit.model.Limit;
import io.ambit.model.Names;
import io.ambit.model.Operation;
import io.ambit.model.Priority;
import io.ambit.model.Words;
import io.ambit.problem.FieldFault;
import io.ambit.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks the fields of a request and remembers every fault, up to {@value #MOST_FAULTS}. */
final class Checks {
  static final int MOST_FAULTS = 20;
  private static final int LONGEST_ROUTE_KEY = 256;
  private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,18}");

  private final List<FieldFault> faults = new ArrayList<>();

  String tenant(String pointer, @Nullable String name) {
    if (name == null) {
      return fault(pointer, "required", "is missing (expected: " + Names.PATTERN + ")", "");
    }
    return Names.isValid(name) ? name : fault(pointer, "pattern", "expected: " + Names.PATTERN, "");
  }

  Operation operation(String pointer, @Nullable String word) {
    return word(pointer, word, Operation.class, Operation.READ);
  }

  Priority priority(String pointer, @Nullable String word) {
    return word(pointer, word, Priority.class, Priority.CRITICAL);
  }

  long cost(String pointer, @Nullable Long cost) {
    if (cost == null) {
      return 1;
    }
    if (cost < 1) {
      return fault(pointer, "too_small", "%d (expected: at least 1)".formatted(cost), 1L);
    }
    if (cost > Limit.MAX_UNITS) {
      return fault(
          pointer, "too_large", "%d (expected: at most %d)".formatted(cost, Limit.MAX_UNITS), 1L);
    }
    return cost;
  }

  long costText(String pointer, @Nullable String text) {
    if (text == null) {
      return 1;
    }
    if (!WHOLE_NUMBER.matcher(text).matches()) {
      return fault(pointer, "wrong_type", "expected: a whole number of at most 18 digits", 1L);
    }
    return cost(pointer, Long.valueOf(text));
  }

  void pool(String pointer, @Nullable String name) {
    if (name != null && !Names.isValid(name)) {
      add(pointer, "pattern", "expected: " + Names.PATTERN);
    }
  }

  void routeKey(String pointer, @Nullable String key) {
    if (key != null && key.length() > LONGEST_ROUTE_KEY) {
      add(pointer, "too_large", "expected: at most %d characters".formatted(LONGEST_ROUTE_KEY));
    }
  }

  void add(String pointer, String code, String message) {
    if (faults.size() < MOST_FAULTS) {
      faults.add(new FieldFault(pointer, code, message));
    }
  }

  /** Refuses the request if there was a fault. */
  void pass() {
    if (!faults.isEmpty()) {
      throw Problem.invalid(faults.toArray(FieldFault[]::new)).asException();
    }
  }

  private <E extends Enum<E>> E word(
      String pointer, @Nullable String word, Class<E> type, E otherwise) {
    if (word == null) {
      return otherwise;
    }
    for (E constant : type.getEnumConstants()) {
      if (Spelling.of(constant).equals(word)) {
        return constant;
      }
    }
    String known =
        Stream.of(type.getEnumConstants()).map(Words::of).collect(Collectors.joining(", "));
    return fault(pointer, "unknown_value", "expected: one of " + known, otherwise);
  }

  private <T> T fault(String pointer, String code, String message, T otherwise) {
    add(pointer, code, message);
    return otherwise;
  }
}
