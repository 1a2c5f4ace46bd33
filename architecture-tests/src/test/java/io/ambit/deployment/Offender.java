package io.ambit.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * A small violation: one text of one real file, replaced. The check it belongs to must answer with
 * a finding that contains {@code finding}.
 */
record Offender(String file, String from, String to, String finding) {

  /** One test per offender, each showing that {@code check} bites. */
  static Stream<DynamicTest> eachFoundBy(
      Function<DeploymentFiles, List<String>> check, DeploymentFiles files, Offender... offenders) {
    return Stream.of(offenders)
        .map(
            offender ->
                DynamicTest.dynamicTest(
                    offender.finding,
                    () ->
                        assertThat(
                                check.apply(
                                    files.replacing(offender.file, offender.from, offender.to)))
                            .anySatisfy(found -> assertThat(found).contains(offender.finding))));
  }
}
