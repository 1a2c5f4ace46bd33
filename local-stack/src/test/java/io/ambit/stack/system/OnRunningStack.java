package io.ambit.stack.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Gives every test that asks for a {@link RunningStack} the same one, with every process running.
 * It is started for the first of them and stopped after the last; its logs stay.
 */
final class OnRunningStack
    implements ParameterResolver, BeforeEachCallback, TestExecutionExceptionHandler {
  private static final Namespace NAMESPACE = Namespace.create(OnRunningStack.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == RunningStack.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return stack(context);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    stack(context).heal();
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    System.out.println(stack(context).tails());
    throw failure;
  }

  private static RunningStack stack(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(RunningStack.class, type -> begin(), RunningStack.class);
  }

  private static RunningStack begin() {
    try {
      return RunningStack.begin();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the stack was starting", e);
    }
  }
}
