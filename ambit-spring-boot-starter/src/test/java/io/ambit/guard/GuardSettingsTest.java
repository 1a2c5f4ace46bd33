package io.ambit.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambit.edge.EmbeddedEdge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Whoever does not say who is asked, or not well, is told what to do. */
@ExtendWith(OutputCaptureExtension.class)
class GuardSettingsTest {
  private static final String AGENT = "ambit.guard.agent=http://127.0.0.1:8080";
  private static final String REGION = "ambit.guard.edge.region=eu";
  private static final String KAFKA = "ambit.guard.edge.kafka=127.0.0.1:1";

  private final WebApplicationContextRunner application =
      new WebApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(GuardAutoConfiguration.class));

  @Test
  void anApplicationThatAsksNobodyIsToldWhatToSet(CapturedOutput output) {
    assertThatThrownBy(Shop::new).hasRootCauseInstanceOf(GuardSettingsException.class);
    assertThat(output)
        .contains("APPLICATION FAILED TO START")
        .contains("no setting says who is asked")
        .contains("ambit.guard.agent", "ambit.guard.edge.region", "ambit.guard.enabled=false");
  }

  @Test
  void oneThatAsksBothIsToldToChoose() {
    application
        .withPropertyValues(AGENT, REGION, KAFKA)
        .run(
            started ->
                assertThat(started)
                    .hasFailed()
                    .getFailure()
                    .rootCause()
                    .isInstanceOf(GuardSettingsException.class)
                    .hasMessageContaining("only one of them can be asked"));
  }

  @Test
  void oneWithoutTheEdgeIsToldWhatToAdd() {
    application
        .withPropertyValues(REGION, KAFKA)
        .withClassLoader(new FilteredClassLoader(EmbeddedEdge.class))
        .run(
            started ->
                assertThat(started)
                    .hasFailed()
                    .getFailure()
                    .rootCause()
                    .isInstanceOfSatisfying(
                        GuardSettingsException.class,
                        fault -> assertThat(fault.action()).contains("io.ambit:edge-agent")));
  }

  @ParameterizedTest
  @CsvSource({
    REGION + ", ambit.guard.edge.kafka: null",
    KAFKA + ", ambit.guard.edge.region: null",
    "ambit.guard.edge.region=EU, ambit.guard.edge.region: EU",
  })
  void halfAnEdgeIsToldWhatIsMissing(String setting, String told) {
    application
        .withPropertyValues(setting)
        .run(
            started ->
                assertThat(started)
                    .hasFailed()
                    .getFailure()
                    .rootCause()
                    .hasMessageStartingWith(told)
                    .hasMessageContaining("expected"));
  }

  @Test
  void anApplicationMayStayUnguarded() {
    application
        .withPropertyValues("ambit.guard.enabled=false")
        .run(started -> assertThat(started).hasNotFailed().doesNotHaveBean(Agent.class));
  }

  @ParameterizedTest
  @CsvSource({
    "shop-7d9f, shop-7d9f",
    "Build01.corp.Example, build01-corp-example",
    "-odd_, odd",
  })
  void anEdgeIsCalledAsItsMachine(String host, String node) {
    assertThat(NodeNames.of(host)).isEqualTo(node);
  }
}
