package io.ambit.edge.integrations;

import java.io.File;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * These tests start a program of the machine's. Where it is missing they are skipped and say how to
 * have it, unless {@code AMBIT_PROXIES=required}, as in CI: then they fail.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsProgram.Condition.class)
@interface NeedsProgram {
  /** What is run. */
  String value();

  /** The Debian package that has it. */
  String aptPackage();

  /** Looks for the program. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return AnnotationSupport.findAnnotation(context.getElement(), NeedsProgram.class)
          .map(Condition::look)
          .orElse(ConditionEvaluationResult.enabled("needs nothing"));
    }

    /** Where a program is, also where only root usually looks. */
    static Optional<Path> find(String program) {
      String searched = System.getenv("PATH") + File.pathSeparator + "/usr/sbin";
      return Stream.of(searched.split(File.pathSeparator))
          .map(directory -> Path.of(directory, program))
          .filter(Files::isExecutable)
          .findFirst();
    }

    private static ConditionEvaluationResult look(NeedsProgram needs) {
      if (find(needs.value()).isPresent()) {
        return ConditionEvaluationResult.enabled(needs.value() + " is there");
      }
      String missing =
          "%s is not on this machine (apt-get install %s)"
              .formatted(needs.value(), needs.aptPackage());
      if ("required".equals(System.getenv("AMBIT_PROXIES"))) {
        throw new AssertionError(missing);
      }
      return ConditionEvaluationResult.disabled(missing);
    }
  }
}
