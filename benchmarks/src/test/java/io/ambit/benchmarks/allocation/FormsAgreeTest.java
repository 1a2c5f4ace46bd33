package io.ambit.benchmarks.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ambit.allocation.Matrix;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What is compared must come to the same. */
class FormsAgreeTest {
  private static final int CHILDREN = 40;
  private static final int TENANTS = 50;

  private final Demands demands = new Demands(CHILDREN, TENANTS);
  private final Matrix matrix = Filling.unlimited(demands.weights());
  private final SortedFilling sorted = new SortedFilling(CHILDREN);

  @Test
  void sortingAndNotSortingGiveTheSameButForRemainders() {
    matrix.fill(demands.rows);
    long[] byComparator = new long[CHILDREN];
    long[] byNumber = new long[CHILDREN];
    for (int tenant = 0; tenant < TENANTS; tenant++) {
      long total = demands.totals[tenant];
      sorted.byComparator(total, demands.now[tenant], demands.weights, byComparator);
      sorted.byNumber(total, demands.now[tenant], demands.weights, byNumber);
      long[] shares = demands.rows.get(tenant).share();
      assertThat(Arrays.stream(shares).sum()).isEqualTo(total);
      for (int child = 0; child < CHILDREN; child++) {
        // Sorting leaves what rounding costs each to who comes last.
        assertThat(shares[child]).isCloseTo(byComparator[child], within((long) CHILDREN));
        assertThat(shares[child]).isCloseTo(byNumber[child], within((long) CHILDREN));
      }
    }
  }

  @Test
  void tellingFewAndFillingThoseGivesThemWhatFillingAllDoes() {
    matrix.fill(demands.rows);
    demands.tellFew(true);
    matrix.update(demands.everyHundredth);
    long[] few = demands.rows.getFirst().share().clone();
    matrix.fill(demands.rows);

    assertThat(demands.rows.getFirst().share()).containsExactly(few);
    assertThat(few).isNotEqualTo(new long[CHILDREN]);
  }

  @Test
  void theSumIsASum() {
    assertThat(Filling.sum(new long[] {1, 2, 3_000_000_000_000L})).isEqualTo(3_000_000_000_003L);
  }
}
