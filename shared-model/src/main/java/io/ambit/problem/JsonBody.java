package io.ambit.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * Reads a JSON body where Spring MVC would take too long: with the same checks and the same
 * refusals, given a reader of the application's own mapper.
 */
public final class JsonBody {
  private static final String JSON = MediaType.APPLICATION_JSON_VALUE;

  private JsonBody() {}

  /**
   * The body as what {@code reader} is for.
   *
   * @throws ProblemException if it is no JSON, too long, or not of that shape
   */
  public static <T> T read(HttpServletRequest request, ObjectReader reader, BodyLimit limit)
      throws IOException {
    requireJson(request.getContentType());
    byte[] bytes = bytes(request, limit);
    try {
      T value = reader.readValue(bytes);
      if (value == null) {
        throw unreadable(new FieldFault(Pointers.BODY, "required", "expected: a JSON object"));
      }
      return value;
    } catch (JsonProcessingException broken) {
      throw unreadable(JsonFaults.of(broken));
    } catch (IOException broken) {
      throw unreadable(new FieldFault(Pointers.BODY, "malformed", "cannot be read as JSON"));
    }
  }

  private static byte[] bytes(HttpServletRequest request, BodyLimit limit) throws IOException {
    if (request.getContentLengthLong() > limit.bytes()) {
      throw limit.exceeded().asException();
    }
    InputStream body = request.getInputStream();
    try {
      byte[] bytes = body.readNBytes(limit.bytes() + 1);
      if (bytes.length > limit.bytes()) {
        throw limit.exceeded().asException();
      }
      return bytes;
    } catch (BodyTooLargeException tooLarge) {
      throw tooLarge.problem().asException();
    }
  }

  private static void requireJson(@Nullable String contentType) {
    if (!JSON.equals(contentType) && !isJson(contentType)) {
      throw Problem.of(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body's media type is not read here.")
          .at(Pointers.header("Content-Type"), "unsupported", "expected: " + JSON)
          .asException();
    }
  }

  private static boolean isJson(@Nullable String contentType) {
    try {
      MediaType type = MediaType.parseMediaType(String.valueOf(contentType));
      return MediaType.APPLICATION_JSON.equalsTypeAndSubtype(type)
          && (type.getCharset() == null || StandardCharsets.UTF_8.equals(type.getCharset()));
    } catch (InvalidMediaTypeException nonsense) {
      return false;
    }
  }

  private static ProblemException unreadable(FieldFault fault) {
    return Problem.of(HttpStatus.BAD_REQUEST, "unreadable-body", "The body cannot be read.")
        .at(fault)
        .asException();
  }
}
