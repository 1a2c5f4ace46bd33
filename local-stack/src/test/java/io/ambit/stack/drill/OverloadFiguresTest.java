package io.ambit.stack.drill;

import static io.ambit.stack.drill.OverloadLoad.Fate.FAILED;
import static io.ambit.stack.drill.OverloadLoad.Fate.OTHERWISE;
import static io.ambit.stack.drill.OverloadLoad.Fate.SERVED;
import static io.ambit.stack.drill.OverloadLoad.Fate.SHED;
import static io.ambit.stack.drill.Priority.CRITICAL;
import static io.ambit.stack.drill.Priority.SHEDDABLE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OverloadFiguresTest {
  private static final long MILLI = 1_000_000;

  @Test
  void whoAskedOutsideOfTheTimeIsLeftOut() {
    OverloadFigures figures =
        figures(
            request(CRITICAL, -1, 1, SERVED),
            request(CRITICAL, 0, 1, SERVED),
            request(SHEDDABLE, 999, 1, SERVED),
            request(CRITICAL, 500, 1, FAILED),
            request(CRITICAL, 1_000, 1, SERVED));

    assertThat(figures.goodputPerSecond()).isEqualTo(2);
    assertThat(figures.criticalServed()).isEqualTo(0.5);
    assertThat(figures.shareOf("a")).isEqualTo(1);
  }

  @Test
  void whatMattersMoreIsNotShedWhileWhatMattersLessIsSent() {
    assertThat(figures(request(CRITICAL, 10, 5, SHED), request(SHEDDABLE, 12, 8, SERVED)))
        .extracting(OverloadFigures::inversions)
        .isEqualTo(1L);
    assertThat(figures(request(SHEDDABLE, 10, 5, FAILED), request(CRITICAL, 15, 1, SHED)))
        .extracting(OverloadFigures::inversions)
        .isEqualTo(1L);
  }

  @Test
  void whoWasDecidedBeforeTheOtherAskedWasDecidedUnderAnotherPressure() {
    assertThat(figures(request(CRITICAL, 10, 5, SHED), request(SHEDDABLE, 16, 9, SERVED)))
        .extracting(OverloadFigures::inversions)
        .isEqualTo(0L);
  }

  @Test
  void whatTookLongerThanAMomentMayHaveBeenDecidedUnderAnotherPressure() {
    assertThat(figures(request(CRITICAL, 10, 5, SHED), request(SHEDDABLE, 12, 9, SERVED)))
        .extracting(OverloadFigures::inversions)
        .isEqualTo(0L);
  }

  @Test
  void whatMattersLessIsShedFirst() {
    assertThat(figures(request(CRITICAL, 10, 5, SERVED), request(SHEDDABLE, 10, 5, SHED)))
        .extracting(OverloadFigures::inversions)
        .isEqualTo(0L);
    assertThat(figures(request(CRITICAL, 10, 5, OTHERWISE), request(SHEDDABLE, 10, 5, SERVED)))
        .extracting(OverloadFigures::inversions)
        .isEqualTo(0L);
  }

  private static OverloadFigures figures(OverloadLoad.Request... requests) {
    return new OverloadFigures(0, 1_000 * MILLI, List.of(requests));
  }

  private static OverloadLoad.Request request(
      Priority priority, long askedMillis, long tookMillis, OverloadLoad.Fate fate) {
    boolean sent = fate == SERVED || fate == FAILED;
    long asked = askedMillis * MILLI;
    long decided = asked + tookMillis * MILLI;
    return new OverloadLoad.Request(
        priority, asked, decided, decided + 40 * MILLI, "ok", sent ? "a" : null, fate);
  }
}
