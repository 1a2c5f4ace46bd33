package io.ambit.guard;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * One request while it is served, until its end is told: when the application returns or throws, or
 * once its asynchronous part is complete. One thread at a time.
 */
final class Serving implements AutoCloseable, AsyncListener {
  private static final int SERVER_ERROR = 500;

  private final Answer.Ending ending;
  private final HttpServletRequest request;
  private final HttpServletResponse response;
  private final long startNanos = System.nanoTime();
  private boolean failed = true;

  Serving(Answer.Ending ending, HttpServletRequest request, HttpServletResponse response) {
    this.ending = ending;
    this.request = request;
    this.response = response;
  }

  /** The application has returned, rather than thrown. */
  void returned() {
    failed = false;
  }

  @Override
  public void close() {
    if (!failed && request.isAsyncStarted()) {
      request.getAsyncContext().addListener(this);
    } else {
      tell();
    }
  }

  private void tell() {
    boolean success = !failed && response.getStatus() < SERVER_ERROR;
    ending.ended(System.nanoTime() - startNanos, success);
  }

  @Override
  public void onComplete(AsyncEvent event) {
    tell();
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    failed = true;
  }

  @Override
  public void onError(AsyncEvent event) {
    failed = true;
  }

  /** Begun anew: listeners are forgotten by that. */
  @Override
  public void onStartAsync(AsyncEvent event) {
    event.getAsyncContext().addListener(this);
  }
}
