package io.ambit.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

class SuitesTest {
  @Test
  void everyPartIsOfSomeBenchmark() {
    for (Suite suite : Suites.all()) {
      for (Suite.Part part : suite.parts()) {
        assertThat(names(part)).as(part.pattern()).isNotEmpty();
      }
    }
  }

  @Test
  void everyRatioIsOfTwoOfThem() {
    for (Suite suite : Suites.all()) {
      List<String> measured = suite.parts().stream().flatMap(part -> names(part).stream()).toList();
      for (Ratio ratio : suite.ratios()) {
        assertThat(measured).as(ratio.about()).contains(ratio.of(), ratio.to());
      }
    }
  }

  /** As results are called. */
  private static List<String> names(Suite.Part part) {
    var silent = OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT);
    return BenchmarkList.defaultList().find(silent, List.of(part.pattern()), List.of()).stream()
        .map(each -> Rounds.name(each.getUsername(), part.threads()))
        .toList();
  }
}
