package io.ambit.global.door.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ambit.problem.FieldFault;
import io.ambit.problem.Pointers;
import io.ambit.problem.Problem;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Principal;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * What an {@code Idempotency-Key} stands for: a name that is the same for the same key of the same
 * person, whichever arbiter is asked, and tells nothing of the key.
 */
final class RequestKey {
  static final String HEADER = "Idempotency-Key";

  /** Of a request without a key. */
  static final String NONE = "";

  private static final int LONGEST = 256;

  private RequestKey() {}

  /** The name of a request with {@code key}; {@link #NONE} if there is no key. */
  static String name(@Nullable String key, Principal who) {
    if (key == null) {
      return NONE;
    }
    if (key.isEmpty() || key.length() > LONGEST) {
      throw Problem.invalid(
              new FieldFault(
                  Pointers.header(HEADER), "out_of_range", "expected: 1 to 256 characters"))
          .asException();
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest((who.getName() + '\n' + key).getBytes(UTF_8));
      return "k-" + HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException never) {
      throw new IllegalStateException("every JDK has SHA-256", never);
    }
  }

  /** The key was that of something else. */
  static Problem reused(String detail) {
    return Problem.of(HttpStatus.UNPROCESSABLE_ENTITY, "other-request", detail)
        .at(Pointers.header(HEADER), "reused", "expected: a key for this request alone");
  }
}
