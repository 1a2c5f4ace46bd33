package io.ambit.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import io.ambit.runtime.Core;
import java.util.Set;
import java.util.random.RandomGenerator;

/** The rules of the architecture, each with the reason it is there. */
final class Fences {
  /** The pure packages that every tier shares. */
  private static final String[] MODEL = {
    "io.ambit.model..",
    "io.ambit.lease..",
    "io.ambit.escrow..",
    "io.ambit.allocation..",
    "io.ambit.usage..",
    "io.ambit.backend..",
    "io.ambit.failover..",
    "io.ambit.mode..",
    "io.ambit.home.."
  };

  private static final DescribedPredicate<JavaClass> CORE =
      resideInAPackage("io.ambit.*.core..").or(resideInAnyPackage(MODEL)).as("a core or the model");

  private static final DescribedPredicate<JavaClass> PLAIN =
      resideInAnyPackage(
              "java.lang",
              "java.lang.annotation",
              "java.lang.runtime",
              "java.lang.invoke",
              "java.math",
              "java.util",
              "java.util.function",
              "java.util.stream",
              "java.util.regex",
              "org.jspecify.annotations")
          .or(type(Core.class))
          .as("plain JDK types");

  private static final Set<String> CLOCKS =
      Set.of("nanoTime", "currentTimeMillis", "identityHashCode", "now", "random", "randomUUID");

  private static final DescribedPredicate<JavaAccess<?>> READS_CLOCK_OR_RANDOMNESS =
      DescribedPredicate.describe(
          "reads a clock or draws something at random",
          access ->
              access instanceof JavaCall<?>
                      && CLOCKS.contains(access.getName())
                      && isOfTheJdk(access.getTargetOwner())
                  || access.getTargetOwner().isAssignableTo(RandomGenerator.class));

  private Fences() {}

  /** Else an upgrade of one tier would be an upgrade of all. */
  static ArchRule tiersMeetOnlyInSharedModel() {
    return slices()
        .matching("io.ambit.(edge|region|global)..")
        .should()
        .notDependOnEachOther()
        .as("tiers meet only in shared-model");
  }

  /** Else the simulator could not run it. */
  static ArchRule coresArePlain() {
    return classes()
        .that(CORE)
        .should()
        .onlyDependOnClassesThat(CORE.or(PLAIN).or(arraysOfPrimitives()))
        .as("a core depends on nothing but plain JDK types and the model");
  }

  /** Else the same inputs could give other effects. */
  static ArchRule coresReadNoClockAndNoRandomness() {
    return noClasses()
        .that(CORE)
        .should()
        .accessTargetWhere(READS_CLOCK_OR_RANDOMNESS)
        .as("a core never reads a clock or randomness");
  }

  /** Else a fault of one part of the world would become a fault of another. */
  static ArchRule doorsDoNotKnowEachOther() {
    return slices()
        .matching("io.ambit.(*).door.(*)..")
        .should()
        .notDependOnEachOther()
        .as("a door never knows another door");
  }

  /** Else a change of the wire would reach into decisions. */
  static ArchRule wireTypesStopAtTheDoors() {
    return noClasses()
        .that(not(resideInAnyPackage("io.ambit.wire..", "io.ambit.runtime..", "..door..")))
        .should()
        .dependOnClassesThat(resideInAPackage("io.ambit.wire.."))
        .as("wire types stop at the doors");
  }

  /** Else what an edge decides would be said in one proxy's words. */
  static ArchRule envoysWordsStayInTheirDoor() {
    return noClasses()
        .that(not(resideInAPackage("io.ambit.edge.door.grpc..")))
        .should()
        .dependOnClassesThat(resideInAnyPackage("io.envoyproxy..", "io.grpc.."))
        .as("Envoy's words stay in the gRPC door");
  }

  /**
   * Else a request could wait for a loop, a broker or a log line. The gate knows the table that the
   * core makes for it, and nobody who makes one.
   */
  static ArchRule theGateWaitsForNothing() {
    return noClasses()
        .that(resideInAPackage("io.ambit.edge.admission.."))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                    "io.ambit.runtime..",
                    "io.ambit.edge.door..",
                    "org.springframework..",
                    "org.apache.kafka..",
                    "org.slf4j..",
                    "java.io..",
                    "java.nio..",
                    "java.net..",
                    "java.util.concurrent.locks..")
                .or(assignableTo(Core.class)))
        .as("the gate waits for nothing");
  }

  /** Else null would be a matter of opinion. */
  static ArchRule everyPackageIsNullMarked() {
    return classes()
        .that(not(resideInAPackage("io.ambit..v1..")).as("are not generated"))
        .should(PackageRules.BE_IN_A_NULL_MARKED_PACKAGE)
        .as("every package opens with a package-info that is @NullMarked");
  }

  private static boolean isOfTheJdk(JavaClass owner) {
    return owner.getPackageName().startsWith("java.");
  }

  private static DescribedPredicate<JavaClass> arraysOfPrimitives() {
    return DescribedPredicate.describe(
        "primitives and their arrays",
        type -> type.getBaseComponentType().isPrimitive() || isPlainArray(type));
  }

  private static boolean isPlainArray(JavaClass type) {
    return type.isArray() && CORE.or(PLAIN).test(type.getBaseComponentType());
  }
}
