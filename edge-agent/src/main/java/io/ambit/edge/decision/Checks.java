package io.ambit.edge.decision;

import io.ambit.edge.admission.Costs;
import io.ambit.model.Budget;
import io.ambit.model.Limit;
import io.ambit.model.Names;
import io.ambit.model.Operation;
import io.ambit.model.Priority;
import io.ambit.model.Words;
import io.ambit.problem.FieldFault;
import io.ambit.problem.Pointers;
import io.ambit.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks the fields of a request and remembers every fault, up to {@value #MOST_FAULTS}. */
public final class Checks {
  public static final int MOST_FAULTS = 20;
  private static final int LONGEST_ROUTE_KEY = 256;
  public static final int LONGEST_REQUEST_ID = 256;
  private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,18}");
  private static final Pattern NAMED_NUMBER =
      Pattern.compile("([^=\\s]{1,63}) ?= ?(-?[0-9]{1,18})");

  private final List<FieldFault> faults = new ArrayList<>();

  public String tenant(String pointer, @Nullable String name) {
    if (name == null) {
      return fault(pointer, "required", "is missing (expected: " + Names.PATTERN + ")", "");
    }
    return Names.isValid(name) ? name : fault(pointer, "pattern", "expected: " + Names.PATTERN, "");
  }

  public Operation operation(String pointer, @Nullable String word) {
    return word(pointer, word, Operation.class, Operation.READ);
  }

  public Priority priority(String pointer, @Nullable String word) {
    return word(pointer, word, Priority.class, Priority.CRITICAL);
  }

  /** What a request takes: {@code cost} of every limit, 1 if not said, and what is named. */
  public Costs costs(
      String at, @Nullable Long cost, @Nullable SortedMap<String, @Nullable Long> named) {
    long others = cost == null ? 1 : units(at + "cost", cost, 1);
    return named == null ? Costs.of(others) : new Costs(others, named(at + "costs", named));
  }

  /** The same in one line: a number, or {@code requests=1, tokens=300}. */
  public Costs costsText(String pointer, @Nullable String text) {
    if (text == null) {
      return Costs.ONE;
    }
    if (WHOLE_NUMBER.matcher(text).matches()) {
      return Costs.of(units(pointer, Long.parseLong(text), 1));
    }
    SortedMap<String, @Nullable Long> named = new TreeMap<>();
    for (String part : text.split(",", Budget.MAX_LIMITS + 2)) {
      Matcher member = NAMED_NUMBER.matcher(part.strip());
      if (!member.matches()) {
        return fault(
            pointer,
            "wrong_type",
            "expected: a whole number of at most 18 digits, or limits as in 'tokens=300, bytes=1'",
            Costs.ONE);
      }
      if (named.put(member.group(1), Long.valueOf(member.group(2))) != null) {
        add(pointer, "duplicate_field", "names '%.63s' twice".formatted(member.group(1)));
      }
    }
    return new Costs(1, named(pointer, named));
  }

  /** Units by limit, each 0 to 10⁹. */
  public SortedMap<String, Long> named(String pointer, SortedMap<String, @Nullable Long> named) {
    SortedMap<String, Long> read = new TreeMap<>();
    if (named.size() > Budget.MAX_LIMITS) {
      add(
          pointer,
          "too_large",
          "%d limits (expected: at most %d)".formatted(named.size(), Budget.MAX_LIMITS));
      return read;
    }
    named.forEach(
        (limit, units) -> {
          String at = pointer.startsWith(Pointers.BODY) ? pointer + "/" + limit : pointer;
          if (!Names.isValid(limit)) {
            add(pointer, "pattern", "names of limits: expected: " + Names.PATTERN);
          } else if (units == null) {
            add(at, "required", "expected: a whole number");
          } else {
            read.put(limit, units(at, units, 0));
          }
        });
    return read;
  }

  /** A number of units, {@code least} to 10⁹. */
  public long units(String pointer, long units, long least) {
    if (units < least) {
      return fault(
          pointer, "too_small", "%d (expected: at least %d)".formatted(units, least), least);
    }
    if (units > Limit.MAX_UNITS) {
      return fault(
          pointer,
          "too_large",
          "%d (expected: at most %d)".formatted(units, Limit.MAX_UNITS),
          least);
    }
    return units;
  }

  /** The name of a pool; null if none is said. */
  public @Nullable String pool(String pointer, @Nullable String name) {
    if (name != null && !Names.isValid(name)) {
      add(pointer, "pattern", "expected: " + Names.PATTERN);
    }
    return name;
  }

  /** The caller's own name for a request; null if it has none. */
  public @Nullable String requestId(String pointer, @Nullable String id) {
    if (id != null && (id.isEmpty() || id.length() > LONGEST_REQUEST_ID)) {
      add(
          pointer,
          id.isEmpty() ? "too_small" : "too_large",
          "expected: 1 to %d characters".formatted(LONGEST_REQUEST_ID));
    }
    return id;
  }

  public @Nullable String routeKey(String pointer, @Nullable String key) {
    if (key != null && key.length() > LONGEST_ROUTE_KEY) {
      add(pointer, "too_large", "expected: at most %d characters".formatted(LONGEST_ROUTE_KEY));
    }
    return key;
  }

  /** The region that sent a request here; null if no region did. */
  public @Nullable String origin(String pointer, @Nullable String region) {
    return pool(pointer, region);
  }

  /** Which attempt of a request this is, 1 if not said. */
  public int attempt(String pointer, @Nullable Long attempt) {
    if (attempt == null) {
      return 1;
    }
    if (attempt < 1 || attempt > Asked.MOST_ATTEMPTS) {
      add(
          pointer,
          attempt < 1 ? "too_small" : "too_large",
          "%d (expected: 1 to %d)".formatted(attempt, Asked.MOST_ATTEMPTS));
      return 1;
    }
    return attempt.intValue();
  }

  /** The same as text. */
  public int attemptText(String pointer, @Nullable String text) {
    if (text != null && !WHOLE_NUMBER.matcher(text).matches()) {
      return fault(pointer, "wrong_type", "expected: a whole number", 1);
    }
    return attempt(pointer, text == null ? null : Long.valueOf(text));
  }

  public void add(String pointer, String code, String message) {
    if (faults.size() < MOST_FAULTS) {
      faults.add(new FieldFault(pointer, code, message));
    }
  }

  /** Refuses the request if there was a fault. */
  public void pass() {
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
