package io.ambit.problem;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says what Jackson could not read, in words of the body rather than of our classes. */
final class JsonFaults {
  private JsonFaults() {}

  static FieldFault of(JsonProcessingException broken) {
    return switch (broken) {
      case UnrecognizedPropertyException unknown -> unknownField(unknown);
      case ValueInstantiationException refused -> refusedValue(refused);
      case MismatchedInputException mismatch -> mismatch(mismatch);
      case JsonMappingException wrapped -> underneath(wrapped);
      case InputCoercionException overflow -> outOfRange(position(overflow.getProcessor()));
      case StreamReadException malformed -> malformed(malformed);
      case StreamConstraintsException bound ->
          new FieldFault(
              position(bound.getProcessor()), "too_large", "too deep, or a value is too long");
      default -> new FieldFault(Pointers.BODY, "malformed", "cannot be read");
    };
  }

  /** The parser knows what, the binding knows where. */
  private static FieldFault underneath(JsonMappingException where) {
    if (where.getCause() instanceof InputCoercionException) {
      return outOfRange(pointer(where));
    }
    return where.getCause() instanceof JsonProcessingException what
        ? of(what)
        : new FieldFault(pointer(where), "malformed", "cannot be read");
  }

  private static FieldFault unknownField(UnrecognizedPropertyException unknown) {
    Collection<Object> known = unknown.getKnownPropertyIds();
    String names =
        known == null
            ? "no field"
            : new TreeSet<>(known.stream().map(Object::toString).toList()).toString();
    return new FieldFault(
        pointer(unknown), "unknown_field", "no such field (expected one of %s)".formatted(names));
  }

  private static FieldFault refusedValue(ValueInstantiationException refused) {
    Throwable cause = refused.getCause();
    String message = cause instanceof IllegalArgumentException ? cause.getMessage() : null;
    return new FieldFault(pointer(refused), "invalid", Objects.requireNonNullElse(message, "no"));
  }

  private static FieldFault mismatch(MismatchedInputException mismatch) {
    String told = mismatch.getOriginalMessage();
    if (told.startsWith("Trailing token")) {
      return new FieldFault(Pointers.BODY, "trailing_tokens", "something follows the JSON value");
    }
    if (told.startsWith("No content")) {
      return new FieldFault(Pointers.BODY, "required", "is empty (expected: a JSON object)");
    }
    if (told.startsWith("Duplicate field")) {
      return new FieldFault(pointer(mismatch), "duplicate_field", "is there twice");
    }
    return new FieldFault(
        pointer(mismatch), "wrong_type", "expected: " + expected(mismatch.getTargetType()));
  }

  private static FieldFault malformed(StreamReadException malformed) {
    String pointer = position(malformed.getProcessor());
    if (malformed.getOriginalMessage().startsWith("Duplicate field")) {
      return new FieldFault(pointer, "duplicate_field", "is there twice");
    }
    return new FieldFault(
        pointer,
        "malformed",
        "not JSON from line %d, column %d on"
            .formatted(malformed.getLocation().getLineNr(), malformed.getLocation().getColumnNr()));
  }

  private static FieldFault outOfRange(String pointer) {
    return new FieldFault(pointer, "out_of_range", "expected: a whole number of at most 64 bits");
  }

  private static String pointer(JsonMappingException where) {
    return Pointers.body(
        where.getPath().stream()
            .map(step -> step.getFieldName() == null ? step.getIndex() : step.getFieldName())
            .toList());
  }

  /** Where the parser stood. */
  private static String position(@Nullable Object processor) {
    if (!(processor instanceof JsonParser parser) || parser.getParsingContext() == null) {
      return Pointers.BODY;
    }
    String pointer = parser.getParsingContext().pathAsPointer().toString();
    return pointer.isEmpty() ? Pointers.BODY : Pointers.body(steps(pointer));
  }

  private static List<String> steps(String pointer) {
    return Stream.of(pointer.substring(1).split("/", -1))
        .map(step -> step.replace("~1", "/").replace("~0", "~"))
        .toList();
  }

  static String expected(@Nullable Class<?> type) {
    if (type == null) {
      return "another type";
    }
    if (type.isEnum()) {
      return Stream.of(type.getEnumConstants())
          .map(Object::toString)
          .collect(Collectors.joining(", ", "one of ", ""));
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type.isPrimitive() || type == Long.class || type == Integer.class) {
      return "a whole number";
    }
    if (Number.class.isAssignableFrom(type)) {
      return "a number";
    }
    if (CharSequence.class.isAssignableFrom(type)) {
      return "a string";
    }
    boolean list = Collection.class.isAssignableFrom(type) || type.isArray();
    return list ? "an array" : "an object";
  }
}
