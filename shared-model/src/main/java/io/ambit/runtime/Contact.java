package io.ambit.runtime;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether something outside answers, told once per change instead of once per failure. What has not
 * answered yet is given some seconds before that is said: processes start together. Thread-safe.
 */
public final class Contact {
  private static final Logger LOG = LoggerFactory.getLogger(Contact.class);

  private enum State {
    UNKNOWN,
    THERE,
    GONE
  }

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** A broker that starts with everything else on a small machine takes a quarter of a minute. */
  private static final Duration PATIENCE_WITH_KAFKA = Duration.ofSeconds(20);

  private final String what;
  private final Duration patience;
  private final long sinceNanos = System.nanoTime();
  private final AtomicReference<State> state = new AtomicReference<>(State.UNKNOWN);

  /**
   * @param what as it reads in a log line, as in {@code "the regional Kafka"}
   */
  public Contact(String what) {
    this(what, PATIENCE);
  }

  private Contact(String what, Duration patience) {
    this.what = what;
    this.patience = patience;
  }

  /** With a Kafka; {@code what} as above. */
  public static Contact withKafka(String what) {
    return new Contact(what, PATIENCE_WITH_KAFKA);
  }

  public void answered() {
    if (state.getAndSet(State.THERE) == State.GONE) {
      LOG.info("{} answers again", what);
    }
  }

  public void failed(Throwable why) {
    if (state.get() == State.UNKNOWN && isPatient()) {
      return;
    }
    if (state.getAndSet(State.GONE) != State.GONE) {
      LOG.warn("{} does not answer: {}; trying on", what, rootMessage(why));
    }
  }

  public boolean isGone() {
    return state.get() == State.GONE;
  }

  private boolean isPatient() {
    return System.nanoTime() - sinceNanos < patience.toNanos();
  }

  static String rootMessage(Throwable thrown) {
    Throwable root = thrown;
    for (int depth = 0; root.getCause() != null && depth < 16; depth++) {
      root = root.getCause();
    }
    String name = root.getClass().getSimpleName();
    return root.getMessage() == null ? name : name + ": " + root.getMessage();
  }
}
