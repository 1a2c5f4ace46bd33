package io.ambit.global;

import io.ambit.model.Names;
import io.ambit.runtime.KafkaSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the arbiter must be told.
 *
 * @param node Name of this process, unique in the fleet.
 * @param dataDirectory Where this process keeps files of its own.
 * @param advertisedUrl Base address under which operators reach this process, for a standby to send
 *     them to; by default made of server.address, or the host's name, and server.port.
 * @param sessionTimeout How long the leader may be silent before a standby takes over; at least the
 *     brokers' group.min.session.timeout.ms.
 * @param kafka The cluster that holds operator intent.
 * @param security Who may use the operator API.
 */
@ConfigurationProperties("ambit")
public record ArbiterProperties(
    String node,
    @DefaultValue("data") Path dataDirectory,
    @Nullable URI advertisedUrl,
    @DefaultValue("6s") Duration sessionTimeout,
    @DefaultValue Clusters kafka,
    @DefaultValue Security security) {

  /**
   * Where the logs are.
   *
   * @param global Cluster shared with the regions.
   */
  public record Clusters(@DefaultValue KafkaSettings global) {}

  /**
   * Who may use the operator API.
   *
   * @param tokens Bearer tokens; with none, one admin token is generated at the first start.
   * @param tokenFile Where the generated token is kept; operator.token in the data directory by
   *     default.
   */
  public record Security(@DefaultValue List<Token> tokens, @Nullable Path tokenFile) {}

  /**
   * One bearer token.
   *
   * @param name Who uses it, as it stands in the audit log.
   * @param role What it allows.
   * @param token The secret itself, at least 32 characters.
   */
  public record Token(String name, Role role, String token) {
    /** The fewest characters a secret may have. */
    public static final int MIN_SECRET = 32;

    public Token {
      Names.require("ambit.security.tokens.name", String.valueOf(name));
      if (token == null || token.length() < MIN_SECRET) {
        throw new IllegalArgumentException(
            "ambit.security.tokens: the token of '%s' is too short (expected: at least %d characters)"
                .formatted(name, MIN_SECRET));
      }
    }

    /** Tells everything but the secret. */
    @Override
    public String toString() {
      return "Token[name=%s, role=%s]".formatted(name, role);
    }
  }

  /** What a token allows; each role may do what those before it may. */
  public enum Role {
    /** Reads. */
    VIEWER,
    /** Changes budgets, defaults and regions. */
    OPERATOR,
    /** Everything. */
    ADMIN
  }

  public ArbiterProperties {
    Names.require("ambit.node", String.valueOf(node));
  }

  /** Where the generated token is kept. */
  public Path tokenFile() {
    Path given = security.tokenFile();
    return given == null ? dataDirectory.resolve("operator.token") : given;
  }
}
