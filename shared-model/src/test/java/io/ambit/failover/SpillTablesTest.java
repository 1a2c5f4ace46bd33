package io.ambit.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.model.FailoverPolicy;
import io.ambit.model.RegionDeclaration.AdminState;
import io.ambit.model.SpillRow;
import io.ambit.model.SpillTable;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A row for every region that may be lost next, and no more than fits. */
class SpillTablesTest {
  @Test
  void everyRegionHasARowAndEveryPairOfFew() {
    SpillTable table = SpillTables.of(regions(3), new TreeMap<>(), FailoverPolicy.DEFAULT);
    assertThat(table.rows().stream().map(row -> String.join("+", row.lost())))
        .containsExactly("r00", "r00+r01", "r00+r02", "r01", "r01+r02", "r02");
  }

  @Test
  void rowsAreMadeForWhatIsDrainedAndOneMore() {
    SortedMap<String, Integer> away = new TreeMap<>();
    away.put("r01", 500);
    SpillTable table = SpillTables.of(regions(3), away, FailoverPolicy.DEFAULT);
    assertThat(table.rows().stream().map(SpillRow::lost).map(lost -> String.join("+", lost)))
        .containsExactly("r01", "r00+r01", "r01+r02");
    assertThat(table.away()).isEqualTo(away);
  }

  @Test
  void aWholeWorldFitsIntoATable() {
    SpillTable table = SpillTables.of(regions(100), new TreeMap<>(), FailoverPolicy.DEFAULT);
    assertThat(table.rows()).hasSize(SpillTable.MOST_REGIONS);
  }

  @Test
  void theSameLoadsGiveTheSameTable() {
    List<RegionLoad> turned = new ArrayList<>(regions(7)).reversed();
    assertThat(SpillTables.of(turned, new TreeMap<>(), FailoverPolicy.DEFAULT))
        .isEqualTo(SpillTables.of(regions(7), new TreeMap<>(), FailoverPolicy.DEFAULT));
  }

  private static List<RegionLoad> regions(int count) {
    List<RegionLoad> regions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      regions.add(
          new RegionLoad(
              "r%02d".formatted(i),
              1_000 + i,
              0,
              1,
              AdminState.ACTIVE,
              Demand.of(10, 300 + i, 100, 50)));
    }
    return regions;
  }
}
