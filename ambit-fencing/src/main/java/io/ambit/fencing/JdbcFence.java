package io.ambit.fencing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.Savepoint;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fences writes in a database: one row for each tenant, in the database that is written to.
 *
 * <pre>{@code
 * CREATE TABLE ambit_fence (tenant VARCHAR(63) PRIMARY KEY, token BIGINT NOT NULL)
 * }</pre>
 *
 * <p>Called first in the transaction that writes. The row stays locked until that ends, so two
 * writes of one tenant come one after the other, and a lower token never after a higher one; reads,
 * and writes of other tenants, are not held up. Standard SQL, one statement if the row is there.
 * Thread-safe.
 */
public final class JdbcFence {
  private static final Pattern TABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]{0,127}");

  private final String raise;
  private final String insert;
  private final String look;

  /** With the table {@code ambit_fence}. */
  public JdbcFence() {
    this("ambit_fence");
  }

  /** With a table of another name, which may name a schema. */
  public JdbcFence(String table) {
    if (!TABLE.matcher(table).matches()) {
      throw new IllegalArgumentException("table: '%s' (expected: a name)".formatted(table));
    }
    this.raise = "UPDATE %s SET token = ? WHERE tenant = ? AND token <= ?".formatted(table);
    this.insert = "INSERT INTO %s (tenant, token) VALUES (?, ?)".formatted(table);
    this.look = "SELECT token FROM %s WHERE tenant = ?".formatted(table);
  }

  /**
   * Lets a write of {@code tenant} pass, or throws {@link StaleTokenException}: then roll back.
   *
   * @param connection in a transaction: not in auto-commit
   * @param token of the decision that admitted the write; null if it had none, which passes as long
   *     as no write of the tenant ever had one
   */
  public void pass(Connection connection, String tenant, @Nullable Long token) throws SQLException {
    if (connection.getAutoCommit()) {
      throw new IllegalArgumentException("connection: in auto-commit (expected: a transaction)");
    }
    if (token == null) {
      if (isKnown(connection, tenant)) {
        throw new StaleTokenException(tenant, "none");
      }
      return;
    }
    if (raise(connection, tenant, token)) {
      return;
    }
    boolean first = !isKnown(connection, tenant) && insert(connection, tenant, token);
    if (!first && !raise(connection, tenant, token)) {
      throw new StaleTokenException(tenant, token.toString());
    }
  }

  private boolean raise(Connection connection, String tenant, long token) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(raise)) {
      update.setLong(1, token);
      update.setString(2, tenant);
      update.setLong(3, token);
      return update.executeUpdate() == 1;
    }
  }

  /** Whether this was the first; another may have been quicker, which must not end the work. */
  private boolean insert(Connection connection, String tenant, long token) throws SQLException {
    Savepoint before = connection.setSavepoint();
    try (PreparedStatement first = connection.prepareStatement(insert)) {
      first.setString(1, tenant);
      first.setLong(2, token);
      first.executeUpdate();
      connection.releaseSavepoint(before);
      return true;
    } catch (SQLIntegrityConstraintViolationException there) {
      connection.rollback(before);
      return false;
    }
  }

  private boolean isKnown(Connection connection, String tenant) throws SQLException {
    try (PreparedStatement known = connection.prepareStatement(look)) {
      known.setString(1, tenant);
      try (ResultSet rows = known.executeQuery()) {
        return rows.next();
      }
    }
  }
}
