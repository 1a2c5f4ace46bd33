package io.ambit.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Training needs neither Kafka nor Redis; a service that began to need them would fail here. */
class FastStartIT {
  private final Site site = Site.of(Path.of(""), Map.of());
  private final List<String> told = new ArrayList<>();

  @Test
  void everyServiceStartsFromAnArchive() {
    FastStart fastStart = new FastStart(site.checkout(), told::add);

    assertThat(Stack.of(site).services())
        .hasSize(3)
        .allSatisfy(
            service ->
                assertThat(fastStart.runArguments(service))
                    .as(told.toString())
                    .anyMatch(argument -> argument.startsWith("-XX:SharedArchiveFile=")));
  }
}
