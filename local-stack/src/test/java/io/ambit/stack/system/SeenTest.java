package io.ambit.stack.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.stack.load.Outcome;
import io.ambit.stack.load.Outcome.Verdict;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The measure itself: a request counts in a window only if it was certainly decided in it. */
class SeenTest {
  private static final Duration WINDOW = Duration.ofSeconds(1);

  @Test
  void theFullestWindowIsFoundWhereverItBegins() {
    Seen seen =
        seen(request(0, 5), request(900, 910), request(1_400, 1_410), request(1_890, 1_900));

    assertThat(seen.mostWithin(WINDOW)).isEqualTo(3);
  }

  @Test
  void aRequestThatReachesOverTheEndOfAWindowMayHaveBeenDecidedAfterIt() {
    Seen seen = seen(request(0, 5), request(990, 1_010));

    assertThat(seen.mostWithin(WINDOW)).isEqualTo(1);
    assertThat(seen.mostAnsweredWithin(WINDOW)).isEqualTo(1);
    assertThat(seen(request(0, 20), request(990, 1_010)).mostAnsweredWithin(WINDOW)).isEqualTo(2);
  }

  @Test
  void aSlowRequestCountsNowhereButInALongEnoughWindow() {
    Seen seen = seen(request(0, 1_500), request(1_400, 1_410));

    assertThat(seen.mostWithin(WINDOW)).isEqualTo(1);
    assertThat(seen.mostWithin(WINDOW.multipliedBy(2))).isEqualTo(2);
  }

  @Test
  void aPercentileIsALatencyThatWasMeasured() {
    Seen seen = seen(request(0, 4), request(10, 12), request(20, 21), request(30, 90));

    assertThat(seen.percentileMillis(50)).isEqualTo(2);
    assertThat(seen.percentileMillis(99)).isEqualTo(60);
  }

  private static Seen seen(Outcome... outcomes) {
    return new Seen(Arrays.asList(outcomes));
  }

  private static Outcome request(long sentMillis, long answeredMillis) {
    long sentNanos = sentMillis * 1_000_000;
    return new Outcome(
        "acme", "eu-1", Verdict.ADMIT, sentNanos, sentNanos, answeredMillis * 1_000_000, 200, "");
  }
}
