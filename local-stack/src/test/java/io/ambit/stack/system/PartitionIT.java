package io.ambit.stack.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.stack.Link;
import io.ambit.stack.Link.Server;
import io.ambit.stack.LocalStack;
import io.ambit.stack.Site;
import io.ambit.stack.Stack;
import io.ambit.stack.proxy.Direction;
import io.ambit.stack.rig.Fault;
import io.ambit.stack.rig.FaultFigures;
import io.ambit.stack.rig.FaultRun;
import io.ambit.stack.rig.Network;
import io.ambit.stack.rig.ScheduledFault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * One region on links of its own, which are cut under load: an edge's, both ways and one way, and
 * that of the region to the world. Edges decide every request all the while, never more than the
 * budget, and all of it comes back when the links do. {@code ./dev rig faults} is the long form.
 */
class PartitionIT {
  private static final List<String> ONE_REGION =
      List.of("kafka", "redis", "arbiter-1", "region-eu", "edge-eu-1", "edge-eu-2");
  private static final List<Direction> BOTH_WAYS = List.of(Direction.values());
  private static final Duration LENGTH = Duration.ofSeconds(3);
  private static final Duration SETTLES_WITHIN = Duration.ofSeconds(15);

  @Test
  void whoIsCutOffDecidesWithinTheBudget(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path home)
      throws Exception {
    Site site = Site.isolated(Path.of(""), home);
    FaultFigures figures;
    try (Network network = new Network(site);
        LocalStack stack = new LocalStack(site, oneRegion(site), line -> {})) {
      stack.up();
      figures = cuts(stack, network);
    }

    figures.lines().forEach(System.out::println);
    Promises.measured(
        "whoIsCutOffDecidesWithinTheBudget",
        "no window over L*W+B; every request decided; settled %s after a cut"
            .formatted(Promises.seconds(SETTLES_WITHIN)),
        "%d over; %d of %d undecided; slowest %s after"
            .formatted(
                figures.load().excess(),
                figures.load().unanswered().undecided(),
                figures.load().offered(),
                Promises.seconds(figures.slowestConvergence())));
    Contract.requires(figures.load().excess() <= 0, figures.load().excess() + " over");
    assertThat(figures.broken()).isEmpty();
    if (figures.load().tellsOfTime()) {
      assertThat(figures.slowestConvergence()).isLessThanOrEqualTo(SETTLES_WITHIN);
    }
  }

  private static FaultFigures cuts(LocalStack stack, Network network) throws Exception {
    Link one = network.link("edge-eu-1", Server.REGIONAL_KAFKA);
    Link other = network.link("edge-eu-2", Server.REGIONAL_KAFKA);
    Link up = network.link("region-eu", Server.GLOBAL_KAFKA);
    try (FaultRun run = new FaultRun(stack, network, List.of("arbiter-1"), System.out::println)) {
      run.round(List.of(cut(one, BOTH_WAYS)));
      run.round(
          List.of(
              cut(one, List.of(Direction.TO_SERVER)), cut(other, List.of(Direction.TO_CLIENT))));
      run.round(List.of(cut(up, BOTH_WAYS)));
      return run.end();
    }
  }

  private static ScheduledFault cut(Link link, List<Direction> ways) {
    return new ScheduledFault(new Fault.Cut(List.of(link), ways), Duration.ZERO, LENGTH);
  }

  private static Stack oneRegion(Site site) {
    return new Stack(
        Stack.linked(site).processes().stream()
            .filter(process -> ONE_REGION.contains(process.name()))
            .toList());
  }
}
