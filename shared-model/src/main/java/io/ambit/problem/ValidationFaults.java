package io.ambit.problem;

import jakarta.validation.ConstraintViolation;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.core.MethodParameter;
import org.springframework.validation.Errors;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;
import org.springframework.validation.method.ParameterErrors;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.annotation.HandlerMethodValidationException;

/** Says which constraint of bean validation which part of the request broke. */
final class ValidationFaults {
  private static final Map<String, String> CODES =
      Map.of(
          "NotNull", "required",
          "NotBlank", "required",
          "NotEmpty", "required",
          "Min", "too_small",
          "DecimalMin", "too_small",
          "Max", "too_large",
          "DecimalMax", "too_large");

  private ValidationFaults() {}

  static List<FieldFault> of(Errors errors) {
    return errors.getAllErrors().stream().map(ValidationFaults::ofBody).toList();
  }

  static List<FieldFault> of(HandlerMethodValidationException invalid) {
    return invalid.getParameterValidationResults().stream()
        .flatMap(ValidationFaults::ofParameter)
        .toList();
  }

  private static Stream<FieldFault> ofParameter(ParameterValidationResult result) {
    if (result instanceof ParameterErrors body) {
      return of((Errors) body).stream();
    }
    String pointer = pointer(result.getMethodParameter());
    return result.getResolvableErrors().stream()
        .map(each -> new FieldFault(pointer, code(each), message(each)));
  }

  private static FieldFault ofBody(ObjectError error) {
    String pointer =
        error instanceof FieldError field ? Pointers.property(field.getField()) : Pointers.BODY;
    return new FieldFault(pointer, code(error), message(error));
  }

  /** Where a handler's parameter stands in the request. */
  static String pointer(MethodParameter parameter) {
    String name = Objects.requireNonNullElse(parameter.getParameterName(), "?");
    for (Annotation annotation : parameter.getParameterAnnotations()) {
      if (annotation instanceof RequestHeader header) {
        return Pointers.header(named(header.name(), name));
      }
      if (annotation instanceof RequestParam query) {
        return Pointers.query(named(query.name(), name));
      }
      if (annotation instanceof PathVariable path) {
        return Pointers.path(named(path.name(), name));
      }
    }
    return Pointers.BODY;
  }

  private static String named(String said, String otherwise) {
    return said.isEmpty() ? otherwise : said;
  }

  private static String code(MessageSourceResolvable error) {
    String constraint = constraint(error);
    return CODES.getOrDefault(
        constraint, constraint.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT));
  }

  private static String constraint(MessageSourceResolvable error) {
    if (error instanceof ObjectError object && object.contains(ConstraintViolation.class)) {
      return object
          .unwrap(ConstraintViolation.class)
          .getConstraintDescriptor()
          .getAnnotation()
          .annotationType()
          .getSimpleName();
    }
    String[] codes = error.getCodes();
    return codes == null || codes.length == 0 ? "invalid" : codes[codes.length - 1];
  }

  private static String message(MessageSourceResolvable error) {
    @Nullable String message = error.getDefaultMessage();
    return message == null ? "is not valid" : message;
  }
}
