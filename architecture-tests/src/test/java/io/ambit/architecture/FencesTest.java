package io.ambit.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.ambit.edge.admission.offender.AskingGate;
import io.ambit.edge.admission.offender.LoggingGate;
import io.ambit.edge.core.offender.ClockReadingCore;
import io.ambit.edge.core.offender.DiceThrowingCore;
import io.ambit.edge.decision.offender.EnvoySpeakingDecision;
import io.ambit.edge.door.kafka.offender.NosyDoor;
import io.ambit.region.core.offender.EdgeKnowingRegion;
import io.ambit.region.core.offender.ThreadedCore;
import io.ambit.region.core.offender.WireSpeakingCore;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The product stays inside every fence, and every fence catches who leaves it. */
class FencesTest {
  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.ambit");

  private static final List<ArchRule> RULES =
      List.of(
          Fences.tiersMeetOnlyInSharedModel(),
          Fences.coresArePlain(),
          Fences.coresReadNoClockAndNoRandomness(),
          Fences.doorsDoNotKnowEachOther(),
          Fences.wireTypesStopAtTheDoors(),
          Fences.envoysWordsStayInTheirDoor(),
          Fences.theGateWaitsForNothing(),
          Fences.everyPackageIsNullMarked());

  @Test
  void everyTierIsInsideTheFences() {
    assertThat(PRODUCT.stream().map(type -> type.getPackageName()))
        .contains("io.ambit.edge.core", "io.ambit.region.core", "io.ambit.global.core");
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theProductStaysInside(ArchRule rule) {
    rule.check(PRODUCT);
  }

  @ParameterizedTest
  @MethodSource("offenders")
  void theFenceBites(ArchRule rule, Class<?> offender) {
    JavaClasses caught = new ClassFileImporter().importClasses(offender);
    assertThat(rule.evaluate(withTiers(rule, caught)).hasViolation()).isTrue();
  }

  /** Rules about slices need both sides. */
  private static JavaClasses withTiers(ArchRule rule, JavaClasses caught) {
    return rule.getDescription().contains("tiers") || rule.getDescription().contains("door")
        ? new ClassFileImporter().importPackages("io.ambit.edge", "io.ambit.region")
        : caught;
  }

  static Stream<ArchRule> rules() {
    return RULES.stream();
  }

  static Stream<Arguments> offenders() {
    return Stream.of(
        Arguments.of(Fences.tiersMeetOnlyInSharedModel(), EdgeKnowingRegion.class),
        Arguments.of(Fences.coresArePlain(), ThreadedCore.class),
        Arguments.of(Fences.coresReadNoClockAndNoRandomness(), ClockReadingCore.class),
        Arguments.of(Fences.coresReadNoClockAndNoRandomness(), DiceThrowingCore.class),
        Arguments.of(Fences.doorsDoNotKnowEachOther(), NosyDoor.class),
        Arguments.of(Fences.wireTypesStopAtTheDoors(), WireSpeakingCore.class),
        Arguments.of(Fences.envoysWordsStayInTheirDoor(), EnvoySpeakingDecision.class),
        Arguments.of(Fences.theGateWaitsForNothing(), LoggingGate.class),
        Arguments.of(Fences.theGateWaitsForNothing(), AskingGate.class),
        Arguments.of(Fences.everyPackageIsNullMarked(), LoggingGate.class));
  }
}
