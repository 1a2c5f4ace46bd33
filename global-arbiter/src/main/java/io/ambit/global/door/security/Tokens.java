package io.ambit.global.door.security;

import io.ambit.global.ArbiterProperties;
import io.ambit.global.ArbiterProperties.Role;
import io.ambit.global.ArbiterProperties.Token;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * The tokens that are let in. Only their digests are kept, and every one of them is compared in
 * full, so that how long a refusal takes tells nothing.
 */
@Component
final class Tokens {
  private final List<Known> known;

  /** Who a token stands for. */
  record Holder(String name, Role role) {}

  /** A token that is let in, as its digest in hex. */
  private record Known(String digest, Holder holder) {
    boolean is(String other) {
      return MessageDigest.isEqual(
          digest.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
    }
  }

  Tokens(ArbiterProperties properties) {
    List<Token> tokens = properties.security().tokens();
    List<Token> given =
        tokens.isEmpty() ? List.of(TokenFile.readOrMake(properties.tokenFile())) : tokens;
    known =
        given.stream()
            .map(each -> new Known(digest(each.token()), new Holder(each.name(), each.role())))
            .toList();
  }

  Optional<Holder> find(String token) {
    String digest = digest(token);
    Holder found = null;
    for (Known each : known) {
      found = each.is(digest) ? each.holder() : found;
    }
    return Optional.ofNullable(found);
  }

  private static String digest(String token) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
