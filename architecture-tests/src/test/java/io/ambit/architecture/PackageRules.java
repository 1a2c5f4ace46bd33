package io.ambit.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

/** What every package must say about itself. */
final class PackageRules {
  static final ArchCondition<JavaClass> BE_IN_A_NULL_MARKED_PACKAGE =
      new ArchCondition<>("be in a package that is @NullMarked") {
        @Override
        public void check(JavaClass type, ConditionEvents events) {
          boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
          events.add(
              new SimpleConditionEvent(
                  type, marked, type.getName() + " is in a package that is not @NullMarked"));
        }
      };

  private PackageRules() {}
}
