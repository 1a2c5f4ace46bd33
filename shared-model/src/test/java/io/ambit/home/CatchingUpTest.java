package io.ambit.home;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.lease.Boot;
import io.ambit.lease.Report;
import io.ambit.lease.Stamp;
import io.ambit.lease.WriteMark;
import io.ambit.model.Mode;
import io.ambit.model.WriteHome;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatchingUpTest {
  private static final WriteHome FENCING =
      WriteHome.first("eu", "f-1").reserved("us", "f-2", false, true).fencing();
  private static final long EPOCH = FENCING.epoch();

  private final CatchingUp marks = new CatchingUp();

  @Test
  void theTargetHasToBeAsFarAsTheSource() {
    tell("eu", EPOCH, 90);
    tell("us", EPOCH, 80);
    assertThat(marks.hasCaughtUp("acme", FENCING)).isFalse();

    tell("us", EPOCH, 90);
    assertThat(marks.hasCaughtUp("acme", FENCING)).isTrue();
  }

  @Test
  void whatTheSourceToldBeforeTheFenceDoesNotCount() {
    tell("eu", EPOCH - 1, 90);
    tell("us", EPOCH, 90);

    assertThat(marks.hasCaughtUp("acme", FENCING)).isFalse();
  }

  @Test
  void untilBothHaveToldNobodyHasCaughtUp() {
    tell("eu", EPOCH, 0);

    assertThat(marks.hasCaughtUp("acme", FENCING)).isFalse();
  }

  @Test
  void whatComesLateTakesNothingBack() {
    tell("eu", EPOCH, 90);
    tell("us", EPOCH, 90);
    tell("us", EPOCH, 80);

    assertThat(marks.hasCaughtUp("acme", FENCING)).isTrue();
  }

  private void tell(String region, long epoch, long mark) {
    marks.heard(
        new Report(
                new Report.Header(region, Boot.of(1, 1), 1, 0),
                Report.Knows.of(Stamp.NONE, 0),
                Mode.TARGET,
                Report.Told.of(List.of()),
                false)
            .marked(List.of(new WriteMark("acme", epoch, mark))));
  }
}
