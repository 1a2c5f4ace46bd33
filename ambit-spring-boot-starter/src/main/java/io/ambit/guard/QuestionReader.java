package io.ambit.guard;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Says what to ask the agent about a request. An application that knows its tenants otherwise than
 * by a header, or requests that cost more than others, declares a bean of this type. Called on the
 * request's thread; must not wait for anything.
 */
@FunctionalInterface
public interface QuestionReader {
  Question read(HttpServletRequest request);
}
