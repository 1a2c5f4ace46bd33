package io.ambit.fencing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JdbcFenceTest {
  private static final int WRITERS = 4;
  private static final int WRITES_EACH = 200;

  private final JdbcFence fence = new JdbcFence();
  private String url = "";
  private Connection keptOpen;

  @BeforeEach
  void makeTables() throws SQLException {
    url = "jdbc:h2:mem:fence" + System.nanoTime();
    keptOpen = DriverManager.getConnection(url);
    try (Statement make = keptOpen.createStatement()) {
      make.execute(
          "CREATE TABLE ambit_fence (tenant VARCHAR(63) PRIMARY KEY, token BIGINT NOT NULL)");
      make.execute("CREATE TABLE written (id BIGINT AUTO_INCREMENT PRIMARY KEY, token BIGINT)");
    }
  }

  @AfterEach
  void close() throws SQLException {
    keptOpen.close();
  }

  @Test
  void aTokenPassesIfNoneWasHigher() throws SQLException {
    write("acme", 7L);
    write("acme", 7L);
    write("acme", 9L);

    assertThatThrownBy(() -> write("acme", 8L)).isInstanceOf(StaleTokenException.class);
    assertThat(tokens()).containsExactly(7L, 7L, 9L);
  }

  @Test
  void tenantsDoNotFenceEachOther() throws SQLException {
    write("acme", 9L);
    write("zoe", 1L);

    assertThat(tokens()).containsExactly(9L, 1L);
  }

  @Test
  void aWriteWithoutATokenPassesUntilOneHadOne() throws SQLException {
    write("acme", null);
    write("acme", 3L);

    assertThatThrownBy(() -> write("acme", null)).isInstanceOf(StaleTokenException.class);
  }

  @Test
  void aTokenOfAWriteThatWasRolledBackIsForgotten() throws SQLException {
    try (Connection connection = open()) {
      fence.pass(connection, "acme", 9L);
      connection.rollback();
    }

    write("acme", 7L);
    assertThat(tokens()).containsExactly(7L);
  }

  @Test
  void outsideOfATransactionItIsRefused() {
    assertThatThrownBy(() -> fence.pass(keptOpen, "acme", 1L))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("auto-commit");
  }

  @Test
  void aNameThatIsNoTablesIsRefused() {
    assertThatThrownBy(() -> new JdbcFence("fence; DROP TABLE written"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void ofWritersThatRaceNoneComesAfterAHigherToken() throws Exception {
    try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
      List<Callable<Void>> races = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        SplittableRandom dice = new SplittableRandom(i);
        races.add(() -> race(dice));
      }
      for (Future<Void> race : writers.invokeAll(races)) {
        race.get();
      }
    }

    assertThat(tokens()).isSorted().hasSizeGreaterThan(WRITERS);
  }

  /** Ever higher tokens, and now and then one of long ago. */
  private Void race(SplittableRandom dice) throws SQLException {
    for (long i = 1; i <= WRITES_EACH; i++) {
      try {
        write("acme", Math.max(1, i - dice.nextLong(4)));
      } catch (StaleTokenException stale) {
        assertThat(stale.tenant()).isEqualTo("acme");
      }
    }
    return null;
  }

  private void write(String tenant, @Nullable Long token) throws SQLException {
    try (Connection connection = open()) {
      fence.pass(connection, tenant, token);
      try (Statement insert = connection.createStatement()) {
        insert.execute("INSERT INTO written (token) VALUES (%s)".formatted(token));
      }
      connection.commit();
    }
  }

  private Connection open() throws SQLException {
    Connection connection = DriverManager.getConnection(url);
    connection.setAutoCommit(false);
    return connection;
  }

  private List<Long> tokens() throws SQLException {
    List<Long> tokens = new ArrayList<>();
    try (Statement select = keptOpen.createStatement();
        ResultSet rows =
            select.executeQuery("SELECT token FROM written WHERE token IS NOT NULL ORDER BY id")) {
      while (rows.next()) {
        tokens.add(rows.getLong(1));
      }
    }
    return tokens;
  }
}
