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
    var silent = OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT);
    for (Suite suite : Suites.all()) {
      for (Suite.Part part : suite.parts()) {
        assertThat(BenchmarkList.defaultList().find(silent, List.of(part.pattern()), List.of()))
            .as(part.pattern())
            .isNotEmpty();
      }
    }
  }
}
