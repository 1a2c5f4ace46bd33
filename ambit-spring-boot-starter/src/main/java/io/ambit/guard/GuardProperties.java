package io.ambit.guard;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the guard. The first two are all that most applications need.
 *
 * @param agent Address of the edge agent that is asked, such as http://127.0.0.1:8080; without it
 *     nothing is guarded.
 * @param enforcement Whether refused requests are turned away, or only counted.
 * @param tenantHeader Header that names the tenant; whatever authenticates requests must overwrite
 *     what clients send in it.
 * @param unnamed Tenant that requests are counted for whose header is missing or no tenant's name.
 * @param within How long an answer is waited for, 1 ms to 1 s.
 * @param noAnswer What happens to a request if the agent does not answer in time.
 * @param paths Which requests are guarded, as servlet URL patterns.
 * @param order Place among the filters; the default is behind Spring Security.
 */
@ConfigurationProperties("ambit.guard")
public record GuardProperties(
    URI agent,
    @DefaultValue("shadow") Enforcement enforcement,
    @DefaultValue("Ambit-Tenant") String tenantHeader,
    @DefaultValue("anonymous") String unnamed,
    @DefaultValue("5ms") Duration within,
    @DefaultValue("admit") NoAnswer noAnswer,
    @DefaultValue("/*") List<String> paths,
    @DefaultValue("-90") int order) {

  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofSeconds(1);

  /** What a refusal means here; tenants have an enforcement of their own, set by the operator. */
  public enum Enforcement {
    /** Everything is served, and what would have been refused is counted. */
    SHADOW,
    /** What is refused is answered with the agent's own refusal. */
    ENFORCE
  }

  /** What becomes of requests nobody decided in time. */
  public enum NoAnswer {
    ADMIT,
    REFUSE
  }

  public GuardProperties {
    if (agent == null || !List.of("http", "https").contains(String.valueOf(agent.getScheme()))) {
      throw new IllegalArgumentException(
          "ambit.guard.agent: %s (expected: an address such as http://127.0.0.1:8080)"
              .formatted(agent));
    }
    if (within.compareTo(SHORTEST) < 0 || within.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "ambit.guard.within: %d ms (expected: 1 ms to 1 s)".formatted(within.toMillis()));
    }
  }
}
