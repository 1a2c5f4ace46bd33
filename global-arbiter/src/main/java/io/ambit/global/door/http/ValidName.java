package io.ambit.global.door.http;

import io.ambit.model.Names;
import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.constraints.Pattern;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A name in the one form all names have. */
@Pattern(regexp = Names.PATTERN, message = "expected: " + Names.PATTERN)
@Constraint(validatedBy = {})
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@interface ValidName {
  String message() default "is not a name";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};
}
