package io.ambit.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.Objects;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** What Spring refused, as a problem. */
final class Refusals {
  private Refusals() {}

  static Problem of(Exception refused, HttpStatusCode status) {
    return switch (refused) {
      case HttpMessageNotReadableException unreadable -> unreadable(unreadable);
      case MethodArgumentNotValidException invalid -> invalid(ValidationFaults.of(invalid));
      case HandlerMethodValidationException invalid -> invalid(ValidationFaults.of(invalid));
      case MethodArgumentTypeMismatchException mismatch ->
          wrongType(ValidationFaults.pointer(mismatch.getParameter()), mismatch);
      case MissingRequestHeaderException missing ->
          missing(Pointers.header(missing.getHeaderName()));
      case MissingServletRequestParameterException missing ->
          missing(Pointers.query(missing.getParameterName()));
      case HttpMediaTypeNotSupportedException unsupported -> mediaType(unsupported);
      case HttpMediaTypeNotAcceptableException unacceptable ->
          Problem.of(status, "What the Accept header asks for is not made here.")
              .at(Pointers.header("Accept"), "not_acceptable", "expected: application/json");
      case HttpRequestMethodNotSupportedException method -> method(method, status);
      case NoResourceFoundException none -> notFound();
      case NoHandlerFoundException none -> notFound();
      default -> Problem.of(status, "The request cannot be served.");
    };
  }

  private static Problem unreadable(HttpMessageNotReadableException unreadable) {
    for (Throwable cause = unreadable.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof BodyTooLargeException tooLarge) {
        return tooLarge.problem();
      }
    }
    FieldFault fault =
        switch (unreadable.getCause()) {
          case JsonProcessingException json -> JsonFaults.of(json);
          case null -> new FieldFault(Pointers.BODY, "required", "expected: a JSON object");
          default -> new FieldFault(Pointers.BODY, "malformed", "cannot be read as JSON");
        };
    return Problem.of(HttpStatus.BAD_REQUEST, "unreadable-body", "The body cannot be read.")
        .at(fault);
  }

  private static Problem invalid(List<FieldFault> faults) {
    return Problem.invalid(faults.toArray(FieldFault[]::new));
  }

  private static Problem missing(String pointer) {
    return Problem.invalid(new FieldFault(pointer, "required", "is missing"));
  }

  private static Problem wrongType(String pointer, TypeMismatchException mismatch) {
    Class<?> type = Objects.requireNonNullElse(mismatch.getRequiredType(), Object.class);
    return Problem.invalid(
        new FieldFault(pointer, "wrong_type", "expected: " + JsonFaults.expected(type)));
  }

  private static Problem mediaType(HttpMediaTypeNotSupportedException unsupported) {
    return Problem.of(unsupported.getStatusCode(), "The body's media type is not read here.")
        .at(Pointers.header("Content-Type"), "unsupported", "expected: application/json");
  }

  private static Problem method(
      HttpRequestMethodNotSupportedException method, HttpStatusCode status) {
    String allowed =
        String.join(
            ", ", Objects.requireNonNullElse(method.getSupportedMethods(), new String[] {}));
    return Problem.of(status, "This resource does not know that method.")
        .hint("It knows: " + allowed);
  }

  private static Problem notFound() {
    return Problem.of(HttpStatus.NOT_FOUND, "There is nothing at this path.");
  }
}
