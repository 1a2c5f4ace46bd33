package io.ambit.region.core;

import io.ambit.failover.Finding;
import io.ambit.failover.TableCheck;
import io.ambit.failover.TableRefusal;
import io.ambit.model.PolicyBook;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.model.SpillTable;
import io.ambit.model.Words;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Spill tables that are kept from the edges, as the safety rules stand against them. The last good
 * one stays in force meanwhile. A table is judged again whenever something it rests on is read, so
 * one that was read before the declaration it follows waits for that, and for nothing else. Not
 * thread-safe.
 */
public final class RefusedTables {
  private @Nullable Refused now;
  private long said;

  /**
   * A table that is kept out.
   *
   * @param revision its place in the arbiter's log
   * @param findings what stands against it
   */
  public record Refused(long revision, List<Finding> findings) {
    public Refused {
      findings = List.copyOf(findings);
    }

    /** As the arbiter is told. */
    TableRefusal refusal() {
      return new TableRefusal(
          revision,
          findings.stream()
              .map(each -> Words.of(each.rule()).replace('_', '-') + ": " + each.message())
              .collect(Collectors.joining("; ")));
    }
  }

  /** What is kept out now; empty if the newest table is in force. */
  public Optional<Refused> now() {
    return Optional.ofNullable(now);
  }

  /** Whether a table that is kept out may pass once a record of that kind is read. */
  boolean restOn(PolicyKey.Kind kind) {
    return now != null && (kind == PolicyKey.Kind.REGION || kind == PolicyKey.Kind.SAFETY_RULES);
  }

  /** Whether {@code table} may be passed on; else it is kept out from now on. */
  boolean passes(PolicyBook book, PolicyRecord table, @Nullable PolicyRecord inForce) {
    List<Finding> findings =
        table.spec() instanceof SpillTable spec
            ? TableCheck.findings(book, spec, inForce)
            : List.of();
    now = findings.isEmpty() ? null : new Refused(table.revision(), findings);
    return now == null;
  }

  /** What is kept out, once for each table. */
  Optional<Refused> takeUnsaid() {
    Refused refused = now;
    if (refused == null || refused.revision() <= said) {
      return Optional.empty();
    }
    said = refused.revision();
    return Optional.of(refused);
  }
}
